"""`opscenter bench ingest`: which contenders run, how often, and in what order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from db.connection import connect
from db.ingest_bench import copy_straight, span, written_for_copy
from db.staging import Received
from opscenter.bench import ingest_peers as peers
from opscenter.bench.backlog import WardMessage, batched, single
from opscenter.bench.ingest_memory import MemorySample, watch_memory
from opscenter.bench.ingest_run import (
    Run,
    Scene,
    filled_broker,
    registered_database,
    run_peer,
    run_workers,
    scene_of,
)
from opscenter.bench.ingest_stages import Stage, measure_stages
from opscenter.district_files import load_district
from opscenter.embedded_broker import find_mosquitto, mosquitto_version
from opscenter.proving.database import own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.progress import Steps, progress

_PEERS = (peers.EMPTY_311, peers.EMPTY_5, peers.SCRIPT)
_OUR_TURN = "1 worker"
_ARRAY = 100
_STAGE_MESSAGES = 50_000
_ROWS_PER_COPY = 5000


@dataclass(frozen=True, slots=True)
class IngestTrial:
    """What to measure: how large a backlog, how often, with how many workers, and on which database.

    The script is stopped after `script_s`: its rate does not change, and the whole backlog would take it
    minutes. `memory_messages` 0 leaves memory out.
    """

    messages: int
    runs: int
    workers: tuple[int, ...]
    is_batched: bool
    memory_messages: int
    script_s: float
    dsn: str | None = None
    choice: EngineChoice = EngineChoice.AUTO

    @property
    def more_workers(self) -> tuple[int, ...]:
        """Return how many workers share the stream, where several do."""
        return tuple(it for it in self.workers if it > 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs, by kind; rates of COPY in rows a second."""

    runs: tuple[Run, ...]
    batched: tuple[Run, ...]
    copy_rates: tuple[float, ...]
    memory: tuple[MemorySample, ...]
    stages: tuple[Stage, ...]
    versions: dict[str, str]


def measure_ingest(trial: IngestTrial) -> Measured:
    """Run everything the trial asks for."""
    steps_total = trial.runs * (len(_PEERS) + 1 + len(trial.more_workers) + 2 * trial.is_batched)
    with (
        own_database(trial.dsn, trial.choice) as database,
        progress("bench ingest", steps_total) as steps,
    ):
        scene = scene_of(load_district(), database)
        runs = [run for number in range(trial.runs) for run in _round(scene, trial, number, steps)]
        batches, copies = _batches(scene, trial, steps) if trial.is_batched else ([], [])
        memory = watch_memory(scene, trial.memory_messages) if trial.memory_messages else ()
        stages = measure_stages(scene, min(trial.messages, _STAGE_MESSAGES))
        return Measured(
            tuple(runs),
            tuple(batches),
            tuple(copies),
            tuple(memory),
            tuple(stages),
            _versions(database.title),
        )


def _round(scene: Scene, trial: IngestTrial, number: int, steps: Steps) -> list[Run]:
    """Let everyone drain the same backlog, in turns that change from round to round."""
    backlog = scene.backlog(trial.messages)
    payloads = single(backlog, scene.district.slug)
    runs: list[Run] = []
    with filled_broker(scene, payloads, 1, _PEERS) as broker:
        turns = (_OUR_TURN, *_PEERS)
        for name in turns[number % len(turns) :] + turns[: number % len(turns)]:
            steps.rename(name)
            if name == _OUR_TURN:
                runs.append(run_workers(scene, broker, backlog, 1))
            else:
                longest_s = trial.script_s if name == peers.SCRIPT else float("inf")
                runs.append(run_peer(scene, broker, name, len(backlog), longest_s))
            steps.advance()
    for workers in trial.more_workers:
        steps.rename(f"{workers} workers")
        with filled_broker(scene, payloads, workers) as broker:
            runs.append(run_workers(scene, broker, backlog, workers))
        steps.advance()
    return runs


def _batches(scene: Scene, trial: IngestTrial, steps: Steps) -> tuple[list[Run], list[float]]:
    """Return the runs with arrays as payloads, and the rates of COPY with the same rows."""
    runs, rates = [], []
    for _ in range(trial.runs):
        backlog = scene.backlog(trial.messages, with_units=False)
        steps.rename("arrays of messages")
        with filled_broker(scene, batched(backlog, scene.district.slug, _ARRAY), 1) as broker:
            runs.append(run_workers(scene, broker, backlog, 1))
        steps.advance()
        steps.rename("COPY")
        rates.append(_copy_rate(scene, backlog))
        steps.advance()
    return runs, rates


def _copy_rate(scene: Scene, backlog: Sequence[WardMessage]) -> float:
    """Return how many of the backlog's rows a second one connection takes by COPY, already written out."""
    now = datetime.now(UTC)
    chunks = written_for_copy([Received(it.message, it.ward_code, now) for it in backlog], _ROWS_PER_COPY)
    with registered_database(scene) as dsn, connect(dsn, "bench-copy") as connection:
        began = time.perf_counter()
        copy_straight(connection, chunks)
        seconds = time.perf_counter() - began
        return span(connection).count / seconds


def _versions(database: str) -> dict[str, str]:
    mosquitto = find_mosquitto()
    found = {"database": database, "paho-mqtt": version("paho-mqtt"), "psycopg": version("psycopg")}
    if mosquitto is not None:
        found["mosquitto"] = ".".join(str(part) for part in mosquitto_version(mosquitto))
    return found
