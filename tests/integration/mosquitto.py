"""Real mosquitto for tests: a private broker with the shipped configuration, on a loopback port."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from opscenter.broker_logins import Login, logins_for, mosquitto_acl, mosquitto_passwords
from opscenter.embedded_broker import configuration, find_mosquitto
from opscenter.service_user import ServiceHome, service_user

NO_MOSQUITTO = "what needs a loss-proof broker: NOT TESTED here (mosquitto missing)"
HOST = "127.0.0.1"
PASSWORD = "only-for-this-test"
_DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class Will:
    """A last will: what the broker says when the connection is lost."""

    topic: str
    payload: bytes


class Mosquitto:
    """A private broker, which can be stopped, killed and started again on the same port and data.

    Every login of the district exists, with the password `PASSWORD`.
    """

    def __init__(self, home: ServiceHome, binary: Path, logins: Sequence[Login]) -> None:
        self._home = home
        self._binary = binary
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._write_files(logins)

    @property
    def log(self) -> Path:
        """Where the broker writes what it has to say."""
        return self._home.path / "mosquitto.log"

    def start(self) -> None:
        """Start the broker and wait until it takes connections."""
        user = self._home.user
        as_user = {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binary), "-c", "mosquitto.conf"],
                cwd=self._home.path / "broker",
                stdout=log,
                stderr=log,
                start_new_session=True,
                **as_user,
            )
        deadline = time.monotonic() + _DEADLINE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text(errors="replace"))
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the broker as one stops it: it saves what it holds."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(_DEADLINE_S)

    def kill(self) -> None:
        """Kill the broker as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_DEADLINE_S)

    def _write_files(self, logins: Sequence[Login]) -> None:
        files = self._home.make("broker")
        for name in ("data", "listeners"):
            self._home.make(f"broker/{name}")
        self._home.write(files / "mosquitto.conf", configuration())
        self._home.write(files / "listeners" / "loopback.conf", f"listener {self.port} {HOST}\n")
        self._home.write(files / "passwords", mosquitto_passwords({it.name: PASSWORD for it in logins}))
        self._home.write(files / "acl", mosquitto_acl(logins))

    def _answers(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), timeout=0.5).close()
        except OSError:
            return False
        return True


class Publisher:
    """A connection (3.1.1, as most devices) that publishes at QoS 1 and waits for the broker to take it."""

    def __init__(self, broker: Mosquitto, login: str, will: Will | None = None) -> None:
        self._client = Client(
            CallbackAPIVersion.VERSION2, protocol=MQTTv311, client_id=f"test-{login}-{os.urandom(4).hex()}"
        )
        self._client.username_pw_set(login, PASSWORD)
        if will is not None:
            self._client.will_set(will.topic, will.payload, qos=1, retain=True)
        connected = threading.Event()
        self._client.on_connect = lambda *_details: connected.set()
        self._client.connect(HOST, broker.port, 30)
        self._client.loop_start()
        if not connected.wait(_DEADLINE_S):
            raise RuntimeError(f"the broker did not answer {login}")

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, qos: int = 1) -> None:
        """Publish and return once the broker has it."""
        self._client.publish(topic, payload, qos=qos, retain=retain).wait_for_publish(_DEADLINE_S)

    def attempt(self, topic: str, payload: bytes) -> None:
        """Publish what the access list may forbid: the broker then hangs up on us, or says nothing."""
        with contextlib.suppress(RuntimeError):
            self.publish(topic, payload)

    def publish_all(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Publish many and return once the broker has them all."""
        waiting = [self._client.publish(topic, payload, qos=1) for topic, payload in messages]
        for one in waiting:
            one.wait_for_publish(_DEADLINE_S)

    def vanish(self) -> None:
        """Cut the connection without a word, as a power cut would: the will is published."""
        self._client.reconnect_delay_set(600, 600)
        connection = self._client.socket()
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
        self._client.loop_stop()

    def close(self) -> None:
        """Leave the broker; no will is published."""
        self._client.disconnect()
        self._client.loop_stop()

    def __enter__(self) -> Self:
        """Use as a context: closed at its end."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave the broker."""
        self.close()


@contextlib.contextmanager
def private_mosquitto(
    *,
    district: str = "d1",
    ward_codes: Sequence[str] = ("26734", "26740"),
    frigate: Sequence[str] = ("frigate",),
) -> Iterator[Mosquitto]:
    """Run a private mosquitto with the district's logins; the caller asks `find_mosquitto()` before."""
    binary = find_mosquitto()
    if binary is None:
        raise RuntimeError(NO_MOSQUITTO)
    home = ServiceHome(Path(tempfile.mkdtemp(prefix="opscenter-test-")), service_user())
    home.own(home.path)
    broker = Mosquitto(home, binary, logins_for(district, ward_codes, frigate))
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
        shutil.rmtree(home.path, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
