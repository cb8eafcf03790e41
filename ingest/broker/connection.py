"""How a client of ours is made and connected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

SESSION_EXPIRY_S = 7 * 24 * 3600
_KEEPALIVE_S = 30
_RECONNECT_MIN_S = 1
# Quick: until a sharing worker is back, a restarted broker drops what comes for it.
_RECONNECT_MAX_S = 1

ClientT = TypeVar("ClientT", bound=Client)


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


def new_client(
    kind: Callable[..., ClientT],
    address: BrokerAddress,
    client_id: str,
    *,
    speaks_mqtt5: bool,
    manual_ack: bool,
    is_clean: bool = False,
) -> ClientT:
    """Return a client that is not yet connected, made by `kind`."""
    client = kind(
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
