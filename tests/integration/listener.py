"""A listener on the test broker: takes down every message that decodes, and waits for what a test expects."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from domain.codec import CodecError, decode
from domain.messages import Message
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto

Kind = TypeVar("Kind", bound=Message)


class Listener:
    """Hears both namespaces of District 1 as the recorder does; a context manager."""

    def __init__(self, broker: OwnMosquitto) -> None:
        self.heard: list[tuple[str, Message, bool]] = []
        self._changed = threading.Condition(threading.RLock())
        self._client = Client(
            CallbackAPIVersion.VERSION2, protocol=MQTTv5, client_id=f"test-listener-{os.urandom(4).hex()}"
        )
        self._client.username_pw_set("recorder", PASSWORD)
        self._subscribed = threading.Event()
        self._client.on_connect = lambda client, *_rest: client.subscribe(
            [("d1/v1/#", 1), ("d1-sim/v1/#", 1)]
        )
        self._client.on_subscribe = lambda *_rest: self._subscribed.set()
        self._client.on_message = self._on_message
        # A session that lasts hears what was said while the broker was away from this listener.
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 60
        self._client.reconnect_delay_set(1, 1)
        self._client.connect(HOST, broker.port, 30, properties=properties)

    def __enter__(self) -> "Listener":
        """Listen from now on."""
        self._client.loop_start()
        assert self._subscribed.wait(10)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Stop listening."""
        self._client.disconnect()
        self._client.loop_stop()

    def of_type(self, kind: type[Kind]) -> list[Kind]:
        """Return what was heard of one type of message."""
        with self._changed:
            return [message for _, message, _ in self.heard if isinstance(message, kind)]

    def wait_for(self, happened: Callable[[], Any], timeout_s: float = 20.0) -> Any:
        """Return what `happened` gives as soon as it is true of what was heard; fail after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while not (outcome := happened()):
                assert self._changed.wait(deadline - time.monotonic()), "not heard in time"
            return outcome

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        with contextlib.suppress(CodecError), self._changed:
            self.heard += [(message.topic, one, message.retain) for one in decode(bytes(message.payload))]
            self._changed.notify_all()
