"""What must hold for every payload, however broken: no crash, and every byte accounted for."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from db.intake import DeadLetter, prepare
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome, together
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.registry import Registry
from tests.unit.ingest.fuzz.corpus import Seed, seeds
from tests.unit.ingest.fuzz.mutation import mutated
from tests.unit.ingest.golden_files import NOW

_LONGEST_REASON = 600
_PICTURE_SHARE = 0.1
_BATCH = 500


@dataclass(slots=True)
class Tried:
    """What came of all cases; `faults` is empty when everything held."""

    cases: int = 0
    stored: int = 0
    dead: int = 0
    ignored: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def cases(count: int, seed: int) -> Iterator[Seed]:
    """Yield mutated payloads; pictures, which take long to read, are few."""
    chance = random.Random(seed)
    corpus = seeds()
    quick = [it for it in corpus if "snapshot" not in it.topic]
    slow = [it for it in corpus if "snapshot" in it.topic]
    for _ in range(count):
        pool = slow if chance.random() < _PICTURE_SHARE * len(slow) / len(corpus) else quick
        yield mutated(chance.choice(pool), chance)


def tried(count: int, seed: int, registry: Registry) -> Tried:
    """Read `count` mutated payloads, make them ready for the database, and return what came of them."""
    result = Tried()
    recent = RecentObjects()
    for batch in batched(cases(count, seed), _BATCH):
        outcomes = [_read(case, registry, recent, result) for case in batch]
        try:
            whole = together(outcomes)
            prepare(whole.received, whole.dead)
        except Exception as error:  # noqa: BLE001 - finding whatever is raised is what this is for
            result.faults.append(f"before case {result.cases}: {error!r}")
    return result


def _read(case: Seed, registry: Registry, recent: RecentObjects, result: Tried) -> Outcome:
    """Read one payload and write down what came of it."""
    result.cases += 1
    try:
        outcome = read(Delivery(case.topic, case.payload, NOW, 1, 1, 0), registry, recent)
    except Exception as error:  # noqa: BLE001 - as above
        result.faults.append(f"case {result.cases}: {error!r} from {case!r}")
        return Outcome()
    result.faults += (f"case {result.cases}: {fault} in {case!r}" for fault in faults_of(case, outcome))
    result.stored += len(outcome.received)
    result.dead += len(outcome.dead)
    result.ignored += outcome.ignored
    result.reasons.update(letter.reason[:40] for letter in outcome.dead)
    return outcome


def batched(items: Iterator[Seed], size: int) -> Iterator[list[Seed]]:
    """Yield the items in lists of `size`, the last one shorter."""
    while batch := list(islice(items, size)):
        yield batch


def faults_of(case: Seed, outcome: Outcome) -> Iterator[str]:
    """Yield what does not hold: a payload is stored, or dead with a reason, or counted as ignored."""
    if not outcome.received and not outcome.dead and outcome.ignored != 1:
        yield "it is nowhere"
    for letter in outcome.dead:
        yield from _faults_of_letter(case, letter)


def _faults_of_letter(case: Seed, letter: DeadLetter) -> Iterator[str]:
    if not 10 <= len(letter.reason) <= _LONGEST_REASON or not any(char.isalpha() for char in letter.reason):
        yield f"no reason for a person: {letter.reason!r}"
    if "Error" in letter.reason or "Traceback" in letter.reason:
        yield f"a reason for programmers: {letter.reason!r}"
    if not letter.payload:
        if case.payload and "not kept" not in letter.reason:
            yield "its bytes are gone, and nothing says so"
    elif not letter.readable and letter.payload not in case.payload:
        yield "an unreadable letter is not as it came"
    elif letter.readable:
        msgspec.json.decode(letter.payload)
