"""paho with two lanes around it: messages come out in bulk, acknowledgements go in bulk.

paho keeps what it is good at: connecting, TLS, keeping alive, subscribing, coming back. It is given a
socket that keeps all messages to itself, as paho's own websocket wrapper stands between it and a socket.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from paho.mqtt.client import Client
from paho.mqtt.packettypes import PacketTypes

from ingest.inbox import Delivery
from ingest.publish_packets import Origin, acknowledgements, sort_packets

CHUNK_BYTES = 256 * 1024
_PUBACK = PacketTypes.PUBACK << 4

TakeDeliveries = Callable[[Sequence[Delivery]], None]


class _Socket(Protocol):
    """What paho asks of a socket, plain or TLS."""

    def recv(self, size: int, /) -> bytes: ...
    def send(self, data: Any, /) -> int: ...
    def close(self) -> None: ...
    def fileno(self) -> int: ...
    def setblocking(self, flag: bool, /) -> None: ...


class SortingSocket:
    """One connection's socket: hands messages over as they come, and gives paho the rest to read."""

    def __init__(self, raw: _Socket, connection: int, speaks_mqtt5: bool, take: TakeDeliveries) -> None:
        self._raw = raw
        self._connection = connection
        self._speaks_mqtt5 = speaks_mqtt5
        self._take = take
        self._unsorted = b""
        self._for_paho = b""

    def recv(self, size: int) -> bytes:
        """Return up to `size` bytes of packets that are no messages; raise BlockingIOError without any."""
        if not self._for_paho:
            chunk = self._raw.recv(CHUNK_BYTES)
            if not chunk:
                return b""
            self._sort(chunk)
            if not self._for_paho:
                raise BlockingIOError
        given, self._for_paho = self._for_paho[:size], self._for_paho[size:]
        return given

    def _sort(self, chunk: bytes) -> None:
        origin = Origin(datetime.now(UTC), self._connection, self._speaks_mqtt5)
        deliveries, self._for_paho, self._unsorted = sort_packets(self._unsorted + chunk, origin)
        if deliveries:
            self._take(deliveries)

    def pending(self) -> int:
        """Return how many bytes can be read although the system's socket has none (paho asks)."""
        beneath = getattr(self._raw, "pending", None)
        return len(self._for_paho) + (beneath() if beneath is not None else 0)

    def send(self, data: Any) -> int:
        """Send what can be sent now."""
        return self._raw.send(data)

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()

    def fileno(self) -> int:
        """Return the number to wait on."""
        return self._raw.fileno()

    def setblocking(self, flag: bool) -> None:
        """Let reading wait, or not."""
        self._raw.setblocking(flag)


class BulkClient(Client):
    """A paho client that gives its messages to `take`, and acknowledges many at once."""

    def __init__(self, *told: Any, take: TakeDeliveries, speaks_mqtt5: bool, **more: Any) -> None:
        super().__init__(*told, **more)
        self._take = take
        self._speaks_mqtt5 = speaks_mqtt5
        self._connections = 0
        self._acknowledging = threading.Lock()

    def reconnect(self) -> Any:
        """Connect anew; from here on no acknowledgement of an earlier connection is sent."""
        with self._acknowledging:
            # Before paho empties its queue of packets: an old acknowledgement is either thrown away
            # there, or refused here. On the new connection its number may belong to another message.
            self._connections += 1
        return super().reconnect()

    def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge those that came by this connection, in one write; the others will come again."""
        with self._acknowledging:
            packet_ids = [it.packet_id for it in deliveries if it.qos and it.connection == self._connections]
            if packet_ids:
                self._packet_queue(_PUBACK, acknowledgements(packet_ids), 0, 0)

    def _create_socket(self) -> Any:
        """Stand between paho and its socket."""
        return SortingSocket(super()._create_socket(), self._connections, self._speaks_mqtt5, self._take)
