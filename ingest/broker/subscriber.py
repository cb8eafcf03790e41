"""A connection with a persistent session, and what it hands over and acknowledges.

Its network thread only hands over to the inbox, a chunk at a time; a message is acknowledged when the
loop says that it is committed. The Receive Maximum bounds what is in flight, so the backlog of a slow or
absent database stays in the broker.
"""

import logging
import threading
from collections.abc import Sequence
from functools import partial
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from ingest.broker.bulk_client import BulkClient
from ingest.broker.connection import BrokerAddress, Capabilities, connect_in_background, new_client
from ingest.inbox import Delivery, Inbox
from ingest.subscriptions import TopicFilter

_WAIT_FOR_ROOM_S = 1.0

log = logging.getLogger(__name__)


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
        self.receive_maximum = receive_maximum
        self._stopping = threading.Event()
        self.overflowed = 0
        self._client = new_client(
            partial(BulkClient, take=self._take, speaks_mqtt5=capabilities.speaks_mqtt5),
            address,
            client_id,
            speaks_mqtt5=capabilities.speaks_mqtt5,
            manual_ack=True,
        )
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_disconnect = self._on_disconnect

    def start(self) -> None:
        """Connect in the background, and again whenever the connection is lost."""
        connect_in_background(
            self._client,
            self._address,
            self._capabilities.speaks_mqtt5,
            receive_maximum=self.receive_maximum,
        )
        self._client.loop_start()

    def stop(self) -> None:
        """Leave the broker; it keeps the session and everything not acknowledged."""
        self._stopping.set()
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def is_connected(self) -> bool:
        """Tell whether the broker has let us in and still listens."""
        return self._client.is_connected()

    def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Tell the broker that these are safe; what came by an earlier connection will come again."""
        self._client.acknowledge(deliveries)

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
        if not self._stopping.is_set():
            log.warning("the connection to the broker is lost, trying again: %s", reason)

    def _take(self, deliveries: Sequence[Delivery]) -> None:
        """Hand a chunk's messages over; only QoS 0 is ever dropped, where the inbox has no room for it."""
        waiting = self._inbox.put(deliveries)
        # A broker with a window cannot fill the inbox. Without one this thread waits, and the pressure
        # goes back through TCP.
        while waiting and not self._stopping.is_set():
            bound = [delivery for delivery in waiting if delivery.qos]
            self.overflowed += len(waiting) - len(bound)
            waiting = self._inbox.put(bound, _WAIT_FOR_ROOM_S)
