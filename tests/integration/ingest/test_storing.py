"""What the broker took is in the database once; what cannot be understood is in the dead letters."""

import json

from domain.codec import encode, encode_batch
from domain.messages import Provenance
from domain.topics import batch_topic, topic_for
from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest.scene import (
    REAL,
    WARD,
    a_flow,
    a_jpeg,
    a_snapshot,
    a_worker,
    an_event,
    eventually,
    on_wire,
    ready,
    rows,
    settings,
    value,
)
from tests.integration.mosquitto import Publisher


def test_a_published_message_is_stored_once_and_its_repeat_vanishes(dsn: str, broker: OwnMosquitto) -> None:
    topic, payload = on_wire(an_event(1))
    marker = on_wire(an_event(2))
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        eventually(lambda: stored_after(ward, dsn, topic, payload))
        ward.publish(topic, payload)
        ward.publish(*marker)
        eventually(lambda: value(dsn, "SELECT count(*) FROM event") == 2)
    assert value(dsn, "SELECT count(*) FROM event WHERE seq = 1") == 1
    assert value(dsn, "SELECT count(*) FROM dead_letter") == 0


def test_a_truncated_message_is_a_dead_letter_and_holds_up_nobody(dsn: str, broker: OwnMosquitto) -> None:
    topic, payload = on_wire(an_event(1))
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish_all([(topic, payload[:-20]), on_wire(an_event(2))])
        eventually(lambda: value(dsn, "SELECT count(*) FROM event WHERE seq = 2") == 1)
    assert rows(dsn, "SELECT topic, readable, payload FROM dead_letter") == [(topic, False, payload[:-20])]


def test_a_batch_in_one_payload_is_stored_whole(dsn: str, broker: OwnMosquitto) -> None:
    flows = [a_flow(seq) for seq in range(100)]
    topic = str(topic_for("d1-sim", WARD, flows[0]))
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish(topic, encode_batch(flows))
        eventually(lambda: value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == 100)


def test_a_gateways_batch_is_stored_but_for_the_camera_of_another(dsn: str, broker: OwnMosquitto) -> None:
    said = [a_flow(1), an_event(2), a_flow(1, "cam-2"), a_flow(1, "cam-far")]
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish(str(batch_topic("d1-sim", WARD, f"gw-{WARD}")), encode_batch(said))
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    came = rows(dsn, "SELECT source, seq FROM numbered_message WHERE seq > 0 ORDER BY 1, 2")
    assert came == [("cam-1", 1), ("cam-1", 2), ("cam-2", 1)]
    assert "registered with another gateway" in str(value(dsn, "SELECT reason FROM dead_letter"))


def test_an_unknown_camera_is_told_to_be_imported(dsn: str, broker: OwnMosquitto) -> None:
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish(*on_wire(an_event(1, "cam-nobody")))
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    reason = str(value(dsn, "SELECT reason FROM dead_letter"))
    assert "cam-nobody is not registered: import it first" in reason


def test_nothing_among_the_simulators_can_be_real(dsn: str, broker: OwnMosquitto) -> None:
    claim = an_event(1, "cam-real", provenance=Provenance.REAL)
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish(*on_wire(claim))
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    assert "can be real" in str(value(dsn, "SELECT reason FROM dead_letter"))
    assert value(dsn, "SELECT count(*) FROM event WHERE provenance = 'real'") == 0


def test_a_simulators_login_cannot_reach_the_real_topics(dsn: str, broker: OwnMosquitto) -> None:
    claim = an_event(1, "cam-real", provenance=Provenance.REAL)
    with (
        a_worker(settings(dsn, broker)),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, f"sim-{WARD}") as liar,
    ):
        ready(ward, dsn)
        liar.attempt(*on_wire(claim, namespace=REAL))
        ready(ward, dsn)
    assert value(dsn, "SELECT count(*) FROM event WHERE provenance = 'real'") == 0
    assert value(dsn, "SELECT count(*) FROM dead_letter") == 0


def test_a_registered_login_publishes_as_real(dsn: str, broker: OwnMosquitto) -> None:
    claim = an_event(1, "cam-real", provenance=Provenance.REAL)
    with (
        a_worker(settings(dsn, broker)),
        Publisher(broker, f"sim-{WARD}") as simulator,
        Publisher(broker, f"ward-{WARD}") as ward,
    ):
        ready(simulator, dsn)
        ward.publish(*on_wire(claim, namespace=REAL))
        eventually(lambda: value(dsn, "SELECT count(*) FROM event WHERE provenance = 'real'") == 1)


def test_a_real_picture_is_pixelated_and_a_simulated_one_kept(dsn: str, broker: OwnMosquitto) -> None:
    jpeg = a_jpeg()
    simulated, real = an_event(1), an_event(1, "cam-real", provenance=Provenance.REAL)
    pictures = {
        "sim": a_snapshot(simulated.id, jpeg, "cam-1", Provenance.SIMULATED),
        "ward": a_snapshot(real.id, jpeg, "cam-real", Provenance.REAL),
    }
    with (
        a_worker(settings(dsn, broker)),
        Publisher(broker, f"sim-{WARD}") as simulator,
        Publisher(broker, f"ward-{WARD}") as ward,
    ):
        ready(simulator, dsn)
        eventually(lambda: pictured(simulator, dsn, *on_wire(pictures["sim"])))
        ward.publish(*on_wire(pictures["ward"], namespace=REAL))
        eventually(lambda: value(dsn, "SELECT count(*) FROM snapshot") == 2)
    assert value(dsn, "SELECT jpeg FROM snapshot WHERE camera_code = 'cam-1'") == jpeg
    assert value(dsn, "SELECT jpeg FROM snapshot WHERE camera_code = 'cam-real'") != jpeg


def test_a_truncated_picture_leaves_no_bytes_behind(dsn: str, broker: OwnMosquitto) -> None:
    topic, payload = on_wire(
        a_snapshot(an_event(1).id, a_jpeg(), "cam-real", Provenance.REAL), namespace=REAL
    )
    with (
        a_worker(settings(dsn, broker)),
        Publisher(broker, f"sim-{WARD}") as simulator,
        Publisher(broker, f"ward-{WARD}") as ward,
    ):
        eventually(
            lambda: pictured(
                simulator, dsn, *on_wire(a_snapshot(an_event(1).id, a_jpeg(), "cam-1", Provenance.SIMULATED))
            )
        )
        ward.publish(topic, payload[: len(payload) // 2])
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    assert value(dsn, "SELECT octet_length(payload) FROM dead_letter") == 0


def test_a_refused_message_keeps_its_allowed_keys_only(dsn: str, broker: OwnMosquitto) -> None:
    raw = json.loads(encode(an_event(1, "cam-nobody"))) | {"owner": "Nguyễn Văn A"}
    topic = f"d1-sim/v1/{WARD}/camera/cam-nobody/event"
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish(topic, json.dumps(raw).encode())
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    kept = value(dsn, "SELECT convert_from(payload, 'UTF8') FROM dead_letter WHERE readable")
    assert '"kind":"crash"' in str(kept)
    assert "Nguyễn" not in str(kept)


def stored_after(ward: Publisher, dsn: str, topic: str, payload: bytes) -> bool:
    """Publish, and tell whether an event is stored."""
    ward.publish(topic, payload)
    return value(dsn, "SELECT count(*) FROM event") == 1


def pictured(ward: Publisher, dsn: str, topic: str, payload: bytes) -> bool:
    """Publish a picture, and tell whether one is stored."""
    ward.publish(topic, payload)
    return value(dsn, "SELECT count(*) > 0 FROM snapshot") is True
