"""What a place needs is what was measured, multiplied; nothing else."""

import pytest

from opscenter.bench.size import Weights, need_of, places, size_report
from opscenter.bench.size_inputs import weights_of
from opscenter.errors import OpscenterError

KINDS = ("flow", "event", "unit_position", "reading")
CITY = {
    "ingest.city_messages_per_s": 500.0,
    "city.cpu_broker": 0.05,
    "city.cpu_ingest": 0.1,
    "city.memory_ingest": 150.0,
    "city.wire_bytes_per_message": 350.0,
}
STORE = {f"store.raw_bytes_{kind}": 200.0 for kind in KINDS} | {
    f"store.compressed_bytes_{kind}": 20.0 for kind in KINDS
}


@pytest.fixture
def weights() -> Weights:
    return weights_of(CITY, STORE, ("a test",))


def test_processor_time_is_told_by_the_message(weights: Weights) -> None:
    assert weights.cpu_us == {"broker": 100.0, "ingest": 200.0}


def test_a_ward_is_a_tenth_of_the_district(weights: Weights) -> None:
    ward, district, *_ = (need_of(place, weights) for place in places())
    assert ward.cores == pytest.approx(district.cores / 10, rel=0.05)
    assert ward.disk_gb == pytest.approx(district.disk_gb / 10, rel=0.05)


def test_the_city_by_the_minute_sends_what_bench_city_sends(weights: Weights) -> None:
    by_minute = places()[-1]
    assert by_minute.messages_per_s == pytest.approx(37_000 * 1.02 / 60)
    assert need_of(by_minute, weights).cores == pytest.approx(629 * 300e-6, rel=0.01)


def test_compression_makes_the_disk_smaller(weights: Weights) -> None:
    plain = weights_of(CITY, {name: value for name, value in STORE.items() if "raw" in name}, ("a test",))
    district = places()[1]
    assert need_of(district, weights).disk_gb < need_of(district, plain).disk_gb / 2


def test_the_report_says_what_was_measured_and_what_was_multiplied(weights: Weights) -> None:
    words = " ".join(size_report(weights, {}).remarks)
    assert "Measured: a test." in words
    assert "Multiplied:" in words


def test_a_figure_that_is_missing_is_named() -> None:
    with pytest.raises(OpscenterError, match="wire_bytes_per_message"):
        weights_of({"ingest.city_messages_per_s": 1.0}, STORE, ())
