"""A ward's gateway: one connection to the broker that speaks for the ward's devices; the only paho here.

Its will marks the gateway as lost, and so does a clean stop: either way nobody speaks any more.
"""

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from domain.codec import CodecError, decode, encode, encode_batch
from domain.identifiers import uuid7
from domain.messages import GatewayState, GatewayStatusReported, Message, Provenance, VehiclesCounted
from domain.topics import RETAINED, SenderClass, TopicError, batch_topic, parse_topic, topic_filter, topic_for
from simulators.fleet import gateway_of
from simulators.settings import BrokerAddress, Login

_KEEPALIVE_S = 20
_RECONNECT_MIN_S, _RECONNECT_MAX_S = 1, 8
_MOST_WAITING = 20_000
_GOODBYE_S = 3.0
_UNSUPPORTED_PROTOCOL = 132

log = logging.getLogger(__name__)

Asked = queue.Queue[Message]
"""Where requests and commands wait for the district; bounded, and what does not fit is dropped."""


@dataclass(frozen=True, slots=True)
class GatewayPlace:
    """Which ward a gateway speaks for, in which namespace, as whom."""

    namespace: str
    ward_code: str
    client_id: str
    login: Login | None


class Gateway:
    """One ward's connection: publishes at QoS 1, reconnects by itself, hands over what the centre asks."""

    def __init__(
        self, broker: BrokerAddress, place: GatewayPlace, asked: Asked, *, speaks_mqtt5: bool
    ) -> None:
        self._broker = broker
        self._place = place
        self._asked = asked
        self._seq = 0
        self._counting = threading.Lock()
        self._is_stopping = False
        self.dropped = 0
        self.published = 0
        self.refused = 0
        self._client = new_client(broker, place.client_id, place.login, speaks_mqtt5)
        self._client.max_inflight_messages_set(200)
        self._client.max_queued_messages_set(_MOST_WAITING)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_publish = self._on_publish
        self._client.on_pre_connect = self._on_pre_connect

    @property
    def is_connected(self) -> bool:
        """Tell whether the broker has let the gateway in and still listens."""
        return self._client.is_connected()

    def start(self) -> None:
        """Connect in the background, and again whenever the connection is lost."""
        self._client.connect_async(self._broker.host, self._broker.port, _KEEPALIVE_S)
        self._client.loop_start()

    def publish(self, message: Message) -> None:
        """Send a message; while the broker is away it waits, and when too many wait it is dropped."""
        topic = topic_for(self._place.namespace, self._place.ward_code, message)
        is_retained = (topic.sender, topic.kind) in RETAINED
        sent = self._client.publish(str(topic), encode(message), qos=1, retain=is_retained)
        self.dropped += sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE

    def show(self, message: Message) -> None:
        """Send what is only worth something now: at QoS 0, and not at all while the broker is away."""
        if self._client.is_connected():
            topic = topic_for(self._place.namespace, self._place.ward_code, message)
            self._client.publish(str(topic), encode(message), qos=0)

    def publish_together(self, counts: Sequence[VehiclesCounted]) -> None:
        """Send the counts of several cameras as one payload; away, they wait or are dropped together."""
        topic = batch_topic(self._place.namespace, self._place.ward_code, gateway_of(self._place.ward_code))
        sent = self._client.publish(str(topic), encode_batch(counts), qos=1)
        self.dropped += (sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE) * len(counts)

    def stop(self) -> None:
        """Say that nobody speaks for the ward any more, and leave."""
        self._is_stopping = True
        if self._client.is_connected():
            status = self._status(GatewayState.LOST)
            topic = str(topic_for(self._place.namespace, self._place.ward_code, status))
            try:
                self._client.publish(topic, encode(status), qos=1, retain=True).wait_for_publish(_GOODBYE_S)
            except (RuntimeError, ValueError) as error:
                log.warning("the last word of a gateway was not taken: %s", error)
        self._client.disconnect()
        self._client.loop_stop()

    def tell_online(self) -> None:
        """Say that the gateway is there."""
        self.publish(self._status(GatewayState.ONLINE))

    def _status(self, state: GatewayState) -> GatewayStatusReported:
        """Return the gateway's own state as a message."""
        now = datetime.now(UTC)
        with self._counting:
            self._seq += 1
            seq = self._seq
        return GatewayStatusReported(
            id=uuid7(now),
            source=gateway_of(self._place.ward_code),
            seq=seq,
            observed_at=now,
            provenance=Provenance.SIMULATED,
            state=state,
        )

    def _on_pre_connect(self, client: Client, _userdata: Any) -> None:
        """Leave a fresh will with the broker for each connection."""
        will = self._status(GatewayState.LOST)
        topic = str(topic_for(self._place.namespace, self._place.ward_code, will))
        client.will_set(topic, encode(will), qos=1, retain=True)

    def _on_connect(
        self, client: Client, _userdata: Any, _flags: ConnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        if reason.is_failure:
            log.warning("the broker did not let %s in: %s", self._place.client_id, reason)
            return
        asked = ((SenderClass.CAMERA, "request"), (SenderClass.POLICE, "command"))
        for sender, kind in asked:
            client.subscribe(topic_filter(self._place.namespace, sender, kind, self._place.ward_code), qos=1)
        self.tell_online()

    def _on_disconnect(
        self, _client: Client, _userdata: Any, _flags: DisconnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        if not self._is_stopping:
            log.warning("%s lost the broker, trying again: %s", self._place.client_id, reason)

    def _on_publish(
        self, _client: Client, _userdata: Any, _mid: int, reason: ReasonCode, _properties: Any
    ) -> None:
        self.published += not reason.is_failure
        self.refused += reason.is_failure

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        """Hand over what the centre asks; what cannot be read is not for us."""
        try:
            topic = parse_topic(message.topic)
            read = decode(bytes(message.payload))
        except (CodecError, TopicError, UnicodeDecodeError) as error:
            log.warning("a request could not be read: %s", error)
            return
        for item in read:
            if item.source == topic.source:
                self._hand_over(item)

    def _hand_over(self, item: Message) -> None:
        """Put a request where the district will find it."""
        try:
            self._asked.put_nowait(item)
        except queue.Full:
            log.warning("too many requests wait; one was dropped", extra={"source": item.source})


def speaks_mqtt5(broker: BrokerAddress, client_id: str, login: Login | None, stop: threading.Event) -> bool:
    """Return whether the broker speaks MQTT 5; waits for a broker that is not there yet."""
    while not stop.is_set():
        answer = _answer_to_mqtt5(broker, client_id, login, stop)
        if answer is not None:
            return answer
        stop.wait(1.0)
    return True


def _answer_to_mqtt5(
    broker: BrokerAddress, client_id: str, login: Login | None, stop: threading.Event
) -> bool | None:
    """Return how the broker answers a connection of MQTT 5; None when nobody answers."""
    answers: queue.Queue[bool] = queue.Queue()

    def on_connect(
        _client: Client, _userdata: Any, _flags: Any, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        answers.put(reason.value != _UNSUPPORTED_PROTOCOL)

    def on_disconnect(*_details: Any) -> None:
        answers.put(False)

    client = new_client(broker, client_id, login, speaks_mqtt5=True)
    client.on_connect = on_connect
    client.on_disconnect = on_disconnect
    try:
        client.connect(broker.host, broker.port, _KEEPALIVE_S)
    except OSError:
        return None
    client.loop_start()
    try:
        return _first(answers, stop)
    finally:
        client.disconnect()
        client.loop_stop()


def _first(answers: "queue.Queue[bool]", stop: threading.Event) -> bool:
    """Return the first answer; a broker that stays silent does not speak the protocol."""
    for _ in range(30):
        try:
            return answers.get(timeout=0.1)
        except queue.Empty:
            if stop.is_set():
                break
    return False


def new_client(broker: BrokerAddress, client_id: str, login: Login | None, speaks_mqtt5: bool) -> Client:
    """Return a client that is not yet connected; what is asked while it is away is not kept for it."""
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=None if speaks_mqtt5 else True,
        protocol=MQTTv5 if speaks_mqtt5 else MQTTv311,
    )
    client.reconnect_delay_set(_RECONNECT_MIN_S, _RECONNECT_MAX_S)
    if login is not None:
        client.username_pw_set(login.username, login.password)
    elif broker.username is not None:
        client.username_pw_set(broker.username, broker.password)
    if broker.ca_file is not None:
        client.tls_set(ca_certs=str(broker.ca_file))
    return client
