"""What a live picture must be before a browser gets it: the answer to our request, whole, and masked."""

import hashlib
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.errors import ConsoleError
from domain.codec import check_clock, decode
from domain.errors import DomainError
from domain.messages import LivePictureTaken, Provenance
from domain.privacy_zones import Zone
from domain.topics import is_home_of, parse_topic

MAX_JPEG_BYTES = 512 * 1024
_LARGEST_PAYLOAD = 2 * MAX_JPEG_BYTES
UNASKED = "unasked"
"""The reason of a picture that answers no request of ours, or one long given up: nobody waits for it."""

PictureGate = Callable[[bytes, bool, Sequence[Zone]], bytes]
"""Returns a JPEG as it may be shown, given whether it may keep its sharpness (being wholly simulated, or
masked already) and what is painted out of it; raises PictureNotShownError."""


class PictureNotShownError(ConsoleError):
    """A camera answered with what may not be shown; `reason` names why, for the page's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"a live picture is not shown: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Admitted:
    """A picture that may be shown: when it was taken, by what kind of source, and in a drill or not."""

    request_id: uuid.UUID
    observed_at: datetime
    provenance: Provenance
    exercise: bool
    jpeg: bytes


def shut_gate(_jpeg: bytes, _may_be_sharp: bool, _zones: Sequence[Zone]) -> bytes:
    """Let nothing through: what a console does that was given no gate."""
    raise PictureNotShownError("no_gate")


def admitted(
    topic: str,
    payload: bytes,
    registered: Provenance,
    asked: Collection[uuid.UUID],
    *,
    received_at: datetime,
    gate: PictureGate,
    zones: Sequence[Zone],
) -> Admitted:
    """Return the picture that answers one of the requests `asked`; raise PictureNotShownError otherwise.

    As at ingest: only what says that it is simulated, from a camera registered as simulated, is shown
    as it comes; everything else is pixelated by the gate, whatever its sender did with it before. The
    camera's privacy `zones` are painted out of every picture.
    """
    message = _answer_in(topic, payload, received_at)
    if message.request_id not in asked:
        raise PictureNotShownError(UNASKED)
    if (message.provenance is Provenance.REAL) != (registered is Provenance.REAL):
        raise PictureNotShownError("provenance")
    if len(message.jpeg) > MAX_JPEG_BYTES:
        raise PictureNotShownError("too_large")
    if hashlib.sha256(message.jpeg).hexdigest() != message.sha256:
        raise PictureNotShownError("damaged")
    is_simulated = message.provenance is registered is Provenance.SIMULATED
    shown = gate(message.jpeg, is_simulated, zones)
    return Admitted(message.request_id, message.observed_at, message.provenance, message.exercise, shown)


def _answer_in(topic: str, payload: bytes, received_at: datetime) -> LivePictureTaken:
    """Return the one live picture of a payload."""
    if len(payload) > _LARGEST_PAYLOAD:
        raise PictureNotShownError("too_large")
    try:
        messages = decode(payload)
        message = messages[0] if len(messages) == 1 else None
        if not isinstance(message, LivePictureTaken) or not is_home_of(parse_topic(topic), message):
            raise PictureNotShownError("not_a_picture")
    except DomainError as error:
        raise PictureNotShownError("not_a_picture") from error
    try:
        check_clock(message, received_at)
    except DomainError as error:
        raise PictureNotShownError("clock") from error
    return message
