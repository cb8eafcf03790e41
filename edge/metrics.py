"""What a camera agent counts for Prometheus: the one file of this room that knows prometheus_client."""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from edge.spool import Spool
from edge.uplink import Uplink


class EdgeMetrics(Collector):
    """The metrics of one agent, read from its uplink and its spool when somebody asks."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._uplink: Uplink | None = None
        self._spool: Spool | None = None
        (registry or CollectorRegistry()).register(self)

    def watch(self, uplink: Uplink, spool: Spool) -> None:
        """Read these from now on."""
        self._uplink, self._spool = uplink, spool

    def readiness(self) -> Mapping[str, bool]:
        """Tell whether the broker has let the agent in."""
        return {"broker": self._uplink is not None and self._uplink.is_connected}

    def collect(self) -> Iterable[Metric]:
        """Yield what was sent, what waits and what was lost."""
        published = CounterMetricFamily("opscenter_edge_published", "Messages that the broker has taken.")
        refused = CounterMetricFamily("opscenter_edge_refused", "Messages that the broker refused.")
        spooled = GaugeMetricFamily("opscenter_edge_spooled", "Messages that wait in the spool.")
        connected = GaugeMetricFamily("opscenter_edge_broker_connected", "1 while connected to the broker.")
        lost = CounterMetricFamily(
            "opscenter_edge_lost", "Messages that a full spool had to let go.", labels=("what",)
        )
        if self._uplink is not None and self._spool is not None:
            published.add_metric((), self._uplink.published)
            refused.add_metric((), self._uplink.refused)
            spooled.add_metric((), len(self._spool))
            connected.add_metric((), float(self._uplink.is_connected))
            lost.add_metric(("facts",), self._spool.dropped_facts)
            lost.add_metric(("pictures",), self._spool.dropped_pictures)
        return (published, refused, spooled, connected, lost)
