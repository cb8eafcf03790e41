"""On a broker that speaks only MQTT 3.1.1 (the demo broker) the console falls back and is still heard."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.commands import CameraRequests
from dashboard.errors import BrokerAwayError
from dashboard.live_drawers import picture_request
from dashboard.settings import BrokerAddress
from db.rows import CameraRow
from domain.messages import CameraState
from domain.places import CameraKind
from opscenter.ports import free_port
from tests.integration.dashboard.running import wait_until
from tests.integration.db.making import CAMERA, WARD, a_camera, now

PASSWORD = "only-for-this-test"


@pytest.fixture
def demo_broker(tmp_path: Path) -> Iterator[int]:
    port = free_port()
    topics = {"console": ["d1-sim/#"]}
    file = tmp_path / "broker.json"
    file.write_text(
        json.dumps({"port": port, "passwords": {"console": PASSWORD}, "reads": topics, "writes": topics})
    )
    process = subprocess.Popen([sys.executable, "-m", "opscenter.demo_broker", str(file)], env=os.environ)
    try:
        wait_until(lambda: answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True


def ask(requests: CameraRequests) -> bool:
    """Ask for a picture; tell whether the broker took it."""
    camera = a_camera()
    row = CameraRow(
        code=camera.code,
        name=camera.name,
        ward_code=WARD,
        lat=camera.lat,
        lon=camera.lon,
        heading_deg=camera.heading_deg,
        fov_deg=camera.fov_deg,
        range_m=camera.range_m,
        kind=CameraKind.FIXED,
        recorder=camera.recorder,
        gateway=camera.gateway,
        street=camera.street,
        owner=camera.owner,
        purpose=camera.purpose,
        provenance=camera.provenance,
        state=CameraState.ONLINE,
        reason=None,
        observed_at=None,
        exercise=False,
    )
    assert row.code == CAMERA
    try:
        asyncio.run(requests.ask_picture("d1-sim", WARD, picture_request(row, "training", now())))
    except BrokerAwayError:
        return False
    return True


def test_the_console_falls_back_to_3_1_1(demo_broker: int) -> None:
    requests = CameraRequests(BrokerAddress("127.0.0.1", demo_broker, "console", PASSWORD), "test-console")
    requests.start()
    try:
        wait_until(lambda: ask(requests))
    finally:
        requests.stop()


def test_a_wrong_login_is_said_to_be_no_way_to_the_cameras(demo_broker: int) -> None:
    requests = CameraRequests(BrokerAddress("127.0.0.1", demo_broker, "console", "wrong"), "test-console")
    requests.start()
    try:
        assert not ask(requests)
    finally:
        requests.stop()
