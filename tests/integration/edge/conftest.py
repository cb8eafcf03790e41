"""Fixtures: a private mosquitto, and agents that run as processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opscenter.embedded_broker import find_mosquitto
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from tests.integration.mosquitto import NO_MOSQUITTO

Agents = Callable[[str], "subprocess.Popen[bytes]"]

CAMERAS = """
district = "d1"
ward = "26740"
gateway = "gw-edge-1"
spool = "spool"

[[cameras]]
code = "q1-bn-014"
source = "synthetic:busy"
provenance = "{provenance}"
"""


@pytest.fixture
def broker() -> Iterator[OwnMosquitto]:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as running:
        yield running


@pytest.fixture
def start_agent(broker: OwnMosquitto, tmp_path: Path) -> Iterator[Agents]:
    """Start the agent of one painted camera, which says that it is real or simulated."""
    running: list[subprocess.Popen[bytes]] = []

    def start(provenance: str) -> subprocess.Popen[bytes]:
        file = tmp_path / "edge.toml"
        file.write_text(CAMERAS.format(provenance=provenance), encoding="utf-8")
        login = "ward-26740" if provenance == "real" else "sim-26740"
        variables = {
            "OPSCENTER_MQTT_HOST": HOST,
            "OPSCENTER_MQTT_PORT": str(broker.port),
            "OPSCENTER_MQTT_USERNAME": login,
            "OPSCENTER_MQTT_PASSWORD": PASSWORD,
        }
        agent = subprocess.Popen(
            [sys.executable, "-m", "opscenter", "edge", str(file)], env=os.environ | variables
        )
        running.append(agent)
        return agent

    yield start
    for agent in running:
        if agent.poll() is None:
            agent.send_signal(signal.SIGKILL)
        agent.wait(10)
