"""The paho clients of `bench ingest`: who publishes, whose sessions hold the backlog, who drains them."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

from opscenter.bench.backlog import Payload
from opscenter.broker_logins import simulated_login_name
from opscenter.errors import OpscenterError
from opscenter.proving.broker import BrokerEntry, OwnMosquitto

WINDOW = 5000
_SESSION_S = 24 * 3600
_KEEPALIVE_S = 60
_DEADLINE_S = 60.0
_FILLING_S = 600.0


class Protocol(StrEnum):
    """Which MQTT a client speaks."""

    MQTT_311 = "3.1.1"
    MQTT_5 = "5"


def keep_session(entry: BrokerEntry, client_id: str, filters: Sequence[str], protocol: Protocol) -> None:
    """Leave a persistent session with these subscriptions at the broker, in which a backlog can gather."""
    client = _client(entry, client_id, protocol)
    subscribed = threading.Event()
    wanted: list[Any] = [(it, _options(protocol)) for it in filters]

    def on_connect(*_details: Any) -> None:
        client.subscribe(wanted)

    client.on_connect = on_connect
    client.on_subscribe = lambda *_details: subscribed.set()
    _connect(client, entry, protocol)
    client.loop_start()
    is_kept = subscribed.wait(_DEADLINE_S)
    client.disconnect()
    client.loop_stop()
    if not is_kept:
        raise OpscenterError(f"the broker gave {client_id} no session")


def drain(
    entry: BrokerEntry,
    client_id: str,
    protocol: Protocol,
    take: Callable[[str, bytes], bool],
) -> None:
    """Give what the session holds to `take` (topic, payload), paho's usual way, until it returns False."""
    client = _client(entry, client_id, protocol)

    def on_message(_client: Client, _userdata: Any, message: Any) -> None:
        if not take(message.topic, message.payload):
            client.disconnect()

    client.on_message = on_message
    _connect(client, entry, protocol)
    client.loop_forever()


@contextlib.contextmanager
def publishers(broker: OwnMosquitto) -> Iterator["Publishers"]:
    """Give connections for every ward, made when they are needed."""
    all_wards = Publishers(broker)
    try:
        yield all_wards
    finally:
        all_wards.close()


class Publishers:
    """A connection for each ward's simulated login, as gateways have them."""

    def __init__(self, broker: OwnMosquitto) -> None:
        self._broker = broker
        self._clients: dict[str, Client] = {}

    def publish(self, payloads: Iterable[Payload]) -> None:
        """Publish at QoS 1 and return once the broker has taken everything."""
        taken = [self._of(it.ward_code).publish(it.topic, it.body, qos=1) for it in payloads]
        for one in taken:
            one.wait_for_publish(_FILLING_S)

    def close(self) -> None:
        """Leave the broker."""
        for client in self._clients.values():
            client.disconnect()
            client.loop_stop()

    def _of(self, ward_code: str) -> Client:
        client = self._clients.get(ward_code)
        if client is None:
            entry = self._broker.entry(simulated_login_name(ward_code))
            client = _client(entry, f"bench-{ward_code}", Protocol.MQTT_311)
            client.max_inflight_messages_set(WINDOW)
            client.max_queued_messages_set(0)
            _connect(client, entry, Protocol.MQTT_311)
            client.loop_start()
            self._clients[ward_code] = client
        return client


def _client(entry: BrokerEntry, client_id: str, protocol: Protocol) -> Client:
    is_5 = protocol is Protocol.MQTT_5
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=None if is_5 else False,
        protocol=MQTTv5 if is_5 else MQTTv311,
    )
    client.username_pw_set(entry.username, entry.password)
    return client


def _connect(client: Client, entry: BrokerEntry, protocol: Protocol) -> None:
    if protocol is not Protocol.MQTT_5:
        client.connect(entry.host, entry.port, _KEEPALIVE_S)
        return
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call] # paho leaves it untyped
    properties.SessionExpiryInterval = _SESSION_S
    properties.ReceiveMaximum = WINDOW
    client.connect(entry.host, entry.port, _KEEPALIVE_S, clean_start=False, properties=properties)


def _options(protocol: Protocol) -> Any:
    return SubscribeOptions(qos=1) if protocol is Protocol.MQTT_5 else 1
