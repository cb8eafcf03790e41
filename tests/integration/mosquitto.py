"""Devices that publish to a real mosquitto."""

import contextlib
import os
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto

NO_MOSQUITTO = "what needs a loss-proof broker: NOT TESTED here (mosquitto missing)"
_DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class Will:
    """A last will: what the broker says when the connection is lost."""

    topic: str
    payload: bytes


class Publisher:
    """A connection (3.1.1, as most devices) that publishes at QoS 1 and waits for the broker to take it."""

    def __init__(self, broker: OwnMosquitto, login: str, will: Will | None = None) -> None:
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
