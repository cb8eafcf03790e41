"""The centre tells of itself: workers of how they are, the rules of what that means."""

from dataclasses import replace

from prometheus_client import CollectorRegistry

from db.connection import connect
from db.self_watch import LaneWord, tell_lane
from ingest.metrics import IngestMetrics, RulesMetrics
from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest.scene import (
    SIMULATED,
    WARD,
    a_flow,
    a_worker,
    eventually,
    on_wire,
    ready,
    rows,
    settings,
    the_rules,
    value,
)
from tests.integration.mosquitto import Publisher

BEHIND = LaneWord("elsewhere-ingest-0", "facts", 0, 1, is_connected=True, is_pressed=True, lag_s=120.0)
STATES = "SELECT kind, provenance, severity, state FROM alert WHERE rule = 'self_watch'"


def test_a_worker_counts_what_comes_and_says_how_it_is(dsn: str, broker: OwnMosquitto) -> None:
    registry = CollectorRegistry()
    metrics = IngestMetrics(registry)

    def counted(name: str, **labels: str) -> float:
        return registry.get_sample_value(f"opscenter_ingest_{name}", {"lane": "facts", **labels}) or 0.0

    with a_worker(settings(dsn, broker), metrics), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        topic, payload = on_wire(a_flow(1))
        ward.publish(topic, payload)
        ward.publish(topic, payload)
        ward.publish(f"{SIMULATED}/v1/{WARD}/camera/cam-1/flow", b"{")
        eventually(lambda: counted("dead_total", reason="unreadable") == 1)
        assert counted("stored_total") >= 2
        assert counted("repeated_total") >= 1
        assert counted("received_total") == counted("decoded_total") + 1
        assert metrics.readiness() == {"broker": True, "database": True}
        assert counted("received_to_committed_seconds_count") >= 1
        eventually(lambda: value(dsn, "SELECT count(*) FROM lane_pulse WHERE is_connected") == 2)


def test_a_worker_that_falls_behind_stands_in_the_queue_until_it_has_caught_up(dsn: str) -> None:
    registry = CollectorRegistry()
    with (
        connect(dsn, "test") as connection,
        the_rules(dsn, RulesMetrics(registry), watch_every_s=0.1, watch_hold_s=0.5),
    ):
        tell_lane(connection, BEHIND)
        eventually(lambda: rows(dsn, STATES) == [("ingest_behind", "real", "high", "unacknowledged")])
        tell_lane(connection, replace(BEHIND, is_pressed=False, lag_s=0.2))
        eventually(lambda: rows(dsn, STATES) == [("ingest_behind", "real", "high", "cleared")])
        assert registry.get_sample_value("opscenter_rules_leads") == 1
        labels = {"rule": "self_watch", "severity": "high"}
        assert registry.get_sample_value("opscenter_rules_alerts_opened_total", labels) == 1
    assert registry.get_sample_value("opscenter_rules_leads") == 0
    assert value(dsn, "SELECT count(*) FROM leader_pulse") == 1
