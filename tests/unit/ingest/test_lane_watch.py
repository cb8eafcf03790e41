"""What is seen of a lane from outside: its delay, whether its hands are full, and its numbers."""

from dataclasses import dataclass, field, replace

import pytest
from prometheus_client import CollectorRegistry

from ingest.broker import BrokerAddress
from ingest.dead_reasons import CLASSES, reason_class
from ingest.lane_watch import LaneWatch
from ingest.metrics import IngestMetrics
from ingest.settings import IngestSettings
from ingest.tally import SettledBatch, Tally

SETTINGS = IngestSettings("nowhere", BrokerAddress("127.0.0.1", 1), instance="test")
BATCH = SettledBatch(
    received=10, decoded=12, stored=9, repeated=2, dead=1, dropped_keys=3, commit_s=0.03,
    received_lag_s=0.2, observed_lag_s=1.2, dead_reasons={"clock": 1},
)  # fmt: skip


@dataclass
class ALane:
    """A lane of which only the outside is there."""

    name: str = "facts"
    tally: Tally = field(default_factory=Tally)
    is_connected: bool = True
    most_at_once: int = 1000
    inbox: list[int] = field(default_factory=list)


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"opscenter_ingest_{name}", {"lane": "facts", **labels})


def test_batches_that_are_full_mean_that_more_is_waiting() -> None:
    lane = ALane()
    watch = LaneWatch(lane)
    for second, lag_s in enumerate((40.0, 41.0, 42.0)):
        lane.tally.add(replace(BATCH, received=800, observed_lag_s=lag_s))
        watch.look(float(second))
    word = watch.word(SETTINGS)
    assert (word.worker, word.lane, word.is_pressed, word.lag_s) == ("test-ingest-0", "facts", True, 41.0)


def test_small_batches_of_old_data_do_not() -> None:
    lane = ALane()
    watch = LaneWatch(lane)
    lane.tally.add(replace(BATCH, observed_lag_s=5000.0))
    watch.look(1.0)
    assert not watch.word(SETTINGS).is_pressed


def test_a_lane_at_rest_has_no_delay() -> None:
    watch = LaneWatch(ALane())
    watch.look(1000.0)
    word = watch.word(SETTINGS)
    assert (word.is_pressed, word.lag_s) == (False, None)


def test_an_inbox_from_which_nothing_is_taken_is_a_delay_that_grows() -> None:
    lane = ALane()
    watch = LaneWatch(lane)
    watch.look(100.0)
    lane.inbox.append(1)
    watch.look(140.0)
    word = watch.word(SETTINGS)
    assert (word.is_pressed, word.lag_s) == (True, 40.0)


def test_the_metrics_are_what_the_lane_counted() -> None:
    lane, registry = ALane(), CollectorRegistry()
    metrics = IngestMetrics(registry)
    metrics.watch(lane)
    lane.tally.add(BATCH)
    lane.tally.add(BATCH)
    counts = ("received", "decoded", "stored", "repeated", "dropped_keys")
    assert [value(registry, f"{name}_total") for name in counts] == [20, 24, 18, 4, 6]
    assert value(registry, "dead_total", reason="clock") == 2
    assert value(registry, "commit_seconds_count") == 2
    assert value(registry, "observed_to_received_seconds_sum") == pytest.approx(2.0)
    assert value(registry, "received_to_committed_seconds_sum") == pytest.approx(0.4)


def test_a_worker_is_ready_when_it_has_broker_and_database() -> None:
    lane, metrics = ALane(is_connected=False), IngestMetrics()
    assert metrics.readiness() == {"broker": False, "database": False}
    metrics.watch(lane)
    metrics.database_is_there(True)
    assert metrics.readiness() == {"broker": False, "database": True}
    lane.is_connected = True
    assert metrics.readiness() == {"broker": True, "database": True}


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("not JSON, or cut short: truncated", "unreadable"),
        ("binary data (a JPEG) where JSON is due", "unreadable"),
        ("not a message of ours: Object missing required field `seq`", "wrong_shape"),
        ("camera cam-9 is not registered: import it first (opscenter cameras import)", "unknown_source"),
        ("cam-1 is registered in ward 26734, not in 26740", "wrong_place"),
        ("observed_at 1970-01-01T00:00:00+00:00 is before 2015: check the source's clock", "clock"),
        ("too large: at most 1048576 bytes are taken (2000000 bytes, not kept)", "too_large"),
        ("the picture cannot be decoded, so it cannot be pixelated (9 bytes, not kept)", "picture"),
        ("it could not be stored: ValueError", "not_stored"),
        ("something that nobody thought of", "other"),
    ],
)
def test_a_reason_has_its_class(reason: str, expected: str) -> None:
    assert reason_class(reason) == expected
    assert expected in CLASSES
