"""What the simulated district counts for Prometheus: the one file here that knows prometheus_client."""

from collections.abc import Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from simulators.gateway import Gateway


class SimulatorMetrics(Collector):
    """The metrics of one simulated district, read from its gateways when somebody asks."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._gateways: Sequence[Gateway] = ()
        (registry or CollectorRegistry()).register(self)

    def watch(self, gateways: Iterable[Gateway]) -> None:
        """Read these from now on."""
        self._gateways = tuple(gateways)

    def readiness(self) -> Mapping[str, bool]:
        """Tell whether every gateway has the broker."""
        is_connected = all(gateway.is_connected for gateway in self._gateways)
        return {"broker": bool(self._gateways) and is_connected}

    def collect(self) -> Iterable[Metric]:
        """Yield what all gateways together have sent, and what they could not send."""
        yield CounterMetricFamily(
            "opscenter_simulators_published",
            "Messages that the broker has taken.",
            sum(gateway.published for gateway in self._gateways),
        )
        yield CounterMetricFamily(
            "opscenter_simulators_refused",
            "Messages that the broker refused.",
            sum(gateway.refused for gateway in self._gateways),
        )
        yield CounterMetricFamily(
            "opscenter_simulators_dropped",
            "Messages dropped because too many waited for the broker.",
            sum(gateway.dropped for gateway in self._gateways),
        )
        yield GaugeMetricFamily(
            "opscenter_simulators_gateways_connected",
            "Gateways that are connected to the broker.",
            sum(gateway.is_connected for gateway in self._gateways),
        )
