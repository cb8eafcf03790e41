"""What ingest and the rules count for Prometheus: the one file of this room that knows prometheus_client."""

import contextlib
from collections import Counter as Tallied
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from db.intake import DeadLetter
from domain.kinds import Severity
from ingest.dead_reasons import reason_class
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

    name: str
    tally: Tally

    @property
    def is_connected(self) -> bool:
        """Tell whether the broker has let the lane in and still listens."""


class IngestMetrics(Collector):
    """The metrics of one worker; counts are read from the lanes' own tallies only when somebody asks."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._lanes: list[tuple[WatchedLane, LaneMetrics]] = []
        self._dead = Counter(
            "opscenter_ingest_dead",
            "Dead letters, by class of reason.",
            ("lane", "reason"),
            registry=registry,
        )
        self._batch_size = Histogram(
            "opscenter_ingest_batch_deliveries",
            "Deliveries in a batch.",
            ("lane",),
            buckets=_BATCH_SIZES,
            registry=registry,
        )
        self._commit = Histogram(
            "opscenter_ingest_commit_seconds",
            "Time from a batch read to its commit.",
            ("lane",),
            buckets=_COMMIT_S,
            registry=registry,
        )
        self._observed_lag = Histogram(
            "opscenter_ingest_observed_to_received_seconds",
            "From a source's clock to ours: the first message of each batch.",
            ("lane",),
            buckets=_LAG_S,
            registry=registry,
        )
        self._received_lag = Histogram(
            "opscenter_ingest_received_to_committed_seconds",
            "From the broker's hand to the commit: the first delivery of each batch.",
            ("lane",),
            buckets=_LAG_S,
            registry=registry,
        )
        registry.register(self)

    def of_lane(self, name: str) -> "LaneMetrics":
        """Return what a lane's observer counts with."""
        return LaneMetrics(
            name,
            self._dead,
            self._batch_size.labels(name),
            self._commit.labels(name),
            self._observed_lag.labels(name),
            self._received_lag.labels(name),
        )

    def watch(self, lane: WatchedLane, metrics: "LaneMetrics") -> None:
        """Read this lane from now on."""
        self._lanes.append((lane, metrics))

    def readiness(self) -> Mapping[str, bool]:
        """Tell whether every lane has broker and database; a worker that has no lanes yet has neither."""
        return {
            "broker": bool(self._lanes) and all(lane.is_connected for lane, _ in self._lanes),
            "database": bool(self._lanes) and all(metrics.has_database for _, metrics in self._lanes),
        }

    def collect(self) -> Iterable[Metric]:
        """Yield the counts and states of all lanes, read now."""
        for name, sentence in _COUNTS.items():
            family = CounterMetricFamily(f"opscenter_ingest_{name}", sentence, labels=("lane",))
            for lane, _ in self._lanes:
                family.add_metric((lane.name,), getattr(lane.tally, name))
            yield family
        yield self._gauge("in_flight", "Deliveries taken from the broker and not settled yet.", "in_flight")
        yield self._gauge("broker_connected", "1 while the lane is connected to the broker.", None)

    def _gauge(self, name: str, sentence: str, field: str | None) -> Metric:
        family = GaugeMetricFamily(f"opscenter_ingest_{name}", sentence, labels=("lane",))
        for lane, _ in self._lanes:
            value = lane.is_connected if field is None else getattr(lane.tally, field)
            family.add_metric((lane.name,), float(value))
        return family


@dataclass(slots=True)
class LaneMetrics:
    """What one lane's observer counts, batch by batch."""

    name: str
    dead: Counter
    batch_size: Histogram
    commit: Histogram
    observed_lag: Histogram
    received_lag: Histogram
    has_database: bool = False

    def settled(self, batch: SettledBatch, dead: Sequence[DeadLetter]) -> None:
        """Count a batch that was committed."""
        self.batch_size.observe(batch.received)
        self.commit.observe(batch.commit_s)
        received_lag_s = batch.received_lag_s or 0.0
        self.received_lag.observe(received_lag_s)
        if batch.observed_lag_s is not None:
            self.observed_lag.observe(max(0.0, batch.observed_lag_s - received_lag_s))
        for reason, count in Tallied(reason_class(letter.reason) for letter in dead).items():
            self.dead.labels(self.name, reason).inc(count)

    def database_is_there(self, is_there: bool) -> None:
        """Take note of whether the database answered."""
        self.has_database = is_there


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
