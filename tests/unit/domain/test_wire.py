"""The wire: what goes out comes back, and what is not a message is refused with a reason."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.codec import CodecError, check_clock, decode, encode, encode_batch
from domain.identifiers import derived_uuid, uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, Provenance
from domain.schemas import wire_schema

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
FROZEN = Path(__file__).with_name("wire_v1.schema.json")


def an_event(seq: int = 1) -> CameraEventObserved:
    return CameraEventObserved(
        id=uuid7(NOW, bytes([seq] * 10)),
        source="q1-bn-014",
        seq=seq,
        observed_at=NOW,
        provenance=Provenance.SIMULATED,
        kind=IncidentKind.CRASH,
        score=0.9,
    )


def test_a_message_survives_the_wire() -> None:
    assert decode(encode(an_event())) == [an_event()]


def test_a_batch_keeps_its_order() -> None:
    assert decode(encode_batch([an_event(2), an_event(1)])) == [an_event(2), an_event(1)]


def test_unknown_keys_never_reject_a_message() -> None:
    raw = json.loads(encode(an_event())) | {"plate": "51F-123.45"}
    assert decode(json.dumps(raw).encode()) == [an_event()]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"score": 1.5}, "score"),
        ({"kind": "face"}, "kind"),
        ({"kind": "ingest_behind"}, "the centre's own"),
        ({"observed_at": "2026-03-01T10:00:00"}, "observed_at"),
        ({"source": "Not A Slug"}, "source"),
        ({"source": "slug\n"}, "source"),
        ({"type": "camera.dream"}, "camera.dream"),
        ({"seq": -1}, "seq"),
    ],
)
def test_a_bad_field_is_refused_by_name(change: dict[str, object], named: str) -> None:
    raw = json.loads(encode(an_event())) | change
    with pytest.raises(CodecError, match=named):
        decode(json.dumps(raw).encode())


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"\xff\xfe", b"null", b"[" * 100_000, b'{"type": NaN}', encode(an_event())[:-9]]
)
def test_bytes_that_are_no_message_are_refused(payload: bytes) -> None:
    with pytest.raises(CodecError):
        decode(payload)


@pytest.mark.parametrize("observed_at", [datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(hours=2)])
def test_a_clock_that_cannot_be_right_is_refused(observed_at: datetime) -> None:
    raw = json.loads(encode(an_event())) | {"observed_at": observed_at.isoformat()}
    with pytest.raises(CodecError, match="clock"):
        check_clock(decode(json.dumps(raw).encode())[0], NOW)


def test_ids_are_ordered_by_time() -> None:
    later = uuid7(NOW + timedelta(milliseconds=1), bytes(10))
    assert uuid7(NOW, b"\xff" * 10) < later
    assert later.version == 7


def test_a_derived_id_is_the_same_for_the_same_names() -> None:
    assert derived_uuid("frigate", "1.2-abc") == derived_uuid("frigate", "1.2-abc")
    assert derived_uuid("frigate", "1.2-abc") != derived_uuid("other", "1.2-abc")


def test_the_wire_is_as_it_was_frozen() -> None:
    assert wire_schema() == json.loads(FROZEN.read_text(encoding="utf-8")), (
        f"the wire changed: if that is meant, write wire_schema() to {FROZEN.name} and say so in CHANGELOG.md"
    )
