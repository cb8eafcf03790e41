"""The simulated district on a real broker: it answers, its wills speak, and it leaves in order."""

import contextlib
import hashlib
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from domain.codec import encode
from domain.messages import (
    Answer,
    CameraStatusReported,
    CommandAnswered,
    GatewayState,
    GatewayStatusReported,
    LivePictureTaken,
    Message,
    Moment,
    Order,
    Provenance,
    SnapshotRequested,
    SnapshotTaken,
    UnitCommanded,
    VehiclesCounted,
)
from domain.topics import topic_for
from opscenter.district_files import load_district
from opscenter.embedded_broker import find_mosquitto
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from simulators.gateway import Gateway, GatewayPlace, speaks_mqtt5
from simulators.process import run
from simulators.settings import BrokerAddress, Login, SimulatorSettings
from tests.integration.listener import Listener
from tests.integration.mosquitto import NO_MOSQUITTO, Publisher

DISTRICT = load_district()
WARDS = [ward.code for ward in DISTRICT.wards]
CAMERA = "q1-bn-003"
UNIT = "u-26740-01"


@pytest.fixture
def broker() -> Iterator[OwnMosquitto]:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto(ward_codes=WARDS) as running:
        yield running


@contextlib.contextmanager
def living_district(broker: OwnMosquitto, *, batches_counts: bool = False) -> Iterator[threading.Event]:
    """Let a small district live on the broker; stopped at the end, or earlier by the event."""
    settings = SimulatorSettings(
        broker=BrokerAddress(HOST, broker.port),
        district=DISTRICT,
        instance="test",
        logins={code: Login(f"sim-{code}", PASSWORD) for code in WARDS},
        cameras=120,
        batches_counts=batches_counts,
    )
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(settings, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def ask(console: Publisher, message: Message) -> None:
    """Publish what the centre asks, in the simulators' namespace."""
    console.publish(str(topic_for("d1-sim", "26740", message)), encode(message))


def asked_picture() -> SnapshotRequested:
    """Return a request for a picture of one camera."""
    return SnapshotRequested(
        id=uuid.uuid4(),
        source=CAMERA,
        seq=1,
        observed_at=datetime.now(UTC),
        provenance=Provenance.SIMULATED,
        purpose="verify",
    )


def gateway_states(listener: Listener) -> dict[str, GatewayState]:
    """Return the last state heard of each gateway."""
    return {status.source: status.state for status in listener.of_type(GatewayStatusReported)}


def all_are(state: GatewayState, listener: Listener) -> bool:
    """Tell whether every ward's gateway has said this last."""
    return gateway_states(listener) == {f"gw-{code}": state for code in WARDS}


def test_a_request_for_a_picture_is_answered(broker: OwnMosquitto) -> None:
    with Listener(broker) as listener, living_district(broker), Publisher(broker, "console") as console:
        listener.wait_for(lambda: [s for s in listener.of_type(CameraStatusReported) if s.source == CAMERA])
        request = asked_picture()

        ask(console, request)

        pictures = listener.wait_for(
            lambda: [p for p in listener.of_type(SnapshotTaken) if p.event_id == request.id]
        )
        live = msgspec.structs.replace(asked_picture(), live=True)
        ask(console, live)
        (shown,) = listener.wait_for(lambda: listener.of_type(LivePictureTaken))
    assert (pictures[0].source, pictures[0].moment) == (CAMERA, Moment.REQUESTED)
    assert pictures[0].jpeg[:2] == b"\xff\xd8"
    assert (pictures[0].observed_at - request.observed_at).total_seconds() < 1.0
    assert (shown.source, shown.request_id, shown.jpeg[:2]) == (CAMERA, live.id, b"\xff\xd8")
    assert hashlib.sha256(shown.jpeg).hexdigest() == shown.sha256


def test_a_gateway_sends_the_counts_of_its_cameras_together_when_told_to(broker: OwnMosquitto) -> None:
    with Listener(broker) as listener, living_district(broker, batches_counts=True):
        listener.wait_for(lambda: len({it.source for it in listener.of_type(VehiclesCounted)}) > 60)
        ways = {topic.split("/", 3)[3] for topic, it, _ in listener.heard if isinstance(it, VehiclesCounted)}
    assert ways <= {f"system/gw-{code}/batch" for code in WARDS}


def test_a_command_to_a_unit_is_answered(broker: OwnMosquitto) -> None:
    with Listener(broker) as listener, living_district(broker), Publisher(broker, "console") as console:
        listener.wait_for(lambda: all_are(GatewayState.ONLINE, listener))
        command = UnitCommanded(
            id=uuid.uuid4(),
            source=UNIT,
            seq=1,
            observed_at=datetime.now(UTC),
            provenance=Provenance.SIMULATED,
            order=Order.RECALL,  # Always answered at once; who is sent may answer late, or never hear it.
            lat=10.7798,
            lon=106.6990,
        )

        ask(console, command)

        answers = listener.wait_for(lambda: listener.of_type(CommandAnswered))
    assert answers[0].command_id == command.id
    assert answers[0].answer is Answer.ACCEPTED


def test_a_district_that_is_stopped_says_that_its_gateways_are_gone(broker: OwnMosquitto) -> None:
    with Listener(broker) as listener:
        with living_district(broker):
            listener.wait_for(lambda: all_are(GatewayState.ONLINE, listener))

        listener.wait_for(lambda: all_are(GatewayState.LOST, listener))
    with Listener(broker) as late:
        late.wait_for(lambda: all_are(GatewayState.LOST, late))


def test_the_district_comes_back_after_the_broker_was_away(broker: OwnMosquitto) -> None:
    with Listener(broker) as listener, living_district(broker):
        listener.wait_for(lambda: all_are(GatewayState.ONLINE, listener))
        broker.stop()
        broker.start()
        began = datetime.now(UTC)

        listener.wait_for(
            lambda: (
                {s.source for s in listener.of_type(GatewayStatusReported) if s.observed_at > began}
                == {f"gw-{code}" for code in WARDS}
            ),
            timeout_s=40,
        )


def test_a_gateway_that_is_cut_off_is_called_lost_by_its_will(broker: OwnMosquitto) -> None:
    place = GatewayPlace("d1-sim", "26740", "test-cut-off", Login("sim-26740", PASSWORD))
    with Listener(broker) as listener, relay_to(broker.port) as relay:
        gateway = Gateway(BrokerAddress(HOST, relay.port), place, queue.Queue(), speaks_mqtt5=True)
        gateway.start()
        listener.wait_for(lambda: gateway_states(listener) == {"gw-26740": GatewayState.ONLINE})

        relay.cut()

        listener.wait_for(lambda: gateway_states(listener) == {"gw-26740": GatewayState.LOST})
        gateway.stop()


class Relay:
    """A wire between a gateway and the broker, which can be cut."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server((HOST, 0))
        self._ends: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])

    def serve(self) -> None:
        """Join the first caller to the broker."""
        with contextlib.suppress(OSError):
            caller, _ = self._listener.accept()
            broker = socket.create_connection((HOST, self._target))
            self._ends = [caller, broker]
            threading.Thread(target=_pump, args=(caller, broker), daemon=True).start()
            threading.Thread(target=_pump, args=(broker, caller), daemon=True).start()

    def cut(self) -> None:
        """Cut the wire, and take no new calls."""
        self._listener.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes until either end closes."""
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)


@contextlib.contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    """Run a relay to the broker's port."""
    relay = Relay(port)
    thread = threading.Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.cut()
        thread.join(5)


def test_mosquitto_is_spoken_to_in_mqtt_5(broker: OwnMosquitto) -> None:
    login = Login("sim-26740", PASSWORD)

    assert speaks_mqtt5(BrokerAddress(HOST, broker.port), "test-hello", login, threading.Event())


@pytest.fixture
def demo_broker(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    topics = {"sim-26740": ["d1-sim/#"]}
    file = tmp_path / "broker.json"
    file.write_text(
        json.dumps({"port": port, "passwords": {"sim-26740": "word"}, "reads": topics, "writes": topics})
    )
    process = subprocess.Popen([sys.executable, "-m", "opscenter.demo_broker", str(file)], env=os.environ)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


def test_the_demo_broker_is_spoken_to_in_3_1_1_once_it_is_there(demo_broker: int) -> None:
    broker, login = BrokerAddress(HOST, demo_broker), Login("sim-26740", "word")

    assert not speaks_mqtt5(broker, "test-hello", login, threading.Event())


def test_messages_wait_for_the_demo_broker_and_arrive(demo_broker: int) -> None:
    login = Login("sim-26740", "word")
    asked: queue.Queue[Message] = queue.Queue()
    place = GatewayPlace("d1-sim", "26740", "test-gateway", login)
    gateway = Gateway(BrokerAddress(HOST, demo_broker), place, asked, speaks_mqtt5=False)
    gateway.start()
    request = asked_picture()

    # The gateway hears the centre's requests, so its own publishing comes back to it here.
    deadline = time.monotonic() + 30
    while asked.empty() and time.monotonic() < deadline:
        gateway.publish(request)
        with contextlib.suppress(queue.Empty):
            assert asked.get(timeout=0.5) == request
            break
    else:
        pytest.fail("nothing came through the demo broker")
    gateway.stop()
