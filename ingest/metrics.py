"""What ingest and the rules count for Prometheus: the one file of this room that knows prometheus_client."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.kinds import Severity
from ingest.tally import SettledBatch, Tally

_BATCH_SIZES = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)
_COMMIT_S = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15)
_LAG_S = (0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200, 86_400)
_COUNTS = {
    "received": "Deliveries that the broker handed over and that are settled.",
    "decoded": "Messages in those deliveries: a delivery may be an array of them.",
    "stored": "Messages that became rows, or changed one.",
    "repeated": "Messages that were there already and vanished.",
    "ignored": "Deliveries that are for nobody here.",
    "dropped_keys": "Keys of payloads that may not be kept and were left at the door.",
}


class WatchedLane(Protocol):
    """What the metrics read of a lane, from another thread."""

    @property
    def name(self) -> str:
        """The lane's name."""

    @property
    def tally(self) -> Tally:
        """What it has counted."""

    @property
    def is_connected(self) -> bool:
        """Whether the broker has let the lane in and still listens."""


class IngestMetrics(Collector):
    """The metrics of one worker; counts are read from the lanes' own tallies only when somebody asks."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._lanes: list[WatchedLane] = []
        self._has_database = False
        self._dead = Counter(
            "opscenter_ingest_dead",
            "Dead letters, by class of reason.",
            ("lane", "reason"),
            registry=registry,
        )
        self._batch_size = _histogram(registry, "batch_deliveries", "Deliveries in a batch.", _BATCH_SIZES)
        self._commit = _histogram(
            registry, "commit_seconds", "Time that storing a batch and its commit took.", _COMMIT_S
        )
        self._observed_lag = _histogram(
            registry,
            "observed_to_received_seconds",
            "From a source's clock to ours: the first message of each batch.",
            _LAG_S,
        )
        self._received_lag = _histogram(
            registry,
            "received_to_committed_seconds",
            "From the broker's hand to the commit: the first delivery of each batch.",
            _LAG_S,
        )
        registry.register(self)

    def watch(self, lane: WatchedLane) -> None:
        """Read this lane from now on, and be told of each of its batches."""
        self._lanes.append(lane)
        lane.tally.on_batch = partial(self._count, lane.name)

    def database_is_there(self, is_there: bool) -> None:
        """Take note of whether the database answers."""
        self._has_database = is_there

    def readiness(self) -> Mapping[str, bool]:
        """Tell whether every lane has the broker, and the worker the database."""
        return {
            "broker": bool(self._lanes) and all(lane.is_connected for lane in self._lanes),
            "database": self._has_database,
        }

    def collect(self) -> Iterable[Metric]:
        """Yield the counts and states of all lanes, read now."""
        for name, sentence in _COUNTS.items():
            counts = CounterMetricFamily(f"opscenter_ingest_{name}", sentence, labels=("lane",))
            for lane in self._lanes:
                counts.add_metric((lane.name,), getattr(lane.tally, name))
            yield counts
        in_flight = GaugeMetricFamily(
            "opscenter_ingest_in_flight",
            "Deliveries taken from the broker and not settled, at the last batch.",
            labels=("lane",),
        )
        connected = GaugeMetricFamily(
            "opscenter_ingest_broker_connected", "1 while connected to the broker.", labels=("lane",)
        )
        for lane in self._lanes:
            in_flight.add_metric((lane.name,), lane.tally.in_flight)
            connected.add_metric((lane.name,), float(lane.is_connected))
        yield from (in_flight, connected)

    def _count(self, lane: str, batch: SettledBatch) -> None:
        """Count a batch that was committed."""
        self._batch_size.labels(lane).observe(batch.received)
        self._commit.labels(lane).observe(batch.commit_s)
        received_lag_s = batch.received_lag_s or 0.0
        self._received_lag.labels(lane).observe(received_lag_s)
        if batch.observed_lag_s is not None:
            self._observed_lag.labels(lane).observe(max(0.0, batch.observed_lag_s - received_lag_s))
        for reason, count in batch.dead_reasons.items():
            self._dead.labels(lane, reason).inc(count)


def _histogram(registry: CollectorRegistry, name: str, sentence: str, buckets: Sequence[float]) -> Histogram:
    return Histogram(f"opscenter_ingest_{name}", sentence, ("lane",), buckets=buckets, registry=registry)


class RulesMetrics:
    """The metrics of one rules process, leading or standing by."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._has_database = False
        self._leads = Gauge(
            "opscenter_rules_leads", "1 while leading, 0 while standing by.", registry=registry
        )
        self._changes = Counter(
            "opscenter_rules_changes", "Changes of the feed that were worked through.", registry=registry
        )
        self._feed_lag = Gauge(
            "opscenter_rules_feed_lag_seconds",
            "Age of the oldest change of the last piece when it was done.",
            registry=registry,
        )
        self._opened = Counter(
            "opscenter_rules_alerts_opened", "Alerts opened.", ("rule", "severity"), registry=registry
        )
        self._repeated = Counter(
            "opscenter_rules_alerts_repeated", "Signs of alerts already open.", ("rule",), registry=registry
        )
        self._cleared = Counter(
            "opscenter_rules_alerts_cleared", "Alerts cleared by a rule.", ("rule",), registry=registry
        )
        self._failures = Counter(
            "opscenter_rules_failures", "Changes on which a rule failed.", registry=registry
        )
        self._free_disk = Gauge(
            "opscenter_database_disk_free_ratio",
            "Free share of the database's disk; NaN where it is not watched.",
            registry=registry,
        )
        self._free_disk.set(float("nan"))

    @contextlib.contextmanager
    def leading(self) -> Iterator[None]:
        """Lead while what is inside runs."""
        self._leads.set(1)
        try:
            yield
        finally:
            self._leads.set(0)

    def database_is_there(self, is_there: bool) -> None:
        """Take note of whether the database answers."""
        self._has_database = is_there

    def readiness(self) -> Mapping[str, bool]:
        """Tell whether the database answers; one that stands by is as ready as the one that leads."""
        return {"database": self._has_database}

    def follow(self, changes: int, oldest_at: datetime, now: datetime) -> None:
        """Count a piece of the feed."""
        self._changes.inc(changes)
        self._feed_lag.set(max(0.0, (now - oldest_at).total_seconds()))

    def opened(self, rule: str, severity: Severity, is_new: bool) -> None:
        """Count a sign: the first opens an alert, the others repeat it."""
        if is_new:
            self._opened.labels(rule, severity).inc()
        else:
            self._repeated.labels(rule).inc()

    def cleared(self, rule: str, was_open: bool) -> None:
        """Count an end that a rule put to an alert."""
        self._cleared.labels(rule).inc(was_open)

    def rule_failed(self) -> None:
        """Count a change that broke a rule."""
        self._failures.inc()

    def saw(self, free_disk: float | None) -> None:
        """Take note of the free share of the database's disk."""
        if free_disk is not None:
            self._free_disk.set(free_disk)
