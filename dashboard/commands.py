"""What the centre sends over MQTT: the one file of this room that knows paho."""

import asyncio
import logging
import threading
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from dashboard.errors import BrokerAwayError
from dashboard.settings import BrokerAddress
from domain.codec import encode
from domain.messages import SnapshotRequested
from domain.topics import topic_for

_KEEPALIVE_S = 30
_SEND_LIMIT_S = 2.0
_CONNECT_LIMIT_S = 1.0
_UNKNOWN_PROTOCOL = 132
_EXPIRY_S = 10
"""A request that no camera took within this time is not worth answering."""

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

    def _send(self, topic: str, payload: bytes) -> None:
        """Publish and wait for the broker's word, one at a time."""
        with self._sending:
            sent = self._connected_client().publish(topic, payload, qos=1, properties=self._expiry())
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

    def _expiry(self) -> Properties | None:
        if not self._speaks_mqtt5:
            return None
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call] # paho leaves it untyped
        properties.MessageExpiryInterval = _EXPIRY_S
        return properties

    def _on_socket_open(self, _client: Client, _userdata: Any, _socket: Any) -> None:
        self._was_reached = True

    def _on_connect(
        self,
        _client: Client,
        _userdata: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._was_answered = reason.value != _UNKNOWN_PROTOCOL
        if not reason.is_failure:
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
