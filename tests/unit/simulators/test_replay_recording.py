"""Recordings: what is written comes back; what is cut or foreign is named by its line."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    CitizenReported,
    Message,
    Moment,
    PoliceReported,
    Provenance,
    SnapshotTaken,
    VehiclesCounted,
)
from domain.topics import topic_for
from simulators.recording import Recorded, RecordingError, RecordingReader, RecordingWriter

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def flow(seq: int) -> VehiclesCounted:
    return VehiclesCounted(
        id=uuid7(NOW, bytes([seq] * 10)),
        source="q1-bn-014",
        seq=seq,
        observed_at=NOW,
        provenance=Provenance.SIMULATED,
        period_s=10,
        motorcycles=8,
        cars=2,
        buses=0,
        trucks=0,
        bicycles=0,
        speed_kmh=24.5,
        occupancy=0.2,
    )


def picture(provenance: Provenance) -> SnapshotTaken:
    return SnapshotTaken(
        id=uuid7(NOW, bytes(10)),
        source="q1-bn-014",
        seq=9,
        observed_at=NOW,
        provenance=provenance,
        event_id=uuid7(NOW, bytes(10)),
        moment=Moment.AT,
        width=4,
        height=3,
        sha256="0" * 64,
        jpeg=b"\xff\xd8",
    )


def recorded(message: Message, t_s: float = 0.0) -> Recorded:
    return Recorded(t_s, topic_for("d1", "26740", message), message)


def write(path: Path, *entries: Recorded, with_pictures: bool = False) -> RecordingWriter:
    with RecordingWriter(path, NOW, "d1", with_pictures=with_pictures) as writer:
        for entry in entries:
            writer.write(entry)
    return writer


def test_what_was_said_comes_back(tmp_path: Path) -> None:
    entries = [recorded(flow(seq), seq / 10) for seq in range(5)]
    write(tmp_path / "r.jsonl.gz", *entries)
    reader = RecordingReader(tmp_path / "r.jsonl.gz")
    assert (reader.head.started_at, reader.head.district) == (NOW, "d1")
    assert list(reader) == entries
    assert reader.cut_after_line is None


def test_no_number_plate_gets_in(tmp_path: Path) -> None:
    told = {"kind": IncidentKind.ILLEGAL_PARKING, "lat": 10.77, "lon": 106.7, "text": "xe 51F-123.45 đỗ sai"}
    head = {"id": uuid7(NOW), "seq": 1, "observed_at": NOW, "provenance": Provenance.SIMULATED}
    report = PoliceReported(source="post-26740", **head, **told)  # type: ignore[arg-type]
    citizen = CitizenReported(source="app-26740", channel="59-X1 234.56", **head, **told)  # type: ignore[arg-type]
    write(tmp_path / "r.jsonl.gz", recorded(report), recorded(citizen))
    text = gzip.decompress((tmp_path / "r.jsonl.gz").read_bytes()).decode()
    assert "123.45" not in text
    assert "234.56" not in text
    assert "đỗ sai" in text


@pytest.mark.parametrize(
    ("provenance", "with_pictures", "expected"),
    [
        (Provenance.SIMULATED, True, 1),
        (Provenance.SIMULATED, False, 0),
        (Provenance.REAL, True, 0),
    ],
)
def test_pictures_get_in_only_when_wanted_and_never_a_real_cameras(
    tmp_path: Path, provenance: Provenance, with_pictures: bool, expected: int
) -> None:
    writer = write(tmp_path / "r.jsonl.gz", recorded(picture(provenance)), with_pictures=with_pictures)
    assert (writer.written, writer.left_out_pictures) == (expected, 1 - expected)


def test_a_killed_recorder_leaves_what_it_flushed(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    writer = RecordingWriter(path, NOW, "d1", with_pictures=False)
    for seq in range(3):
        writer.write(recorded(flow(seq)))
    writer.flush()
    on_disk = path.read_bytes()  # as a kill would leave it: no end of the gzip stream
    (tmp_path / "killed.jsonl.gz").write_bytes(on_disk)
    reader = RecordingReader(tmp_path / "killed.jsonl.gz")
    assert [entry.message for entry in reader] == [flow(seq) for seq in range(3)]
    assert reader.cut_after_line == 4


def test_a_file_cut_in_the_middle_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    write(path, *[recorded(flow(seq % 250), seq) for seq in range(2_000)])
    path.write_bytes(path.read_bytes()[:-2_000])
    reader = RecordingReader(path)
    read = list(reader)
    assert 0 < len(read) < 2_000
    assert reader.cut_after_line == len(read) + 1


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl.gz")
    with pytest.raises(RecordingError, match="is there already"):
        write(tmp_path / "r.jsonl.gz")


HEAD = (
    b'{"format":"opscenter-recording","version":1,"started_at":"2026-03-01T10:00:00Z",'
    b'"district":"d1","has_pictures":false}\n'
)


def _packed(lines: bytes) -> bytes:
    """Return lines as a recording has them, the same bytes at any time of day."""
    return gzip.compress(lines, mtime=0)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (_packed(b""), "line 1: the recording is empty"),
        (b"no gzip at all", "line 1"),
        (_packed(b'{"t": 1}\n'), "line 1: is not the head"),
        (_packed(HEAD.replace(b'"version":1', b'"version":9')), "line 1.*version 9"),
        (_packed(HEAD + b'{"t": 1}\n'), "line 2: is not a recorded message"),
        (_packed(HEAD + b"\xff\xfe\n"), "line 2: is not a recorded message"),
        (_packed(HEAD + b'{"t":0,"topic":"a/b","message":{}}\n'), "line 2.*topic"),
        (_packed(HEAD + b'{"t":0,"topic"'), "line 2: is cut off"),
    ],
)
def test_a_foreign_file_is_refused_by_its_line(tmp_path: Path, content: bytes, named: str) -> None:
    path = tmp_path / "odd.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=named):
        list(RecordingReader(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="nowhere"):
        RecordingReader(tmp_path / "nowhere.gz")


def test_a_line_that_goes_back_in_time_is_named(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl.gz", recorded(flow(1), 5.0), recorded(flow(2), 4.0))
    with pytest.raises(RecordingError, match="line 3: goes back in time"):
        list(RecordingReader(tmp_path / "r.jsonl.gz"))
