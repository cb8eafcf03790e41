"""Runs the contenders of `bench ingest`, each on the same backlog and on an empty database of its own."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from db.connection import Connection, connect
from db.gaps import look_for_gaps, open_gaps
from db.ingest_bench import BacklogOutcome, backlog_outcome, has_come, span
from db.migrate import Engine
from domain.messages import CameraEventObserved, UnitMoved, VehiclesCounted
from domain.places import Camera, District, Unit
from ingest.dialects.device_registry import DeviceRegistry
from ingest.subscriptions import fact_filters
from opscenter.bench import ingest_peers as peers
from opscenter.bench.backlog import Payload, WardMessage, messages
from opscenter.bench.ingest_clients import Protocol, keep_session, publishers
from opscenter.bench.ingest_peers import Taken
from opscenter.demo_district import prepare_database, register_simulated
from opscenter.errors import OpscenterError
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from opscenter.proving.database import OwnDatabase, fresh_database
from opscenter.proving.processes import Child, cpu_seconds, service, wait_until
from simulators.fleet import DEFAULT_CAMERAS, simulated_cameras, simulated_units

INSTANCE = "bench"
LOGIN = "ingest"
_SEED = 1
_DRAINED_S = 1800.0
_LOOK_EVERY_S = 0.02
_LOOK_SELDOM_S = 0.3
_NEAR_THE_END = 0.97


@dataclass(frozen=True, slots=True)
class Scene:
    """The district whose cameras and units speak, and the server on which databases are made."""

    district: District
    cameras: tuple[Camera, ...]
    units: tuple[Unit, ...]
    database: OwnDatabase

    @property
    def wards(self) -> tuple[str, ...]:
        """Return the codes of its wards, which have logins at the broker."""
        return tuple(sorted({ward.code for ward in self.district.wards}))

    @property
    def server_dsn(self) -> str:
        """Return where databases are made: on the private server, or on the one that was named."""
        return self.database.dsn if self.database.server is None else self.database.server.dsn

    @property
    def engine(self) -> Engine:
        """Return the engine of its databases."""
        return self.database.engine

    def backlog(self, total: int, *, with_units: bool = True) -> list[WardMessage]:
        """Return a backlog that ends now."""
        return messages(self.cameras, self.units if with_units else (), total, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Run:
    """One contender's run: what it took in how long, and the processor time of all who took part."""

    contender: str
    taken: Taken
    broker_cpu_s: float
    own_cpu_s: float
    database_cpu_s: float
    outcome: BacklogOutcome | None = None
    missing: int = 0
    expected: BacklogOutcome | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether a worker's run came to what was sent: each message once, nothing missing."""
        return self.outcome == self.expected and not self.missing


def scene_of(district: District, database: OwnDatabase) -> Scene:
    """Return the scene in which the district's simulated cameras and units speak."""
    return Scene(
        district,
        simulated_cameras(district, DEFAULT_CAMERAS, _SEED),
        simulated_units(district, _SEED),
        database,
    )


@contextlib.contextmanager
def filled_broker(
    scene: Scene, payloads: Sequence[Payload], workers: int, peer_names: Sequence[str] = ()
) -> Iterator[OwnMosquitto]:
    """Give a broker in which the workers' sessions and those of the peers hold the backlog."""
    own = [it.written(workers > 1) for it in fact_filters(scene.district.slug, DeviceRegistry())]
    plain = [it.written(False) for it in fact_filters(scene.district.slug, DeviceRegistry())]
    with own_mosquitto(district=scene.district.slug, ward_codes=scene.wards) as broker:
        entry = broker.entry(LOGIN)
        for slot in range(workers):
            keep_session(entry, f"{INSTANCE}-ingest-{slot}", own, Protocol.MQTT_5)
        for name in peer_names:
            keep_session(entry, name, plain, peers.PROTOCOLS[name])
        with publishers(broker) as all_wards:
            all_wards.publish(payloads)
        yield broker


@contextlib.contextmanager
def registered_database(scene: Scene) -> Iterator[str]:
    """Give the address of an empty database that knows the scene's cameras and units."""
    with fresh_database(scene.server_dsn, scene.engine) as dsn:
        prepare_database(dsn, scene.district, seats=())
        register_simulated(dsn, scene.district, cameras=DEFAULT_CAMERAS, seed=_SEED)
        yield dsn


def run_workers(scene: Scene, broker: OwnMosquitto, backlog: Sequence[WardMessage], workers: int) -> Run:
    """Let our workers drain their sessions, until every row is committed."""
    last = backlog[-1].message
    with (
        registered_database(scene) as dsn,
        connect(dsn, "bench") as connection,
        tempfile.TemporaryDirectory() as folder,
        contextlib.ExitStack() as services,
    ):
        before = _Cpu.now(scene, broker)
        children = [
            services.enter_context(
                service("ingest", worker_environment(broker, dsn, slot, workers), _folder(folder, slot))
            )
            for slot in range(workers)
        ]
        wait_until(
            lambda: has_come(connection, last.source, last.observed_at),
            _DRAINED_S,
            lambda: children[0].words[-2000:],
        )
        taken = _all_stored(connection, len(backlog), children)
        spent = _Cpu.now(scene, broker).since(before)
        own_cpu_s = sum(cpu_seconds(child.pid) for child in children)
        missing = _missing(connection)
        return Run(
            f"{workers} worker{'s' if workers > 1 else ''}",
            taken,
            spent.broker_s,
            own_cpu_s,
            spent.database_s,
            backlog_outcome(connection),
            missing,
            expected_outcome(backlog),
        )


def expected_outcome(backlog: Sequence[WardMessage]) -> BacklogOutcome:
    """Return what the backlog must come to, however many workers store it."""
    kinds = Counter(type(it.message) for it in backlog)
    newest = {it.message.source: it.message.seq for it in backlog if isinstance(it.message, UnitMoved)}
    return BacklogOutcome(
        counts=kinds[VehiclesCounted],
        events=kinds[CameraEventObserved],
        positions=kinds[UnitMoved],
        dead_letters=0,
        units=",".join(f"{code} {seq}" for code, seq in sorted(newest.items())),
    )


def run_peer(scene: Scene, broker: OwnMosquitto, name: str, total: int, longest_s: float) -> Run:
    """Let a peer drain its session, or as much of it as it can in `longest_s`."""
    with registered_database(scene) as dsn:
        before = _Cpu.now(scene, broker)
        command = [sys.executable, "-P", "-m", peers.__name__, name, str(total), str(longest_s)]
        environment = {**os.environ, **broker.environment(LOGIN), "OPSCENTER_DATABASE_URL": dsn}
        began = _children_cpu_s()
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode:
            raise OpscenterError(f"{name} failed: {done.stderr.decode(errors='replace')[-2000:]}")
        spent = _Cpu.now(scene, broker).since(before)
        taken = msgspec.json.decode(done.stdout, type=Taken)
        return Run(name, taken, spent.broker_s, _children_cpu_s() - began, spent.database_s)


@dataclass(frozen=True, slots=True)
class _Cpu:
    """Processor time of broker and database; not a number for a server that is not ours."""

    broker_s: float
    database_s: float

    @classmethod
    def now(cls, scene: Scene, broker: OwnMosquitto) -> "_Cpu":
        """Return what they used until now."""
        server = scene.database.server
        return cls(cpu_seconds(broker.pid), float("nan") if server is None else cpu_seconds(server.pid))

    def since(self, before: "_Cpu") -> "_Cpu":
        """Return what they used since `before`."""
        return _Cpu(self.broker_s - before.broker_s, self.database_s - before.database_s)


def _all_stored(connection: Connection, total: int, children: Sequence[Child]) -> Taken:
    """Wait until every message is stored; the clock runs from the first one received to this moment."""
    deadline = time.monotonic() + _DRAINED_S
    while True:
        found = span(connection)
        now = datetime.now(UTC)
        if found.count >= total and found.first_received_at is not None:
            return Taken(found.count, (now - found.first_received_at).total_seconds())
        if time.monotonic() > deadline or not all(child.is_running for child in children):
            raise OpscenterError(f"{found.count} of {total} were stored: {children[0].words[-2000:]}")
        # Counting takes the database's time, so it is asked seldom until the end is near.
        time.sleep(_LOOK_EVERY_S if found.count > total * _NEAR_THE_END else _LOOK_SELDOM_S)


def _missing(connection: Connection) -> int:
    """Return how many numbers the gap report says are missing, all of the backlog being settled."""
    look_for_gaps(connection, timedelta(0))
    return sum(it.missing for it in open_gaps(connection))


def worker_environment(broker: OwnMosquitto, dsn: str, slot: int, workers: int) -> Mapping[str, str]:
    """Return the variables of the worker in a slot."""
    return {
        **broker.environment(LOGIN),
        "OPSCENTER_DATABASE_URL": dsn,
        "OPSCENTER_INSTANCE": INSTANCE,
        "OPSCENTER_WORKER_SLOT": str(slot),
        "OPSCENTER_WORKERS": str(workers),
    }


def _folder(parent: str, slot: int) -> Path:
    folder = Path(parent) / str(slot)
    folder.mkdir()
    return folder


def _children_cpu_s() -> float:
    """Return the processor time of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system
