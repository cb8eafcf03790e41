"""How much memory a worker holds while a long stream goes through it."""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.connection import Connection, connect
from db.ingest_bench import span
from opscenter.bench.backlog import single
from opscenter.bench.ingest_clients import publishers
from opscenter.bench.ingest_run import (
    Scene,
    filled_broker,
    registered_database,
    worker_environment,
)
from opscenter.proving.processes import Child, resident_mb, service, wait_until

_PARTS = 10
_PART_S = 600.0


@dataclass(frozen=True, slots=True)
class MemorySample:
    """What the worker held once it had stored so many messages."""

    messages: int
    resident_mb: float


def watch_memory(scene: Scene, total: int) -> list[MemorySample]:
    """Send `total` messages through one worker, and look at its memory after each tenth of them."""
    part = max(1, total // _PARTS)
    payloads = single(scene.backlog(total), scene.district.slug)
    samples = []
    with (
        filled_broker(scene, (), 1) as broker,
        registered_database(scene) as dsn,
        connect(dsn, "bench") as connection,
        tempfile.TemporaryDirectory() as folder,
        service("ingest", worker_environment(broker, dsn, 0, 1), Path(folder)) as worker,
        publishers(broker) as all_wards,
    ):
        for at in range(0, len(payloads), part):
            all_wards.publish(payloads[at : at + part])
            sent = min(at + part, len(payloads))
            wait_until(partial(_is_stored, connection, sent), _PART_S, partial(_last_words, worker))
            samples.append(MemorySample(sent, resident_mb(worker.pid)))
    return samples


def _is_stored(connection: Connection, count: int) -> bool:
    return span(connection).count >= count


def _last_words(worker: Child) -> str:
    return worker.words[-2000:]
