"""What the console counts for Prometheus: the one file of this room that knows prometheus_client."""

import time
from collections.abc import Iterable, Mapping
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import door_to
from dashboard.live_readiness import Readiness

_STREAMS = frozenset({"/live/stream", "/live/looks"})
_ELSEWHERE = "elsewhere"
_ANSWER_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
_LAG_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)


class WatchedFeed(Protocol):
    """What the metrics read of the live feed."""

    readiness: Readiness

    @property
    def client_count(self) -> int:
        """How many browsers listen."""


class ConsoleMetrics(Collector):
    """The metrics of one console."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._feed: WatchedFeed | None = None
        self._deltas = Counter(
            "opscenter_console_deltas_sent", "Deltas put into browsers' streams.", registry=registry
        )
        self._feed_lag = Histogram(
            "opscenter_console_feed_lag_seconds",
            "From a change's commit to the browsers' streams: the oldest change of each look.",
            buckets=_LAG_S,
            registry=registry,
        )
        self._answers = Histogram(
            "opscenter_console_answer_seconds",
            "Time to answer a request, by route; Dash's callbacks are /_dash-update-component.",
            ("route",),
            buckets=_ANSWER_S,
            registry=registry,
        )
        self._statuses = Counter(
            "opscenter_console_answers", "Answers, by class of status.", ("status",), registry=registry
        )
        self._sign_ins = Counter(
            "opscenter_console_sign_ins", "Tries to sign in, by what came of them.", ("outcome",),
            registry=registry,
        )  # fmt: skip
        registry.register(self)

    def watch(self, feed: WatchedFeed) -> None:
        """Read this feed from now on."""
        self._feed = feed

    def collect(self) -> Iterable[Metric]:
        """Yield how many streams are open now."""
        streams = GaugeMetricFamily("opscenter_console_streams_open", "Browsers that follow the stream.")
        if self._feed is not None:
            streams.add_metric((), self._feed.client_count)
        yield streams

    def readiness(self) -> Mapping[str, bool]:
        """Tell what the live feed has."""
        found = Readiness() if self._feed is None else self._feed.readiness
        return {"database": found.database, "migrations": found.migrations, "state": found.state}

    def followed(self, lag_s: float) -> None:
        """Take note of how old the oldest new change was."""
        self._feed_lag.observe(lag_s)

    def sent(self, deltas: int) -> None:
        """Count deltas that were put into browsers' streams."""
        self._deltas.inc(deltas)

    def tried_to_sign_in(self, outcome: str) -> None:
        """Count a try to sign in: let_in, wrong, throttled or away."""
        self._sign_ins.labels(outcome).inc()

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(route).observe(seconds)
        self._statuses.labels(f"{status // 100}xx").inc()


class Measured:
    """The ASGI middleware outside of all others: times every answer but the streams, which do not end."""

    def __init__(self, app: ASGIApp, metrics: ConsoleMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and count it by the route that it belongs to."""
        if scope["type"] != "http" or scope["path"] in _STREAMS:
            await self._app(scope, receive, send)
            return
        door = door_to(scope["method"], scope["path"])
        status = 500
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.answered(_ELSEWHERE if door is None else door.path, status, seconds)
