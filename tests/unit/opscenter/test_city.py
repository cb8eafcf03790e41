"""The city that is measured has as many cameras as asked for, each speaking in its turn."""

from collections import Counter
from datetime import UTC, datetime

from domain.messages import CameraEventObserved, VehiclesCounted
from opscenter.bench.city import CITY_CAMERAS, Speech, a_city, beats
from opscenter.bench.city_watch import Sample, growth_s, percentile

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_whole_city_has_24_districts_and_every_camera_once() -> None:
    city = a_city(CITY_CAMERAS)
    assert len({camera.code for camera in city.cameras}) == CITY_CAMERAS
    by_district = Counter(it.district for it in city.recorders for _ in it.cameras)
    assert len(by_district) == 24
    assert max(by_district.values()) - min(by_district.values()) <= 90


def test_each_recorder_speaks_once_in_a_period() -> None:
    city = a_city(90)
    spoken = list(beats(city.recorders, 60.0, 120.0))
    assert Counter(recorder.code for _, recorder in spoken) == {it.code: 2 for it in city.recorders}
    assert [due for due, _ in spoken] == sorted(due for due, _ in spoken)


def test_each_camera_counts_and_one_in_fifty_sees_something() -> None:
    city, speech = a_city(9_000), Speech()
    said = [message for recorder in city.recorders for message in speech.of(recorder, NOW)]
    events = [message for message in said if isinstance(message, CameraEventObserved)]
    assert sum(isinstance(message, VehiclesCounted) for message in said) == 9_000
    assert 120 < len(events) < 240


def test_the_numbers_of_a_camera_have_no_gap() -> None:
    city, speech = a_city(9), Speech()
    numbers: dict[str, list[int]] = {}
    for _ in range(200):
        for message in speech.of(city.recorders[0], NOW):
            numbers.setdefault(message.source, []).append(message.seq)
    assert all(seen == list(range(len(seen))) for seen in numbers.values())


def test_a_percentile_is_what_that_share_does_not_exceed() -> None:
    assert percentile([float(it) for it in range(1, 101)], 0.99) == 100.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0


def test_a_growing_backlog_shows() -> None:
    steady = [Sample(float(it), 5, 0.1) for it in range(30)]
    growing = [Sample(float(it), it * 10, it * 0.5) for it in range(30)]
    assert growth_s(steady) == 0.0
    assert growth_s(growing) == 10.0
