"""A gateway's will speaks for all its cameras at once; its return makes good what it broke."""

from datetime import UTC, datetime

from domain.codec import encode
from domain.identifiers import uuid7
from domain.messages import GatewayState, GatewayStatusReported, Provenance
from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest.scene import (
    WARD,
    a_status,
    a_worker,
    eventually,
    on_wire,
    ready,
    rows,
    settings,
    the_rules,
    value,
)
from tests.integration.mosquitto import Publisher, Will

TOPIC = f"d1-sim/v1/{WARD}/system/gw-{WARD}/status"


def test_a_lost_gateway_makes_its_cameras_unknown_in_one_go_and_opens_one_alert(
    dsn: str, broker: OwnMosquitto
) -> None:
    will = Will(TOPIC, a_gateway(GatewayState.LOST))
    with a_worker(settings(dsn, broker)), the_rules(dsn), Publisher(broker, f"sim-{WARD}") as other:
        ready(other, dsn)
        gateway = Publisher(broker, f"sim-{WARD}", will)
        gateway.publish(TOPIC, a_gateway(GatewayState.ONLINE), retain=True)
        for camera in ("cam-1", "cam-2"):
            topic, payload = on_wire(a_status(1, camera))
            gateway.publish(topic, payload, retain=True)
        eventually(lambda: value(dsn, "SELECT count(*) FROM camera_state WHERE state = 'online'") == 2)
        gateway.vanish()
        eventually(lambda: value(dsn, "SELECT count(*) FROM camera_state WHERE state = 'unknown'") == 2)
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
        assert rows(dsn, "SELECT DISTINCT reason FROM camera_state") == [("gateway lost",)]
        assert rows(dsn, "SELECT rule, kind, state, provenance FROM alert") == [
            ("gateway_lost", "system_down", "unacknowledged", "simulated")
        ]
        other.publish(TOPIC, a_gateway(GatewayState.ONLINE), retain=True)
        eventually(lambda: value(dsn, "SELECT state FROM alert") == "cleared")


def a_gateway(state: GatewayState) -> bytes:
    """Return what the gateway of the simulated cameras says of itself."""
    now = datetime.now(UTC)
    message = GatewayStatusReported(
        id=uuid7(now),
        source=f"gw-{WARD}",
        seq=0,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        state=state,
    )
    return encode(message)
