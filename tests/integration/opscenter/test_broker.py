"""The broker with the shipped configuration: TLS for production, and each login within its topics."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.settings import IngestSettings
from opscenter.broker_logins import logins_for
from opscenter.certificates import make_certificates
from opscenter.embedded_broker import configuration, find_mosquitto
from opscenter.ports import HOST, free_port
from opscenter.proving.broker import PASSWORD, OwnMosquitto
from opscenter.service_user import ServiceHome, service_user
from tests.integration.mosquitto import NO_MOSQUITTO

ROOT = Path(__file__).parents[3]
WARDS = ("26734", "26740")
CONNECTION_REFUSED = 5
pytestmark = [
    pytest.mark.mosquitto,
    pytest.mark.skipif(
        find_mosquitto() is None or shutil.which("mosquitto_pub") is None, reason=NO_MOSQUITTO
    ),
]


class SecureBroker(OwnMosquitto):
    """A private mosquitto with production's TLS listener beside its loopback one."""

    def __init__(self, home: ServiceHome, binary: Path) -> None:
        super().__init__(home, binary, logins_for("d1", WARDS, ["frigate"]))
        self.tls_port = free_port()
        listener = (ROOT / "deploy/mosquitto/listeners/tls.conf").read_text(encoding="utf-8")
        files = home.path / "broker"
        home.write(files / "listeners" / "tls.conf", listener.replace("8883", str(self.tls_port)))
        tls = home.make("broker/tls")
        make_certificates(tls, ["localhost", HOST])
        for path in tls.iterdir():
            home.own(path)
        self.ca_file = home.path / "ca.crt"
        shutil.copyfile(tls / "ca.crt", self.ca_file)

    def publish(self, login: str, topic: str, payload: str) -> None:
        """Publish and keep a message over TLS; the broker does not tell whether the login may."""
        done = self.program("mosquitto_pub", login, PASSWORD, "-t", topic, "-m", payload, "-r", "-q", "1")
        assert done.returncode == 0, done.stderr

    def kept(self, login: str, topic: str) -> set[str]:
        """Return the topics of the kept messages that a login can read below `topic`."""
        done = self.program("mosquitto_sub", login, PASSWORD, "-t", topic, "-v", "-W", "1")
        return {line.split(" ")[0] for line in done.stdout.splitlines()}

    def program(self, name: str, login: str, password: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """Run one of mosquitto's clients over TLS."""
        address = ["-h", "localhost", "-p", str(self.tls_port), "--cafile", str(self.ca_file)]
        command = [name, *address, "-u", login, "-P", password, *flags]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)


@pytest.fixture(scope="module")
def broker() -> Iterator[SecureBroker]:
    binary = find_mosquitto()
    assert binary is not None
    home = ServiceHome(Path(tempfile.mkdtemp(prefix="opscenter-test-")), service_user())
    home.own(home.path)
    broker = SecureBroker(home, binary)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(home.path, ignore_errors=True)


def test_a_ward_publishes_over_tls_and_ingest_reads_it(broker: SecureBroker) -> None:
    broker.publish("ward-26740", "d1/v1/26740/camera/a-1/status", "own")
    assert "d1/v1/26740/camera/a-1/status" in broker.kept("ingest", "d1/v1/#")


def test_a_ward_cannot_publish_to_another_ward(broker: SecureBroker) -> None:
    broker.publish("ward-26740", "d1/v1/26734/camera/b-1/status", "forged")
    assert "d1/v1/26734/camera/b-1/status" not in broker.kept("ingest", "d1/v1/#")


def test_a_simulator_cannot_publish_among_real_sources(broker: SecureBroker) -> None:
    broker.publish("sim-26740", "d1/v1/26740/camera/c-1/status", "forged")
    broker.publish("sim-26740", "d1-sim/v1/26740/camera/c-1/status", "own")
    assert "d1/v1/26740/camera/c-1/status" not in broker.kept("ingest", "d1/v1/#")
    assert "d1-sim/v1/26740/camera/c-1/status" in broker.kept("ingest", "d1-sim/v1/#")


def test_a_ward_hears_the_requests_to_its_own_cameras_alone(broker: SecureBroker) -> None:
    for ward in WARDS:
        broker.publish("console", f"d1/v1/{ward}/camera/d-1/request", "look")
    assert broker.kept("ward-26740", "d1/v1/+/camera/+/request") == {"d1/v1/26740/camera/d-1/request"}


def test_nobody_enters_without_the_right_password_or_without_one(broker: SecureBroker) -> None:
    wrong = broker.program("mosquitto_pub", "ward-26740", "guess", "-t", "d1/v1/26740/x", "-m", "?")
    assert wrong.returncode == CONNECTION_REFUSED


def test_a_client_that_does_not_trust_the_authority_does_not_connect(
    broker: SecureBroker, tmp_path: Path
) -> None:
    make_certificates(tmp_path, ["localhost"])
    command = ["mosquitto_pub", "-h", "localhost", "-p", str(broker.tls_port), "-t", "x", "-m", "?"]
    done = subprocess.run(
        [*command, "--cafile", str(tmp_path / "ca.crt")],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode != 0
    assert "TLS error" in done.stderr


def test_the_health_check_of_compose_can_ask_for_the_uptime(broker: SecureBroker) -> None:
    done = broker.program(
        "mosquitto_sub", "health", PASSWORD, "-t", "$SYS/broker/uptime", "-C", "1", "-W", "5"
    )
    assert done.returncode == 0, done.stderr


def test_mosquitto_has_nothing_to_complain_about_in_our_configuration(broker: SecureBroker) -> None:
    words = broker.log.read_text(encoding="utf-8")
    assert "Error:" not in words
    assert "Unknown" not in words
    assert "deprecated" not in words.lower()


def test_the_configuration_keeps_the_backlog_of_an_ingest_that_is_away() -> None:
    pairs = [line.split(maxsplit=1) for line in configuration().splitlines() if line and line[0] != "#"]
    values = {pair[0]: pair[1] for pair in pairs}
    assert values["persistence"] == "true"
    assert values["max_queued_messages"] == "0"
    assert int(values["max_queued_bytes"]) > 0
    assert int(values["autosave_interval"]) <= 5
    window = IngestSettings.__dataclass_fields__["receive_maximum"].default
    assert int(values["max_inflight_messages"]) > window
