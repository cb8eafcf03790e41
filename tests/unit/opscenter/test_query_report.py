"""What questions cost is judged by the dearest and by the one that grew most."""

import pytest

from opscenter.bench.query_report import Answered, Cost, disk_needed, report_of, sizes_from
from opscenter.errors import OpscenterError

SIZES = (1_000_000, 100_000_000)


def answered(name: str, *costs: tuple[float, float]) -> Answered:
    return Answered(name, tuple(Cost(*cost) for cost in costs))


def figures_of(*console: Answered) -> dict[str, tuple[float, bool | None, str]]:
    report = report_of(SIZES, console, (), "PostgreSQL")
    return {figure.name: (figure.value, figure.met, figure.note) for figure in report.figures}


def test_the_dearest_question_is_named_at_each_size() -> None:
    figures = figures_of(answered("map", (20, 30), (20, 31)), answered("chart", (2, 3), (4, 80)))
    assert figures["query.p95_ms_1m"] == (30, True, "map")
    assert figures["query.p95_ms_100m"] == (80, False, "chart")


def test_growth_is_that_of_the_question_that_grew_most() -> None:
    figures = figures_of(answered("map", (20, 30), (22, 31)), answered("chart", (2, 3), (6, 8)))
    assert figures["query.growth_1m_to_100m"] == (3, False, "chart")


def test_what_took_less_than_a_millisecond_counts_as_one() -> None:
    figures = figures_of(answered("map", (20, 30), (30, 31)), answered("key", (0.1, 0.2), (1.75, 2)))
    assert figures["query.growth_1m_to_100m"] == (1.75, True, "key")


def test_sizes_are_numbers_with_commas_between() -> None:
    assert sizes_from("10000000,1000000") == [1_000_000, 10_000_000]


@pytest.mark.parametrize("wrong", ["many", "", "10"])
def test_sizes_that_make_no_sense_are_refused(wrong: str) -> None:
    with pytest.raises(OpscenterError, match="--rows takes"):
        sizes_from(wrong)


def test_the_disk_that_is_needed_is_said_for_each_engine() -> None:
    assert disk_needed([100_000_000]) == "about 34 GB on plain, about 14 GB on timescaledb"
