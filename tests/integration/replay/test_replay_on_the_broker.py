"""Recording and replaying through a real broker."""

import itertools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from domain.codec import encode, encode_batch
from domain.identifiers import uuid7
from domain.messages import Provenance, VehiclesCounted
from opscenter.embedded_broker import find_mosquitto
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from simulators.recording import RecordingReader
from simulators.replay import RecordingSummary, play, record
from simulators.replay_link import ReplayLinkError
from simulators.settings import BrokerAddress
from tests.integration.listener import Listener
from tests.integration.mosquitto import NO_MOSQUITTO, Publisher
from tests.unit.simulators.test_replay_recording import NOW, flow, recorded, write

pytestmark = pytest.mark.mosquitto
FLOW_TOPIC = "d1-sim/v1/26740/camera/q1-bn-014/flow"


@pytest.fixture
def broker() -> Iterator[OwnMosquitto]:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as running:
        yield running


def as_login(broker: OwnMosquitto, login: str) -> BrokerAddress:
    return BrokerAddress(HOST, broker.port, login, PASSWORD)


class Recorder:
    """A recording that goes on in a thread until it is ended."""

    def __init__(self, broker: OwnMosquitto, path: Path) -> None:
        self._stop = threading.Event()
        self._summaries: list[RecordingSummary] = []
        self._thread = threading.Thread(target=self._record, args=(broker, path))
        self._thread.start()
        wait_until(path.is_file)

    def end(self) -> RecordingSummary:
        self._stop.set()
        self._thread.join(20)
        return self._summaries[0]

    def _record(self, broker: OwnMosquitto, path: Path) -> None:
        self._summaries.append(record(path, as_login(broker, "recorder"), "d1", stop=self._stop))


def flow_at(seq: int, t_s: float) -> VehiclesCounted:
    return msgspec.structs.replace(flow(seq), observed_at=NOW + timedelta(seconds=t_s))


def wait_until(happened: object, timeout_s: float = 20.0) -> None:
    assert callable(happened)
    deadline = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_was_recorded_is_said_again_as_replayed(broker: OwnMosquitto, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    recorder = Recorder(broker, path)
    with Listener(broker) as listener, Publisher(broker, "sim-26740") as publisher:
        publisher.publish(FLOW_TOPIC, encode_batch([flow(1), flow(2)]))
        publisher.publish(FLOW_TOPIC, b"no message at all {")
        publisher.publish(FLOW_TOPIC, encode(flow(3)).replace(b'"seq"', b'"plate":"51F-123.45","seq"'))
        listener.wait_for(lambda: len(listener.of_type(VehiclesCounted)) == 3)
    summary = recorder.end()
    assert (summary.written, summary.not_understood) == (3, 1)
    with Listener(broker) as listener:
        played = play(path, as_login(broker, "replay"), "d1", stop=threading.Event(), speed=100)
        listener.wait_for(lambda: len(listener.of_type(VehiclesCounted)) == 3)
        fresh = listener.of_type(VehiclesCounted)
    assert (played.said, played.cut_after_line) == (3, None)
    assert {message.provenance for message in fresh} == {Provenance.REPLAYED}
    assert [message.seq for message in fresh] == [0, 1, 2]
    assert {message.id for message in fresh}.isdisjoint({flow(seq).id for seq in (1, 2, 3)})


def test_the_spacing_is_kept_without_drift(broker: OwnMosquitto, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    write(path, *[recorded(flow_at(seq, seq * 0.5), seq * 0.5) for seq in range(41)])
    with Listener(broker) as listener:
        began_s = time.monotonic()
        played = play(path, as_login(broker, "replay"), "d1", stop=threading.Event(), speed=10)
        spent_s = time.monotonic() - began_s
        listener.wait_for(lambda: len(listener.of_type(VehiclesCounted)) == 41)
        times = [message.observed_at for message in listener.of_type(VehiclesCounted)]
    assert 2.0 <= spent_s < 4.0
    gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(times)]
    assert all(gap == pytest.approx(0.05, abs=1e-3) for gap in gaps)
    assert played.latest_s < 1.0


def test_a_replay_can_be_stopped_at_once(broker: OwnMosquitto, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    write(path, recorded(flow(1)), recorded(flow(2), 3_600))
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began_s = time.monotonic()
    played = play(path, as_login(broker, "replay"), "d1", stop=stop)
    assert played.said <= 1
    assert time.monotonic() - began_s < 10


def test_a_recorder_that_is_killed_leaves_a_recording_that_plays(
    broker: OwnMosquitto, tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl.gz"
    script = (
        "import sys, threading; from pathlib import Path; from simulators.replay import record; "
        "from simulators.settings import BrokerAddress; "
        "broker = BrokerAddress('127.0.0.1', int(sys.argv[2]), 'recorder', sys.argv[3]); "
        "record(Path(sys.argv[1]), broker, 'd1', stop=threading.Event())"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path), str(broker.port), PASSWORD])
    try:
        wait_until(path.is_file, 30)
        with Publisher(broker, "sim-26740") as publisher:
            publisher.publish(FLOW_TOPIC, encode(flow(1)))
        wait_until(lambda: len(list(RecordingReader(path))) == 1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    played = play(path, as_login(broker, "replay"), "d1", stop=threading.Event(), speed=100)
    assert (played.said, played.cut_after_line) == (1, 2)


def test_a_replay_may_not_speak_in_the_real_namespace(broker: OwnMosquitto, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    now = datetime.now(UTC)
    real = msgspec.structs.replace(flow(1), id=uuid7(now), provenance=Provenance.REAL)
    write(path, recorded(real))
    with Listener(broker) as listener:
        play(path, as_login(broker, "replay"), "d1", stop=threading.Event())
        listener.wait_for(lambda: listener.heard)
        assert all(topic.startswith("d1-sim/") for topic, _, _ in listener.heard)
        assert {message.provenance for _, message, _ in listener.heard} == {Provenance.REPLAYED}


def test_a_wrong_password_is_named(broker: OwnMosquitto, tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl.gz", recorded(flow(1)))
    wrong = BrokerAddress(HOST, broker.port, "replay", "not-the-password")
    with pytest.raises(ReplayLinkError, match="refuses the login replay"):
        play(tmp_path / "r.jsonl.gz", wrong, "d1", stop=threading.Event())
