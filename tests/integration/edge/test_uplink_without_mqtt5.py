"""On a broker that speaks only MQTT 3.1.1 (the demo broker) the uplink falls back, and delivers."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from edge.settings import BrokerAddress, SpoolSettings
from edge.spool import Parcel, Spool
from edge.uplink import Uplink


@pytest.fixture
def demo_broker(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    topics = {"ward-26740": ["d1/#"]}
    file = tmp_path / "broker.json"
    file.write_text(
        json.dumps({"port": port, "passwords": {"ward-26740": "word"}, "reads": topics, "writes": topics})
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


def wait_until(happened: Callable[[], bool], timeout_s: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def hello(_at: datetime) -> tuple[Parcel, Parcel]:
    topic = "d1/v1/26740/system/gw-edge-1/status"
    return Parcel(topic, b"lost", is_retained=True), Parcel(topic, b"online", is_retained=True)


def test_the_uplink_falls_back_to_3_1_1(demo_broker: int, tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path / "spool"))
    address = BrokerAddress("127.0.0.1", demo_broker, "ward-26740", "word")
    uplink = Uplink(address, "edge-test", spool, "d1/v1/26740/camera/+/request", hello)
    uplink.start()
    try:
        uplink.send(Parcel("d1/v1/26740/camera/q1-bn-014/flow", b"a fact"))
        wait_until(lambda: uplink.is_connected and len(spool) == 0)
        assert uplink.protocol == "MQTT 3.1.1"
    finally:
        uplink.stop()
