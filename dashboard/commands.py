"""What the centre asks over MQTT, and the live pictures that answer it: the one file here that knows paho."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from dashboard.errors import BrokerAwayError
from dashboard.settings import BrokerAddress
from domain.codec import encode
from domain.messages import SnapshotRequested, UnitCommanded
from domain.topics import topic_for

_KEEPALIVE_S = 30
_SEND_LIMIT_S = 2.0
_CONNECT_LIMIT_S = 1.0
_UNKNOWN_PROTOCOL = 132
_EXPIRY_S = 10
"""A request that no camera took within this time is not worth answering."""
_LIVE_EXPIRY_S = 2
_ORDER_EXPIRY_S = 60
"""An order that reached no unit by then is called in by radio; it must not come as a surprise later."""

log = logging.getLogger(__name__)


class CameraRequests:
    """Asks cameras for pictures; speaks MQTT 5, or 3.1.1 to a broker that knows no better."""

    def __init__(self, address: BrokerAddress, client_id: str) -> None:
        self._address = address
        self._client_id = client_id
        self._connected = threading.Event()
        self._was_reached = False
        self._sending = threading.Lock()
        self._words: dict[int, ReasonCode] = {}
        self._was_answered = False
        self._client: Client | None = None
        self._speaks_mqtt5 = True
        self._followed: set[str] = set()
        self._listeners: list[Callable[[str, bytes], None]] = []

    def start(self) -> None:
        """Connect in the background, and again whenever the connection is lost."""
        self._connected.clear()
        self._was_reached = False
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            clean_session=None if self._speaks_mqtt5 else True,
            protocol=MQTTv5 if self._speaks_mqtt5 else MQTTv311,
        )
        client.reconnect_delay_set(1, 8)
        if self._address.username is not None:
            client.username_pw_set(self._address.username, self._address.password)
        if self._address.ca_file is not None:
            client.tls_set(ca_certs=str(self._address.ca_file))
        client.on_socket_open = self._on_socket_open
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_message = self._on_message
        client.connect_async(self._address.host, self._address.port, _KEEPALIVE_S)
        client.loop_start()
        self._client = client

    def stop(self) -> None:
        """Leave the broker; a thread that only waits to try again ends by itself."""
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            if self._connected.is_set():
                client.loop_stop()

    async def ask_picture(self, district: str, ward_code: str, request: SnapshotRequested) -> None:
        """Ask a camera for a picture; raise BrokerAwayError when the broker does not take the request."""
        topic = str(topic_for(district, ward_code, request))
        await asyncio.to_thread(self._send, topic, encode(request))

    async def order_unit(self, district: str, ward_code: str, command: UnitCommanded) -> None:
        """Give a unit an order; BrokerAwayError when the broker does not take it: then it never goes out."""
        topic = str(topic_for(district, ward_code, command))
        try:
            await asyncio.to_thread(self._send, topic, encode(command), _ORDER_EXPIRY_S)
        except BrokerAwayError:
            await asyncio.to_thread(self._forget_unsent)
            raise

    @property
    def is_connected(self) -> bool:
        """Whether the broker has let us in and is still there."""
        return self._connected.is_set()

    def hear(self, listener: Callable[[str, bytes], None]) -> None:
        """Give `listener` what comes on any followed topic: the topic and the payload, in paho's thread."""
        self._listeners.append(listener)

    def follow(self, topic: str) -> None:
        """Hear what is said on `topic` from now on, also after a lost connection."""
        self._followed.add(topic)
        if self._client is not None and self._connected.is_set():
            self._client.subscribe(topic, qos=0)

    def unfollow(self, topic: str) -> None:
        """Hear `topic` no more."""
        self._followed.discard(topic)
        if self._client is not None and self._connected.is_set():
            self._client.unsubscribe(topic)

    def ask_live(self, district: str, ward_code: str, request: SnapshotRequested) -> bool:
        """Ask for a live picture without waiting for the broker's word; False while the broker is away.

        At QoS 0: the next request comes in a second, and one that comes late is worth nothing.
        """
        if self._client is None or not self._connected.is_set():
            return False
        topic = str(topic_for(district, ward_code, request))
        self._client.publish(topic, encode(request), qos=0, properties=self._expiry(_LIVE_EXPIRY_S))
        return True

    async def reach(self) -> None:
        """Wait for the broker; raise BrokerAwayError when it is not there within seconds."""
        await asyncio.to_thread(self._reach)

    def _reach(self) -> None:
        with self._sending:
            self._connected_client()

    def _forget_unsent(self) -> None:
        """Connect anew: paho would send what the broker did not take as soon as the broker is back."""
        with self._sending:
            self.stop()
            self.start()

    def _send(self, topic: str, payload: bytes, expiry_s: int = _EXPIRY_S) -> None:
        """Publish and wait for the broker's word, one at a time."""
        with self._sending:
            sent = self._connected_client().publish(topic, payload, qos=1, properties=self._expiry(expiry_s))
            try:
                sent.wait_for_publish(_SEND_LIMIT_S)
            except (RuntimeError, ValueError) as error:
                raise BrokerAwayError(f"the request was not sent: {error}") from error
            if not sent.is_published():
                raise BrokerAwayError("the broker did not take the request in time")
            reason = self._words.pop(sent.mid, None)
        if reason is not None and reason.is_failure:
            raise BrokerAwayError(f"the broker refuses the request: {reason}; check the console's login")

    def _connected_client(self) -> Client:
        """Return the client once it is connected, falling back to 3.1.1 when 5 was not understood."""
        if not self._connected.wait(_CONNECT_LIMIT_S) and self._is_misunderstood:
            log.info("the broker does not understand MQTT 5; speaking 3.1.1")
            self.stop()
            self._speaks_mqtt5 = False
            self.start()
            self._connected.wait(_CONNECT_LIMIT_S)
        if self._client is None or not self._connected.is_set():
            raise BrokerAwayError(f"no broker at {self._address.host}:{self._address.port} takes requests")
        return self._client

    @property
    def _is_misunderstood(self) -> bool:
        """Tell whether a broker is there that has no answer to MQTT 5: some hang up, some say nothing."""
        return self._speaks_mqtt5 and self._was_reached and not self._was_answered

    def _expiry(self, seconds: int) -> Properties | None:
        if not self._speaks_mqtt5:
            return None
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call] # paho leaves it untyped
        properties.MessageExpiryInterval = seconds
        return properties

    def _on_socket_open(self, _client: Client, _userdata: Any, _socket: Any) -> None:
        self._was_reached = True

    def _on_connect(
        self,
        client: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._was_answered = reason.value != _UNKNOWN_PROTOCOL
        if not reason.is_failure:
            for topic in tuple(self._followed):
                client.subscribe(topic, qos=0)
            self._connected.set()
        elif self._was_answered:
            log.warning("the broker did not let us in: %s", reason)

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: Any,
        _flags: DisconnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._connected.clear()

    def _on_publish(
        self, _client: Client, _userdata: Any, mid: int, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        self._words[mid] = reason

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        for listener in self._listeners:
            listener(message.topic, bytes(message.payload))
