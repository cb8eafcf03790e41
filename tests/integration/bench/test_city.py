"""The city's trial in its short form: all that is published is seen committed, and all is reported."""

import math

import pytest

from opscenter.bench.city_run import CityResult, CityTrial, report_of, run_city
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.engine_choice import EngineChoice
from tests.integration.mosquitto import NO_MOSQUITTO


@pytest.fixture(scope="module")
def result() -> CityResult:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    return run_city(CityTrial(cameras=300, seconds=4.0, period_s=2.0, choice=EngineChoice.PLAIN))


def test_every_message_is_seen_committed(result: CityResult) -> None:
    assert result.messages > 500
    assert (len(result.latencies_s), result.unstored, result.dead) == (result.messages, 0, 0)


def test_no_message_is_committed_before_it_was_published(result: CityResult) -> None:
    assert min(result.latencies_s) > 0


def test_each_process_is_watched(result: CityResult) -> None:
    assert {it.name for it in result.loads} == {"broker", "database", "ingest", "rules", "dashboard"}
    assert all(it.memory_mb > 0 for it in result.loads)


def test_the_report_names_the_figures_that_are_looked_for(result: CityResult) -> None:
    figures = {it.name: it for it in report_of(result).figures}
    assert figures["ingest.city_p99_ms"].met is not None
    assert figures["ingest.city_unstored"].met
    assert not math.isnan(figures["city.wire_bytes_per_message"].value)
