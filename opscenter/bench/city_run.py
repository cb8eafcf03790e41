"""`opscenter bench city`: a city's messages through broker, ingest and database, with rules and console."""

import contextlib
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from db.arrivals import StreamBytes, dead_letter_count, stream_bytes
from db.connection import connect
from db.registry import register_cameras, register_wards
from domain.codec import encode_batch
from domain.topics import batch_topic, simulated_namespace
from opscenter.bench.city import CITY_CAMERAS, SLUG, City, Recorder, Speech, a_city, beats
from opscenter.bench.city_watch import LOOK_EVERY_S, CommitWatch, Sample, growth_s, percentile
from opscenter.ports import HOST, free_port
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from opscenter.proving.database import OwnDatabase, own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Figure, Report, Table, at_most
from opscenter.proving.homes import temporary_home
from opscenter.proving.processes import Child, cpu_seconds, memory_mb, service, wait_until
from opscenter.proving.progress import progress
from simulators.replay_link import Saying
from simulators.settings import BrokerAddress

_LINES = 24
_DRAIN_S = 60.0
_PACKET_HEAD = 8
"""Fixed header, length of the topic, packet id and properties of a PUBLISH at QoS 1."""
_P99_GOAL_MS = 500.0
_GROWTH_GOAL_S = 0.5


@dataclass(frozen=True, slots=True)
class CityTrial:
    """What to run: how many cameras, how often each speaks, for how long, on which database."""

    cameras: int = CITY_CAMERAS
    seconds: float = 600.0
    period_s: float = 60.0
    dsn: str | None = None
    choice: EngineChoice = EngineChoice.AUTO


@dataclass(frozen=True, slots=True)
class ProcessLoad:
    """What a process took of the machine while the messages flowed."""

    name: str
    cpu_s: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class CityResult:
    """What was seen."""

    trial: CityTrial
    messages: int
    payloads: int
    wire_bytes: int
    seconds: float
    latest_s: float
    latencies_s: tuple[float, ...]
    samples: tuple[Sample, ...]
    unstored: int
    dead: int
    loads: tuple[ProcessLoad, ...]
    streams: tuple[StreamBytes, ...]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the recorders said, and how late the latest of them was."""

    messages: int
    payloads: int
    wire_bytes: int
    seconds: float
    latest_s: float


def run_city(trial: CityTrial) -> CityResult:
    """Run the trial; the machine carries the city and everything that measures it."""
    city = a_city(trial.cameras)
    with (
        own_database(trial.dsn, trial.choice) as database,
        own_mosquitto() as broker,
        _services(database, broker) as children,
        CommitWatch(database.dsn) as watch,
    ):
        with connect(database.dsn, "opscenter-bench") as connection:
            register_wards(connection, city.district)
            register_cameras(connection, city.cameras)
        with _lines(broker) as lines:
            speech = Speech()
            _warm_up(city.recorders[0], speech, lines, watch)
            pids = _pids(database, broker, children)
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            said = _speak(city, trial, speech, lines, watch)
            loads = tuple(
                ProcessLoad(name, cpu_seconds(pid) - before[name], memory_mb(pid))
                for name, pid in pids.items()
            )
            with contextlib.suppress(TimeoutError):
                _drain(watch)
        with connect(database.dsn, "opscenter-bench") as connection:
            dead, streams = dead_letter_count(connection), tuple(stream_bytes(connection))
        return CityResult(
            trial=trial,
            messages=said.messages,
            payloads=said.payloads,
            wire_bytes=said.wire_bytes,
            seconds=said.seconds,
            latest_s=said.latest_s,
            latencies_s=tuple(watch.latencies_s),
            samples=tuple(watch.samples),
            unstored=watch.waiting,
            dead=dead,
            loads=loads,
            streams=streams,
            versions={"database": database.title},
        )


def report_of(result: CityResult) -> Report:
    """Return the report of a run."""
    trial = result.trial
    return Report(
        title=f"A city: {trial.cameras:,} cameras, one count each {trial.period_s:g} s, 2 % eventful, "
        f"for {result.seconds:.0f} s",
        figures=_figures(result),
        tables=(_backlog_table(result.samples), _load_table(result)),
        versions=result.versions,
        remarks=_remarks(result),
    )


def _remarks(result: CityResult) -> tuple[str, ...]:
    """Return how it was measured, in words."""
    how = (
        "A message's time runs from just before it is published until a reader of the database sees its row "
        f"(asked every {LOOK_EVERY_S * 1000:.0f} ms): never too short, too long by up to one round."
    )
    what = (
        f"{result.messages:,} messages in {result.payloads:,} payloads ({result.wire_bytes / 1e6:.0f} MB): "
        "a recorder says what its nine cameras counted and saw in one JSON array."
    )
    late = f"The recorders spoke at most {result.latest_s * 1000:.0f} ms later than they meant to."
    return how, what, late


def _figures(result: CityResult) -> tuple[Figure, ...]:
    counted = result.latencies_s
    p50, p99 = percentile(counted, 0.5) * 1000, percentile(counted, 0.99) * 1000
    growth = growth_s(result.samples)
    return (
        Figure("ingest.city_p99_ms", p99, "ms", at_most(_P99_GOAL_MS), "publish to commit"),
        Figure("ingest.city_p50_ms", p50, "ms"),
        Figure("ingest.city_messages_per_s", result.messages / result.seconds, "messages/s"),
        Figure("ingest.city_backlog_growth_s", growth, "s", at_most(_GROWTH_GOAL_S), "last third - first"),
        Figure("ingest.city_unstored", result.unstored, "messages", at_most(0)),
        Figure("ingest.city_dead", result.dead, "messages", at_most(0)),
        *(Figure(f"city.cpu_{it.name}", it.cpu_s / result.seconds, "cores") for it in result.loads),
        *(Figure(f"city.memory_{it.name}", it.memory_mb, "MB") for it in result.loads),
        Figure("city.wire_bytes_per_message", result.wire_bytes / result.messages, "bytes"),
        *(
            Figure(f"city.disk_bytes_per_{it.stream}", it.bytes / it.rows, "bytes", note="not compressed")
            for it in result.streams
            if it.rows
        ),
    )


def _backlog_table(samples: Sequence[Sample]) -> Table:
    """Return what was waiting over time, in at most ten rows."""
    step = max(1, len(samples) // 10)
    rows = tuple((f"{it.at_s:.0f}", f"{it.waiting}", f"{it.oldest_s:.2f}") for it in samples[::step])
    return Table("Published and not yet committed", ("after s", "messages", "oldest s"), rows)


def _load_table(result: CityResult) -> Table:
    rows = tuple(
        (
            it.name,
            f"{it.cpu_s / result.seconds:.2f}",
            f"{it.cpu_s * 1e6 / result.messages:.0f}",
            f"{it.memory_mb:.0f}",
        )
        for it in result.loads
    )
    return Table("What each process took", ("process", "cores", "us a message", "memory MB"), rows)


@contextlib.contextmanager
def _services(database: OwnDatabase, broker: OwnMosquitto) -> Iterator[list[Child]]:
    """Run ingest, rules and console, each a process of its own."""
    url = {"OPSCENTER_DATABASE_URL": database.dsn}
    port = free_port()
    console = {**url, **broker.environment("console"), "OPSCENTER_HTTP_PORT": str(port)}
    with temporary_home() as home, ExitStack() as stack:
        children = [
            stack.enter_context(service("ingest", {**url, **broker.environment("ingest")}, home.path)),
            stack.enter_context(service("rules", url, home.path)),
            stack.enter_context(service("dashboard", console, home.path)),
        ]
        wait_until(lambda: _is_served(port), words=lambda: children[-1].words[-2000:])
        yield children


@contextlib.contextmanager
def _lines(broker: OwnMosquitto) -> Iterator[list[Saying]]:
    """Open one connection for each district."""
    entry = broker.entry("replay")
    address = BrokerAddress(entry.host, entry.port, entry.username, entry.password)
    stop = threading.Event()
    with ExitStack() as stack:
        yield [stack.enter_context(Saying(address, f"city-{line:02d}", stop)) for line in range(_LINES)]


def _warm_up(recorder: Recorder, speech: Speech, lines: Sequence[Saying], watch: CommitWatch) -> None:
    """Return once what a recorder says comes through; that is not measured."""
    _say(recorder, speech, lines, watch)
    wait_until(lambda: watch.waiting == 0)
    watch.latencies_s.clear()
    watch.samples.clear()


def _speak(
    city: City, trial: CityTrial, speech: Speech, lines: Sequence[Saying], watch: CommitWatch
) -> _Said:
    """Let every recorder speak when it is due."""
    messages = payloads = size = 0
    latest_s = 0.0
    began = time.monotonic()
    with progress("the city speaks", trial.seconds) as steps:
        shown_s = 0.0
        for due_s, recorder in beats(city.recorders, trial.period_s, trial.seconds):
            late_s = time.monotonic() - began - due_s
            if late_s < 0:
                time.sleep(-late_s)
            latest_s = max(latest_s, late_s)
            said, wire_bytes = _say(recorder, speech, lines, watch)
            messages, payloads, size = messages + said, payloads + 1, size + wire_bytes
            if due_s - shown_s >= 1:
                steps.advance(due_s - shown_s)
                shown_s = due_s
    return _Said(messages, payloads, size, time.monotonic() - began, latest_s)


def _say(recorder: Recorder, speech: Speech, lines: Sequence[Saying], watch: CommitWatch) -> tuple[int, int]:
    """Publish what a recorder has to say now; return how many messages, and their bytes on the wire."""
    said = list(speech.of(recorder, datetime.now(UTC)))
    topic = str(batch_topic(simulated_namespace(SLUG), recorder.ward_code, recorder.code))
    payload = encode_batch(said)
    for message in said:
        watch.expect(message.source, message.seq, message.observed_at)
    lines[recorder.district % len(lines)].say(topic, payload)
    return len(said), len(topic) + len(payload) + _PACKET_HEAD


def _drain(watch: CommitWatch) -> None:
    """Wait until everything published is committed; raise TimeoutError when it is not in a minute."""
    deadline = time.monotonic() + _DRAIN_S
    while watch.waiting:
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


def _pids(database: OwnDatabase, broker: OwnMosquitto, children: Sequence[Child]) -> dict[str, int]:
    """Return the process ids of what takes part; a database server that was named is not ours to watch."""
    own = {} if database.server is None else {"database": database.server.pid}
    return {"broker": broker.pid, **own, **{child.name: child.pid for child in children}}


def _is_served(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/api/v1/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
