"""In which order the tests begin."""

from collections.abc import Sequence

import pytest

BROWSER = "tests/browser/"
_LONGEST_FIRST = (
    BROWSER,
    "tests/acceptance/",
    "tests/integration/bench/",
    "tests/integration/edge/",
    "tests/integration/opscenter/",
    "tests/integration/simulators/",
    "tests/integration/chaos/",
    "tests/integration/",
    "tests/unit/ingest/",
)


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests, those that wait longest for real components first, so that no worker waits alone."""
    return sorted(items, key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    ranks = (rank for rank, start in enumerate(_LONGEST_FIRST) if nodeid.startswith(start))
    return next(ranks, len(_LONGEST_FIRST))
