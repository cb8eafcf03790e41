"""What a camera agent counts: what waits in its spool, what was lost, whether the broker is there."""

from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry

from edge.metrics import EdgeMetrics
from edge.settings import BrokerAddress, SpoolSettings
from edge.spool import Parcel, Spool
from edge.uplink import Uplink

FACT = Parcel("d1/v1/26740/camera/cam-1/flow", b"x" * 400)


def hello(_at: datetime) -> tuple[Parcel, Parcel]:
    return FACT, FACT


def test_what_waits_and_what_was_lost_is_told(tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path, max_bytes=1500))
    uplink = Uplink(BrokerAddress("127.0.0.1", 1), "edge-test", spool, "d1/#", hello)
    registry = CollectorRegistry()
    metrics = EdgeMetrics(registry)
    metrics.watch(uplink, spool)
    for _ in range(5):
        uplink.send(FACT)
    assert registry.get_sample_value("opscenter_edge_spooled") == 3
    assert registry.get_sample_value("opscenter_edge_lost_total", {"what": "facts"}) == 2
    assert registry.get_sample_value("opscenter_edge_published_total") == 0
    assert metrics.readiness() == {"broker": False}
