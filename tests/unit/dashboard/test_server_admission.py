"""What a live picture must be before a browser gets it."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.live_admission import MAX_JPEG_BYTES, UNASKED, PictureNotShownError, admitted, shut_gate
from domain.codec import encode, encode_batch
from domain.messages import LivePictureTaken, Provenance
from opscenter.picture_gate import show_masked
from tests.unit.ingest.test_pixelation import a_jpeg

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
ASKED = uuid.UUID(int=7)
CAMERA = "q1-bn-014"
SHARP = a_jpeg()


def a_picture(**given: Any) -> LivePictureTaken:
    jpeg = given.get("jpeg", SHARP)
    facts: dict[str, Any] = {
        "id": uuid.UUID(int=1),
        "source": CAMERA,
        "seq": 1,
        "observed_at": NOW,
        "provenance": Provenance.SIMULATED,
        "request_id": ASKED,
        "width": 320,
        "height": 180,
        "sha256": hashlib.sha256(jpeg).hexdigest(),
        "jpeg": jpeg,
    }
    return LivePictureTaken(**facts | given)


def shown(payload: bytes, registered: Provenance = Provenance.SIMULATED, gate: Any = show_masked) -> bytes:
    topic = f"d1-sim/v1/26740/camera/{CAMERA}/live"
    return admitted(topic, payload, registered, [ASKED], received_at=NOW, gate=gate, zones=()).jpeg


def test_a_simulated_cameras_picture_is_shown_as_it_comes() -> None:
    assert shown(encode(a_picture())) == SHARP


@pytest.mark.parametrize(
    ("claimed", "registered"),
    [(Provenance.REAL, Provenance.REAL), (Provenance.REPLAYED, Provenance.SIMULATED)],
)
def test_every_other_picture_is_pixelated_whatever_its_sender_did(
    claimed: Provenance, registered: Provenance
) -> None:
    jpeg = shown(encode(a_picture(provenance=claimed)), registered)
    assert jpeg.startswith(b"\xff\xd8")
    assert jpeg != SHARP


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"no message", "not_a_picture"),
        (encode_batch([a_picture(), a_picture()]), "not_a_picture"),
        (encode(a_picture(source="another-camera")), "not_a_picture"),
        (encode(a_picture(request_id=uuid.UUID(int=8))), UNASKED),
        (encode(a_picture(sha256="0" * 64)), "damaged"),
        (encode(a_picture(jpeg=b"no picture")), "no_jpeg"),
        (encode(a_picture(jpeg=SHARP[:40])), "no_jpeg"),
        (encode(a_picture(jpeg=bytes(MAX_JPEG_BYTES + 1))), "too_large"),
        (bytes(2 * MAX_JPEG_BYTES + 1), "too_large"),
        (encode(a_picture(observed_at=NOW + timedelta(hours=2))), "clock"),
        (encode(a_picture(provenance=Provenance.REAL)), "provenance"),
    ],
)
def test_what_is_no_good_answer_is_refused_by_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(PictureNotShownError) as refused:
        shown(payload)
    assert refused.value.reason == reason


def test_a_console_without_a_gate_shows_nothing() -> None:
    with pytest.raises(PictureNotShownError):
        shown(encode(a_picture()), gate=shut_gate)
