"""What a broker really does, tried on it."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.reasoncodes import ReasonCode

from ingest.broker.connection import BrokerAddress, connect_in_background, new_client
from ingest.errors import BrokerUnavailableError
from ingest.guarantees import BrokerGuarantees

_REASON_UNSUPPORTED_PROTOCOL = 132
_PROBE_SESSION_S = 60
_VERSION_TOPIC = "$SYS/broker/version"


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
            Client, address, client_id, speaks_mqtt5=speaks_mqtt5, manual_ack=not is_clean, is_clean=is_clean
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
            self._payloads[message.topic] = bytes(message.payload)
            self._changed.notify_all()
