"""The fuzz by hand: `make fuzz CASES=1000000 SEED=1`, or `python -m tests.unit.ingest.fuzz`."""

import argparse
import sys
import time

from tests.unit.ingest.fuzz.trial import tried
from tests.unit.ingest.registry_of_tests import a_registry

_FAULTS_SHOWN = 20


def main() -> int:
    """Run as many cases as asked for; return 1 when anything did not hold."""
    parser = argparse.ArgumentParser(description="Mutated payloads of every dialect at the door.")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    began = time.monotonic()
    result = tried(told.cases, told.seed, a_registry())
    lines = [
        f"{result.cases:,} cases of seed {told.seed} in {time.monotonic() - began:.0f} s",
        f"{result.stored:,} facts, {result.dead:,} dead letters, {result.ignored:,} ignored",
        f"{len(result.faults)} faults",
        *(f"{count:9,}  {reason}" for reason, count in result.reasons.most_common(_FAULTS_SHOWN)),
        *result.faults[:_FAULTS_SHOWN],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
