"""The way to the broker: the one file that knows paho.

What is to be sent lies in the spool, goes out at QoS 1 with a bounded number in flight, and leaves
the spool when the broker has taken it: a broker away, or an agent killed, loses nothing that fits.
Counts wait up to a second for each other and go as one payload; nothing else waits.
The connection's will speaks for the gateway, and so for its cameras.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from edge.bundles import bundles
from edge.settings import BrokerAddress
from edge.spool import Parcel, Slip, Spool

_KEEPALIVE_S = 15
_RETRY_FIRST_S = 1
_RETRY_MOST_S = 16
_IN_FLIGHT = 20
_LOOKED_AT = 1_000
_COUNTS_WAIT_S = 1.0
_REQUESTS_WAITING = 64
_UNSUPPORTED_PROTOCOL = 132
_DROPPED_HELLOS = 2
_SILENCE_S = 4.0

log = logging.getLogger(__name__)


class Uplink:
    """One connection that sends what the spool holds and hears what is asked of the cameras.

    `hello` gives the parcels of a new connection: first its will, then its greeting.
    """

    def __init__(
        self,
        address: BrokerAddress,
        client_id: str,
        spool: Spool,
        request_filter: str,
        hello: Callable[[datetime], tuple[Parcel, Parcel]],
    ) -> None:
        self._address = address
        self._client_id = client_id
        self._spool = spool
        self._request_filter = request_filter
        self._hello = hello
        self._stopping = threading.Event()
        self._work = threading.Event()
        # The sender alone keeps this; paho's thread only drops answers into the queue. A lock held over
        # publish() would meet paho's own, which it holds while it tells of an answer.
        self._in_flight: dict[int, list[Slip]] = {}
        self._counts_wait_since: float | None = None
        self._answers: queue.SimpleQueue[tuple[int, bool]] = queue.SimpleQueue()
        self._greeting: Parcel | None = None
        self._is_connected = False
        self._has_answered = False
        self._unanswered = 0
        self._hello_s: float | None = None
        self._speaks_mqtt5 = True
        self.published = 0
        self.refused = 0
        self._client = self._new_client()
        self.requests: queue.Queue[bytes] = queue.Queue(_REQUESTS_WAITING)
        self._sender = threading.Thread(target=self._keep_sending, name="uplink", daemon=True)

    @property
    def is_connected(self) -> bool:
        """Tell whether the broker has let us in and still listens."""
        return self._is_connected

    @property
    def protocol(self) -> str:
        """Return the protocol spoken now."""
        return "MQTT 5" if self._speaks_mqtt5 else "MQTT 3.1.1"

    def start(self) -> None:
        """Connect in the background, and again whenever the connection is lost."""
        self._connect()
        self._sender.start()

    def send(self, parcel: Parcel) -> None:
        """Take a parcel into the spool; it goes out as soon as the broker takes it."""
        if parcel.batch and self._counts_wait_since is None:
            self._counts_wait_since = time.monotonic()
        self._spool.put(parcel)
        self._work.set()

    def say_now(self, parcel: Parcel, qos: int = 1) -> None:
        """Send a parcel that only holds while the connection does: now, or not at all."""
        if self._is_connected:
            self._client.publish(parcel.topic, parcel.payload, qos=qos, retain=parcel.is_retained)

    def stop(self, farewell: Parcel | None = None, patience_s: float = 2.0) -> None:
        """Send what can be sent within `patience_s`, say farewell and leave; the rest stays in the spool."""
        waiter = threading.Event()
        for _ in range(round(patience_s / 0.05)):
            if not self._is_connected or not len(self._spool):
                break
            waiter.wait(0.05)
        self._stopping.set()
        self._work.set()
        if self._sender.is_alive():
            self._sender.join(2.0)
        if farewell is not None:
            self.say_now(farewell)
        self._client.disconnect()
        self._client.loop_stop()

    def _new_client(self) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            clean_session=None if self._speaks_mqtt5 else True,
            protocol=MQTTv5 if self._speaks_mqtt5 else MQTTv311,
        )
        client.reconnect_delay_set(_RETRY_FIRST_S, _RETRY_MOST_S)
        if self._address.username is not None:
            client.username_pw_set(self._address.username, self._address.password)
        if self._address.ca_file is not None:
            client.tls_set(ca_certs=str(self._address.ca_file))
        client.max_inflight_messages_set(_IN_FLIGHT)
        client.on_pre_connect = self._on_pre_connect
        client.on_socket_open = self._on_socket_open
        client.on_socket_close = self._on_socket_close
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_message = self._on_message
        return client

    def _connect(self) -> None:
        if self._speaks_mqtt5:
            self._client.connect_async(self._address.host, self._address.port, _KEEPALIVE_S, clean_start=True)
        else:
            self._client.connect_async(self._address.host, self._address.port, _KEEPALIVE_S)
        self._client.loop_start()

    def _on_pre_connect(self, client: Client, _userdata: Any) -> None:
        """Write a will of this connection's own: its time must not be older than the greeting's."""
        will, self._greeting = self._hello(datetime.now(UTC))
        client.will_set(will.topic, will.payload, qos=1, retain=will.is_retained)

    def _on_socket_open(self, _client: Client, _userdata: Any, _socket: Any) -> None:
        self._hello_s = time.monotonic()

    def _on_socket_close(self, _client: Client, _userdata: Any, _socket: Any) -> None:
        self._hello_s = None

    def _on_connect(
        self, client: Client, _userdata: Any, _flags: ConnectFlags, reason: ReasonCode, _properties: Any
    ) -> None:
        if reason.is_failure:
            if self._speaks_mqtt5 and reason.value == _UNSUPPORTED_PROTOCOL:
                self._unanswered = _DROPPED_HELLOS
            else:
                self._has_answered = True
            log.warning("the broker did not let us in: %s", reason)
            return
        self._has_answered = True
        client.subscribe(self._request_filter, qos=1)
        if self._greeting is not None:
            greeting = self._greeting
            client.publish(greeting.topic, greeting.payload, qos=1, retain=greeting.is_retained)
        log.info("connected to the broker by %s", self.protocol)
        self._is_connected = True
        self._work.set()

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: Any,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Any,
    ) -> None:
        self._is_connected = False
        if not self._has_answered:
            self._unanswered += 1
        if not self._stopping.is_set():
            log.warning("the connection to the broker is lost, trying again: %s", reason)

    def _on_publish(
        self, _client: Client, _userdata: Any, mid: int, reason: ReasonCode, _properties: Any
    ) -> None:
        self._answers.put((mid, reason.is_failure))
        self._work.set()

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        try:
            self.requests.put_nowait(bytes(message.payload))
        except queue.Full:
            log.warning("more pictures are asked for than can be given; a request is dropped")

    def _keep_sending(self) -> None:
        while not self._stopping.is_set():
            self._work.wait(min(1.0, self._counts_due_in_s() or 1.0))
            self._work.clear()
            self._take_answers()
            if self._speaks_mqtt5 and self._is_not_understood():
                self._fall_back()
            if self._is_connected:
                self._send_some()

    def _is_not_understood(self) -> bool:
        """Tell whether a broker is there that never answered: it refused, hung up, or is silent."""
        if self._has_answered:
            return False
        hello_s = self._hello_s
        is_silent = hello_s is not None and time.monotonic() - hello_s > _SILENCE_S
        return is_silent or self._unanswered >= _DROPPED_HELLOS

    def _send_some(self) -> None:
        """Hand over as many parcels as may be in flight; paho sends those again that a cut took."""
        besides = frozenset(slip for slips in self._in_flight.values() for slip in slips)
        found = ((slip, self._spool.read(slip)) for slip in self._spool.waiting(_LOOKED_AT, besides))
        waiting = ((slip, parcel) for slip, parcel in found if parcel is not None)
        are_counts_due = self._counts_due_in_s() == 0
        if are_counts_due:
            self._counts_wait_since = None
        room = _IN_FLIGHT - len(self._in_flight)
        for bundle in bundles(waiting, room, are_counts_due=are_counts_due):
            parcel = bundle.whole()
            sent = self._client.publish(parcel.topic, parcel.payload, qos=1, retain=parcel.is_retained)
            self._in_flight[sent.mid] = bundle.slips

    def _counts_due_in_s(self) -> float:
        """Return how long counts still wait for others; those of an earlier life do not."""
        since = self._counts_wait_since
        return 0.0 if since is None else max(0.0, since + _COUNTS_WAIT_S - time.monotonic())

    def _take_answers(self) -> None:
        """Take out of the spool what the broker has, or will never take."""
        while not self._answers.empty():
            mid, is_refused = self._answers.get_nowait()
            slips = self._in_flight.pop(mid, [])
            if is_refused and slips:
                log.warning("the broker refused %d messages, they are dropped", len(slips))
            for slip in slips:
                self.published += not is_refused
                self.refused += is_refused
                self._spool.remove(slip)

    def _fall_back(self) -> None:
        """Start again by MQTT 3.1.1: a broker that knows no MQTT 5 refuses, hangs up, or says nothing."""
        log.info("the broker does not answer to MQTT 5, trying 3.1.1")
        self._client.disconnect()
        self._client.loop_stop()
        self._in_flight.clear()
        self._speaks_mqtt5 = False
        self._client = self._new_client()
        self._connect()
