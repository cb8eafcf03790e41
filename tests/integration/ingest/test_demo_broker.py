"""The demo broker: ingest works on it, and says what it does not guarantee."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from paho.mqtt import publish

from ingest.broker import BrokerAddress, probe
from ingest.settings import IngestSettings
from opscenter.broker_logins import logins_for
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD
from tests.integration.ingest.scene import WARD, a_worker, an_event, eventually, on_wire, value


@pytest.fixture(scope="module")
def demo_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the demo broker and give its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    logins = logins_for("d1", [WARD], ("frigate",))
    told: Path = tmp_path_factory.mktemp("demo") / "demo-broker.json"
    content = {
        "port": port,
        "passwords": {login.name: PASSWORD for login in logins},
        "reads": {login.name: list(login.reads) for login in logins},
        "writes": {login.name: list(login.writes) for login in logins},
    }
    told.write_text(json.dumps(content), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "opscenter.demo_broker", str(told)], stderr=subprocess.DEVNULL
    )
    try:
        eventually(lambda: answers(port))
        yield port
    finally:
        running.terminate()
        running.wait(20)


def test_it_is_seen_not_to_be_loss_proof(demo_port: int) -> None:
    guarantees = probe(BrokerAddress(HOST, demo_port, "ingest", PASSWORD))
    assert guarantees.protocol == "MQTT 3.1.1"
    assert guarantees.shares_deliver is False
    assert not guarantees.is_loss_proof


def test_a_worker_stores_what_it_delivers(dsn: str, demo_port: int) -> None:
    address = BrokerAddress(HOST, demo_port, "ingest", PASSWORD)
    topic, payload = on_wire(an_event(1))
    login = {"username": f"sim-{WARD}", "password": PASSWORD}

    def is_stored() -> bool:
        publish.single(topic, payload, 1, hostname=HOST, port=demo_port, auth=login)
        return value(dsn, "SELECT count(*) FROM event") == 1

    with a_worker(IngestSettings(dsn, address, instance="test", workers=4)):
        eventually(is_stored)


def answers(port: int) -> bool:
    """Tell whether somebody listens on the port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=0.5):
        return True
    return False
