"""The truth of a playing: what really happened where and when, and what a perfect centre would have done."""

from datetime import datetime

import msgspec
from msgspec import Struct

from domain.kinds import IncidentKind, Severity


class Truth(Struct, frozen=True, kw_only=True):
    """The ground truth of one playing of a story."""

    story: str
    number: int
    seed: int
    begins_at: datetime
    ends_at: datetime
    ward_code: str
    lat: float
    lon: float
    camera: str
    alert: bool
    kinds: tuple[IncidentKind, ...]
    severity: Severity
    within_s: float
    within_m: float
    alerts: int
    incidents: int


def truth_line(truth: Truth) -> bytes:
    """Return the truth as one line of JSON."""
    return msgspec.json.encode(truth) + b"\n"
