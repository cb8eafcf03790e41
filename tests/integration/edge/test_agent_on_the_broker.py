"""A camera agent as a process of its own, on a real broker."""

import signal
import subprocess
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from domain.codec import encode
from domain.identifiers import uuid7
from domain.messages import (
    CameraState,
    CameraStatusReported,
    GatewayState,
    GatewayStatusReported,
    Moment,
    Provenance,
    SnapshotRequested,
    SnapshotTaken,
    VehiclesCounted,
)
from opscenter.proving.broker import OwnMosquitto
from tests.integration.edge.conftest import Agents
from tests.integration.listener import Listener
from tests.integration.mosquitto import Publisher

pytestmark = pytest.mark.mosquitto


def ask_for_a_picture(broker: OwnMosquitto, namespace: str) -> uuid.UUID:
    now = datetime.now(UTC)
    request = SnapshotRequested(
        id=uuid7(now),
        source="q1-bn-014",
        seq=1,
        observed_at=now,
        provenance=Provenance.REAL,
        purpose="what is there now",
    )
    with Publisher(broker, "console") as console:
        console.publish(f"{namespace}/v1/26740/camera/q1-bn-014/request", encode(request))
    return request.id


def stop(agent: subprocess.Popen[bytes]) -> None:
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(15) == 0


def test_an_agent_greets_counts_and_takes_its_leave(broker: OwnMosquitto, start_agent: Agents) -> None:
    with Listener(broker) as listener:
        agent = start_agent("simulated")
        flow = listener.wait_for(lambda: listener.of_type(VehiclesCounted), 40)[0]
        assert flow.provenance is Provenance.SIMULATED
        assert flow.motorcycles > 0
        assert all(topic.startswith("d1-sim/v1/26740/") for topic, _, _ in listener.heard)
        assert listener.of_type(GatewayStatusReported)[0].state is GatewayState.ONLINE
        assert listener.of_type(CameraStatusReported)[0].state is CameraState.ONLINE
        stop(agent)
        listener.wait_for(lambda: listener.of_type(CameraStatusReported)[-1].state is CameraState.OFFLINE)
        listener.wait_for(lambda: listener.of_type(GatewayStatusReported)[-1].state is GatewayState.LOST)


def test_a_state_is_retained_for_who_comes_later(broker: OwnMosquitto, start_agent: Agents) -> None:
    with Listener(broker) as early:
        start_agent("simulated")
        early.wait_for(lambda: early.of_type(CameraStatusReported))
    with Listener(broker) as late:
        late.wait_for(lambda: [message for _, message, was_retained in late.heard if was_retained])
        assert late.wait_for(lambda: late.of_type(CameraStatusReported))[0].state is CameraState.ONLINE


def test_a_real_cameras_picture_comes_within_a_second_and_pixelated(
    broker: OwnMosquitto, start_agent: Agents
) -> None:
    with Listener(broker) as listener:
        start_agent("real")
        listener.wait_for(lambda: listener.of_type(CameraStatusReported))
        asked_s = time.monotonic()
        event_id = ask_for_a_picture(broker, "d1")
        (picture,) = listener.wait_for(lambda: listener.of_type(SnapshotTaken))
        assert time.monotonic() - asked_s < 1.0
    assert (picture.event_id, picture.moment) == (event_id, Moment.REQUESTED)
    shown = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    inside = shown.reshape(picture.height, picture.width // 16, 16)[:, :, 4:12]
    assert float(np.ptp(inside, axis=2).mean()) < 5


def test_an_agent_that_is_killed_leaves_its_will(broker: OwnMosquitto, start_agent: Agents) -> None:
    with Listener(broker) as listener:
        agent = start_agent("simulated")
        online = listener.wait_for(lambda: listener.of_type(GatewayStatusReported))[0]
        agent.kill()
        will = listener.wait_for(lambda: listener.of_type(GatewayStatusReported)[1:])[0]
    assert will.state is GatewayState.LOST
    assert (will.observed_at, will.seq) > (online.observed_at, online.seq)


def wait_for_a_figure_in(folder: Path) -> None:
    deadline = time.monotonic() + 30
    while not any(b"/flow" in file.read_bytes() for file in folder.glob("*.parcel")):
        assert time.monotonic() < deadline, "nothing is kept while the broker is away"
        time.sleep(0.1)


def test_nothing_is_lost_while_the_broker_is_away(
    broker: OwnMosquitto, start_agent: Agents, tmp_path: Path
) -> None:
    # The listener's session outlives the broker's absence, so nothing said at once on its return is missed.
    with Listener(broker) as listener:
        start_agent("simulated")
        listener.wait_for(lambda: listener.of_type(VehiclesCounted), 40)
        broker.stop()
        away_since = datetime.now(UTC)
        wait_for_a_figure_in(tmp_path / "spool" / "facts")
        back_at = datetime.now(UTC)
        broker.start()
        late = listener.wait_for(
            lambda: [m for m in listener.of_type(VehiclesCounted) if m.observed_at > away_since], 40
        )
    assert late[0].observed_at < back_at
