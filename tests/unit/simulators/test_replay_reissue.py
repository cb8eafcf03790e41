"""A replayed message is a new one: new id, own count, now, replayed, and by whom the casting says."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    Message,
    Moment,
    Provenance,
    SnapshotRequested,
    SnapshotTaken,
)
from domain.topics import topic_for
from simulators.casting import CastingError, Part, read_casting
from simulators.recording import Recorded
from simulators.reissue import Reissuer

THEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
CASTING = {"q1-bn-014": Part("q1-bt-001", "26743"), "gw-26740": Part("gw-26743", "26743")}


def reissuer(salt: bytes = b"salt") -> Reissuer:
    return Reissuer("d1", CASTING, salt, NOW)


def event(source: str = "q1-bn-014", age_s: float = 0.0) -> CameraEventObserved:
    return CameraEventObserved(
        id=uuid7(THEN, b"0123456789"),
        source=source,
        seq=77,
        observed_at=THEN - timedelta(seconds=age_s),
        provenance=Provenance.REAL,
        kind=IncidentKind.CRASH,
        score=0.9,
    )


def picture_of(shown: CameraEventObserved) -> SnapshotTaken:
    return SnapshotTaken(
        id=uuid7(THEN, b"9876543210"),
        source=shown.source,
        seq=78,
        observed_at=THEN,
        provenance=Provenance.SIMULATED,
        event_id=shown.id,
        moment=Moment.AT,
        width=4,
        height=3,
        sha256="0" * 64,
        jpeg=b"\xff\xd8",
    )


def said(
    message: Message, teller: Reissuer | None = None, *, was_retained: bool = False
) -> tuple[str, Message]:
    recorded = Recorded(0.0, topic_for("d1", "26740", message), message, was_retained)
    fresh = (teller or reissuer()).reissue(recorded, THEN, NOW)
    assert fresh is not None
    return str(fresh[0]), fresh[1]


def test_it_is_replayed_in_the_simulators_namespace_and_by_its_part() -> None:
    topic, fresh = said(event())
    assert topic == "d1-sim/v1/26743/camera/q1-bt-001/event"
    assert (fresh.provenance, fresh.source) == (Provenance.REPLAYED, "q1-bt-001")


def test_a_source_without_a_part_plays_itself() -> None:
    topic, _ = said(event("q1-bn-015"))
    assert topic == "d1-sim/v1/26740/camera/q1-bn-015/event"


def test_an_event_and_its_picture_still_meet() -> None:
    teller = reissuer()
    shown = event()
    topic, fresh_picture = said(picture_of(shown), teller)
    _, fresh_event = said(shown, teller)
    assert isinstance(fresh_picture, SnapshotTaken)
    assert fresh_picture.event_id == fresh_event.id != shown.id
    assert topic.endswith(f"/snapshot/{fresh_event.id}")


def test_two_replays_are_no_repeat_of_each_other() -> None:
    assert said(event(), reissuer(b"one"))[1].id != said(event(), reissuer(b"two"))[1].id


def test_an_id_that_another_system_gave_gets_a_new_one_too() -> None:
    foreign = msgspec.structs.replace(event(), id=uuid.uuid5(uuid.NAMESPACE_URL, "frigate"))
    assert said(foreign)[1].id.version == 7


def test_each_source_counts_for_itself_from_nought() -> None:
    teller = reissuer()
    seqs = [said(event(source), teller)[1].seq for source in ("q1-bn-015", "q1-bn-014", "q1-bn-015")]
    assert seqs == [0, 0, 1]


def test_a_message_that_came_late_comes_late_again() -> None:
    assert said(event(age_s=90))[1].observed_at == NOW - timedelta(seconds=90)


def test_what_was_retained_is_as_of_now() -> None:
    assert said(event(age_s=9_000), was_retained=True)[1].observed_at == NOW


def test_a_clock_that_ran_ahead_is_not_carried_into_the_future() -> None:
    assert said(event(age_s=-30))[1].observed_at == NOW


def test_a_camera_names_the_gateway_of_its_part() -> None:
    status = CameraStatusReported(
        id=uuid7(THEN),
        source="q1-bn-014",
        seq=1,
        observed_at=THEN,
        provenance=Provenance.REAL,
        state=CameraState.ONLINE,
        gateway="gw-26740",
    )
    _, fresh = said(status)
    assert isinstance(fresh, CameraStatusReported)
    assert fresh.gateway == "gw-26743"


def test_what_the_centre_asked_is_not_asked_again() -> None:
    asked = SnapshotRequested(
        id=uuid7(THEN),
        source="q1-bn-014",
        seq=1,
        observed_at=THEN,
        provenance=Provenance.REAL,
        purpose="look",
    )
    assert reissuer().reissue(Recorded(0.0, topic_for("d1", "26740", asked), asked), THEN, NOW) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cast.csv", "source,plays,ward\nq1-bn-014,q1-bt-001,26743\ngw-26740,gw-26743,26743\n"),
        (
            "cast.toml",
            """
            [sources]
            q1-bn-014 = {plays = "q1-bt-001", ward = "26743"}
            gw-26740 = {plays = "gw-26743", ward = "26743"}
            """,
        ),
    ],
)
def test_a_casting_is_read_from_csv_and_toml(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_casting(tmp_path / name) == CASTING


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("cast.csv", "source,plays\na,b\n", "line 1.*ward"),
        ("cast.csv", "source,plays,ward\na,B C,26740\n", "line 2.*B C"),
        ("cast.csv", "source,plays,ward\na,b,26740\na,c,26740\n", "line 3.*twice"),
        ("cast.csv", "source,plays,ward\na\n", "line 2"),
        ("cast.toml", "sources = 3\n", "sources"),
        ("cast.toml", '[sources]\na = {plays = "b"}\n', "a: ''"),
        ("cast.toml", "[sources\n", "cast.toml"),
    ],
)
def test_a_mistake_in_a_casting_is_named(tmp_path: Path, name: str, text: str, named: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CastingError, match=named):
        read_casting(tmp_path / name)
