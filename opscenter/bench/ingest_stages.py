"""Where a worker's time goes: its own stages, one after the other, over a backlog cut into full batches."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from db.connection import connect
from db.intake import lines_of, prepare, store_prepared
from db.registry import known_sources
from db.staging import sorted_into_tables
from domain.codec import decode
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.inbox import Delivery
from ingest.publish_packets import Origin, acknowledgements, sort_packets
from ingest.reading import read_batch
from ingest.registry import Registry
from opscenter.bench.backlog import Payload, single
from opscenter.bench.ingest_run import Scene, registered_database
from opscenter.proving.processes import cpu_seconds

_BATCH = 2500
_CHUNK_BYTES = 64 * 1024
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage takes of a processor, in microseconds a message."""

    title: str
    cpu_us: float


def measure_stages(scene: Scene, total: int) -> list[Stage]:
    """Return the worker's stages, each with the processor time that it takes alone."""
    gc.disable()  # as good as it is in a worker; all messages of a stage are held at once here
    try:
        return _measured(scene, total)
    finally:
        gc.enable()


def _measured(scene: Scene, total: int) -> list[Stage]:
    payloads = single(scene.backlog(total), scene.district.slug)
    watch = _Watch(len(payloads))
    stream = b"".join(_packet(number, payload) for number, payload in enumerate(payloads))
    deliveries = watch.over("take packets apart", lambda: _deliveries(stream))
    batches = [deliveries[at : at + _BATCH] for at in range(0, len(deliveries), _BATCH)]
    watch.over("decode the JSON, checked by type", lambda: [decode(it.payload) for it in deliveries])
    with registered_database(scene) as dsn, connect(dsn, "bench-stages") as connection:
        registry, recent = Registry(scene.district.slug, known_sources(connection)), RecentObjects()
        read = watch.over(
            "read: decode, hold against topic, clock and registry",
            lambda: [read_batch(batch, registry, recent) for batch in batches],
        )
        rows = watch.over("sort into rows", lambda: [sorted_into_tables(it.received) for it in read])
        watch.over(
            "write rows out for COPY",
            lambda: [lines_of(*table) for tables in rows for table in tables.items()],
        )
        prepared = [prepare(it.received, it.dead) for it in read]
        server = scene.database.server
        before_s = 0.0 if server is None else cpu_seconds(server.pid)
        watch.over("store: send, wait, commit", lambda: [store_prepared(connection, it) for it in prepared])
        if server is not None:
            watch.add("PostgreSQL: COPY, INSERT, commit", cpu_seconds(server.pid) - before_s)
    watch.over("acknowledge", lambda: [acknowledgements([it.packet_id for it in batch]) for batch in batches])
    return watch.stages


class _Watch:
    """Measures stages over the same messages."""

    def __init__(self, messages: int) -> None:
        self._messages = messages
        self.stages: list[Stage] = []

    def over(self, title: str, work: Callable[[], ResultT]) -> ResultT:
        """Do the work and note what it took of the processor."""
        began_s = time.process_time()
        result = work()
        self.add(title, time.process_time() - began_s)
        return result

    def add(self, title: str, seconds: float) -> None:
        """Note what a stage took."""
        self.stages.append(Stage(title, seconds / self._messages * 1e6))


def _deliveries(stream: bytes) -> list[Delivery]:
    """Take the stream apart in chunks, as they come from the socket."""
    taken: list[Delivery] = []
    rest = b""
    for chunk in _chunks(stream):
        found = sort_packets(rest + chunk, Origin(datetime.now(UTC), 1, speaks_mqtt5=True))
        taken += found.deliveries
        rest = found.rest
    return taken


def _chunks(stream: bytes) -> Iterable[bytes]:
    return (stream[at : at + _CHUNK_BYTES] for at in range(0, len(stream), _CHUNK_BYTES))


def _packet(number: int, payload: Payload) -> bytes:
    """Return the payload as the broker sends it: PUBLISH, QoS 1, no properties."""
    topic = payload.topic.encode()
    body = (
        len(topic).to_bytes(2, "big")
        + topic
        + (number % 65535 + 1).to_bytes(2, "big")
        + b"\x00"
        + payload.body
    )
    return bytes([0x32, len(body) & 0x7F | 0x80, len(body) >> 7]) + body
