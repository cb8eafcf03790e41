"""The broker: the one file that knows paho.

A `Subscriber` is one connection with a persistent session. Its network thread only hands over to
the inbox; a message is acknowledged when the loop says that it is committed. The Receive Maximum
bounds what is in flight, so the backlog of a slow or absent database stays in the broker.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from ingest.errors import BrokerUnavailableError
from ingest.guarantees import BrokerGuarantees
from ingest.inbox import Delivery, Inbox
from ingest.subscriptions import TopicFilter

SESSION_EXPIRY_S = 7 * 24 * 3600
_KEEPALIVE_S = 30
_WAIT_FOR_ROOM_S = 1.0
_RECONNECT_MIN_S = 1
_RECONNECT_MAX_S = 8
_REASON_UNSUPPORTED_PROTOCOL = 132
_PROBE_SESSION_S = 60
_VERSION_TOPIC = "$SYS/broker/version"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is and who we are to it; `ca_file` None means plain TCP."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a connection asks of the broker: MQTT 5 or 3.1.1, shared subscriptions or plain ones."""

    speaks_mqtt5: bool
    is_sharing: bool


class Subscriber:
    """One connection to the broker, under a fixed client id whose session outlives it."""

    def __init__(
        self,
        address: BrokerAddress,
        client_id: str,
        filters: Sequence[TopicFilter],
        inbox: Inbox,
        *,
        capabilities: Capabilities,
        receive_maximum: int,
    ) -> None:
        self._address = address
        self._filters = tuple(filters)
        self._inbox = inbox
        self._capabilities = capabilities
        self._receive_maximum = receive_maximum
        self._connection = 0
        self._acknowledging = threading.Lock()
        self._stopping = threading.Event()
        self.overflowed = 0
        self._client = new_client(address, client_id, speaks_mqtt5=capabilities.speaks_mqtt5, manual_ack=True)
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message

    def start(self) -> None:
        """Connect in the background, and again whenever the connection is lost."""
        connect_in_background(
            self._client,
            self._address,
            self._capabilities.speaks_mqtt5,
            receive_maximum=self._receive_maximum,
        )
        self._client.loop_start()

    def stop(self) -> None:
        """Leave the broker; it keeps the session and everything not acknowledged."""
        self._stopping.set()
        self._client.disconnect()
        self._client.loop_stop()

    def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Tell the broker that these are safe; what came by an earlier connection will come again."""
        with self._acknowledging:
            for delivery in deliveries:
                if delivery.qos and delivery.connection == self._connection:
                    self._client.ack(delivery.packet_id, delivery.qos)

    def _on_connect(
        self,
        client: Client,
        _userdata: Any,
        flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            log.warning("the broker did not let us in: %s", reason, extra={"host": self._address.host})
            return
        log.info("connected to the broker", extra={"session_present": flags.session_present})
        is_sharing = self._capabilities.is_sharing
        client.subscribe([(entry.written(is_sharing), self._options()) for entry in self._filters])
        # The session may remember the other form, from when there were more workers, or fewer.
        outdated = [entry.written(not is_sharing) for entry in self._filters if entry.is_shared]
        if flags.session_present and outdated:
            client.unsubscribe(outdated)

    def _options(self) -> Any:
        return SubscribeOptions(qos=1) if self._capabilities.speaks_mqtt5 else 1

    def _on_subscribe(
        self,
        _client: Client,
        _userdata: Any,
        _mid: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        for entry, reason in zip(self._filters, reasons, strict=False):
            if reason.is_failure:
                log.warning("the broker refused a subscription: %s: %s", entry.pattern, reason)

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: Any,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        with self._acknowledging:
            self._connection += 1
        if not self._stopping.is_set():
            log.warning("the connection to the broker is lost, trying again: %s", reason)

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        delivery = Delivery(
            _topic_of(message),
            bytes(message.payload),
            datetime.now(UTC),
            message.qos,
            message.mid,
            self._connection,
        )
        if message.qos == 0:
            self.overflowed += not self._inbox.put(delivery)
            return
        # Only a broker that sends without a window can fill the inbox: then this thread waits,
        # and the pressure goes back through TCP.
        while not self._inbox.put(delivery, _WAIT_FOR_ROOM_S):
            if self._stopping.is_set():
                return


def new_client(
    address: BrokerAddress, client_id: str, *, speaks_mqtt5: bool, manual_ack: bool, is_clean: bool = False
) -> Client:
    """Return a client that is not yet connected."""
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=None if speaks_mqtt5 else is_clean,
        protocol=MQTTv5 if speaks_mqtt5 else MQTTv311,
        manual_ack=manual_ack,
    )
    client.reconnect_delay_set(_RECONNECT_MIN_S, _RECONNECT_MAX_S)
    if address.username is not None:
        client.username_pw_set(address.username, address.password)
    if address.ca_file is not None:
        client.tls_set(ca_certs=str(address.ca_file))
    return client


def connect_in_background(
    client: Client,
    address: BrokerAddress,
    speaks_mqtt5: bool,
    *,
    receive_maximum: int | None = None,
    session_expiry_s: int = SESSION_EXPIRY_S,
    is_clean: bool = False,
    with_properties: bool = True,
) -> None:
    """Ask `client` to connect once its loop runs, taking up the session it left."""
    if not speaks_mqtt5:
        client.connect_async(address.host, address.port, _KEEPALIVE_S)
        return
    if not with_properties:
        client.connect_async(address.host, address.port, _KEEPALIVE_S, clean_start=True)
        return
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call] # paho leaves it untyped
    properties.SessionExpiryInterval = session_expiry_s
    if receive_maximum is not None:
        properties.ReceiveMaximum = receive_maximum
    client.connect_async(
        address.host, address.port, _KEEPALIVE_S, clean_start=is_clean, properties=properties
    )


def _topic_of(message: MQTTMessage) -> str:
    """Return the topic; paho raises on access when its bytes are not UTF-8."""
    try:
        return message.topic
    except UnicodeDecodeError:
        return "(a topic that is not UTF-8)"


def probe(address: BrokerAddress, timeout_s: float = 3.0) -> BrokerGuarantees:
    """Return what the broker really does, tried under `opscenter/probe/` with clients of its own.

    Raises BrokerUnavailableError when nobody answers or the login is refused.
    """
    client_id = f"opscenter-probe-{uuid.uuid4().hex[:12]}"
    # Without properties: a broker of 3.1.1 misreads those instead of refusing the protocol.
    with _Visit(address, client_id, True, timeout_s, with_properties=False) as first:
        speaks_mqtt5 = first.is_understood
        if speaks_mqtt5:
            first.demand_welcome()
    name, shares_deliver = _try_shares(address, f"{client_id}-share", speaks_mqtt5, timeout_s)
    keeps_sessions, comes_again = _try_session(address, f"{client_id}-session", speaks_mqtt5, timeout_s)
    return BrokerGuarantees(
        name=name,
        protocol="MQTT 5" if speaks_mqtt5 else "MQTT 3.1.1",
        shares_deliver=shares_deliver,
        keeps_sessions=keeps_sessions,
        comes_again=comes_again,
    )


def _try_shares(
    address: BrokerAddress, client_id: str, speaks_mqtt5: bool, timeout_s: float
) -> tuple[str, bool | None]:
    """Return the broker's name and whether a shared subscription delivers, a plain one beside it."""
    plain, shared = f"opscenter/probe/{client_id}/plain", f"opscenter/probe/{client_id}/shared"
    with _Visit(address, client_id, speaks_mqtt5, timeout_s, is_clean=True) as visit:
        visit.demand_welcome()
        for pattern in (_VERSION_TOPIC, plain, f"$share/probe/{shared}"):
            visit.subscribe(pattern)
        visit.publish(shared)
        visit.publish(plain)
        plain_came = visit.received(plain, timeout_s)
        shared_came = plain_came and visit.received(shared, timeout_s / 3)
        name = visit.payload_of(_VERSION_TOPIC, timeout_s / 6)
    return name, shared_came if plain_came else None


def _try_session(
    address: BrokerAddress, client_id: str, speaks_mqtt5: bool, timeout_s: float
) -> tuple[bool, bool | None]:
    """Return whether a session outlives its connection, and whether the unacknowledged comes again."""
    topic = f"opscenter/probe/{client_id}/again"
    with _Visit(address, client_id, speaks_mqtt5, timeout_s) as visit:
        visit.demand_welcome()
        visit.subscribe(topic)
        visit.publish(topic)
        came = visit.received(topic, timeout_s)
    with _Visit(address, client_id, speaks_mqtt5, timeout_s) as visit:
        is_kept = visit.session_present
        came_again = came and visit.received(topic, timeout_s / 3)
    with _Visit(address, client_id, speaks_mqtt5, timeout_s, is_clean=True):
        pass  # ends the session that was kept
    return is_kept, came_again if came else None


class _Visit:
    """A short connection, which acknowledges only when it starts clean; a context manager."""

    def __init__(
        self,
        address: BrokerAddress,
        client_id: str,
        speaks_mqtt5: bool,
        timeout_s: float,
        *,
        is_clean: bool = False,
        with_properties: bool = True,
    ) -> None:
        self._address = address
        self._with_properties = with_properties
        self._speaks_mqtt5 = speaks_mqtt5
        self._timeout_s = timeout_s
        self._is_clean = is_clean
        self._changed = threading.Condition()
        self._payloads: dict[str, bytes] = {}
        self._granted = 0
        self._is_over = False
        self._reason: ReasonCode | None = None
        self.session_present = False
        self._client = new_client(
            address, client_id, speaks_mqtt5=speaks_mqtt5, manual_ack=not is_clean, is_clean=is_clean
        )
        self._client.on_connect = self._on_connect
        self._client.on_connect_fail = self._on_end
        self._client.on_disconnect = self._on_end
        self._client.on_subscribe = self._on_subscribe
        self._client.on_message = self._on_message

    def __enter__(self) -> "_Visit":
        connect_in_background(
            self._client,
            self._address,
            self._speaks_mqtt5,
            session_expiry_s=0 if self._is_clean else _PROBE_SESSION_S,
            is_clean=self._is_clean,
            with_properties=self._with_properties,
        )
        self._client.loop_start()
        self._wait(lambda: self._reason is not None or self._is_over, self._timeout_s)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._leave()

    @property
    def is_understood(self) -> bool:
        """Tell whether the broker answered in this protocol, be it with a refusal of the login."""
        return self._reason is not None and self._reason.value != _REASON_UNSUPPORTED_PROTOCOL

    def demand_welcome(self) -> None:
        """Raise BrokerUnavailableError unless the broker let us in."""
        if self._reason is None:
            raise BrokerUnavailableError(
                f"no MQTT broker answers at {self._address.host}:{self._address.port}: is it running?"
            )
        if self._reason.is_failure:
            raise BrokerUnavailableError(f"the broker refuses this login: {self._reason}")

    def subscribe(self, pattern: str) -> None:
        """Subscribe and wait for the broker's answer."""
        before = self._granted
        self._client.subscribe(pattern, qos=1)
        self._wait(lambda: self._granted > before, self._timeout_s)

    def publish(self, topic: str) -> None:
        """Publish a small message; a broker that forbids it may not say so."""
        self._client.publish(topic, b"?", qos=1)

    def received(self, topic: str, timeout_s: float) -> bool:
        """Tell whether something came on `topic` in time."""
        return self._wait(lambda: topic in self._payloads, timeout_s)

    def payload_of(self, topic: str, timeout_s: float) -> str:
        """Return what came on `topic` in time, or nothing."""
        self.received(topic, timeout_s)
        return self._payloads.get(topic, b"").decode("utf-8", "replace")

    def _wait(self, happened: Callable[[], bool], timeout_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(happened, timeout_s)

    def _leave(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(
        self, _client: Client, _userdata: Any, flags: ConnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        with self._changed:
            self._reason, self.session_present = reason, flags.session_present
            self._changed.notify_all()

    def _on_end(self, *_details: Any) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _on_subscribe(self, *_details: Any) -> None:
        with self._changed:
            self._granted += 1
            self._changed.notify_all()

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        with self._changed:
            self._payloads[_topic_of(message)] = bytes(message.payload)
            self._changed.notify_all()
