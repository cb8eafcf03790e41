"""A change: one row of the feed that readers follow, and the position that says how far they are.

The order is (transaction, id). It is complete: only transactions older than every one that still runs and
could write changes are read, so nothing can appear before a position later on. For one key the newest
truth comes last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from db.incident_rows import IncidentRow
from db.post_rows import PostRow
from db.rows import (
    AlertRow,
    AnyRow,
    CameraRow,
    CommandRow,
    EventRow,
    GatewayRow,
    PictureRow,
    ReportRow,
    SegmentStateRow,
    SystemRow,
    UnitRow,
    WardStateRow,
)

CHANNEL = "change"
"""The channel that every transaction with changes gives notice on."""


class Subject(StrEnum):
    """What a change is about."""

    CAMERA = "camera"
    GATEWAY = "gateway"
    UNIT = "unit"
    WARD = "ward"
    SEGMENT = "segment"
    READING = "reading"
    ALERT = "alert"
    EVENT = "event"
    REPORT = "report"
    SNAPSHOT = "snapshot"
    COMMAND = "command"
    INCIDENT = "incident"
    POST = "post"


_ROW_TYPES: dict[Subject, type[AnyRow]] = {
    Subject.CAMERA: CameraRow,
    Subject.GATEWAY: GatewayRow,
    Subject.UNIT: UnitRow,
    Subject.WARD: WardStateRow,
    Subject.SEGMENT: SegmentStateRow,
    Subject.READING: SystemRow,
    Subject.ALERT: AlertRow,
    Subject.EVENT: EventRow,
    Subject.REPORT: ReportRow,
    Subject.SNAPSHOT: PictureRow,
    Subject.COMMAND: CommandRow,
    Subject.INCIDENT: IncidentRow,
    Subject.POST: PostRow,
}


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How far a reader has come: everything up to and with (xid, id) is read."""

    xid: int
    id: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became so: `row` is the whole of it, as a query would return it."""

    position: Position
    at: datetime
    subject: Subject
    key: str
    ward_code: str | None
    row: AnyRow


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A row of the table `change`, its body still JSON text."""

    xid: int
    id: int
    at: datetime
    subject: Subject
    key: str
    ward_code: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Loss:
    """Whether a reader's position can no longer be read on from."""

    is_lost: bool


def changes_of(records: Sequence[ChangeRecord]) -> list[Change]:
    """Return the records as changes."""
    return [
        Change(
            position=Position(record.xid, record.id),
            at=record.at,
            subject=record.subject,
            key=record.key,
            ward_code=record.ward_code,
            row=msgspec.json.decode(record.body, type=_ROW_TYPES[record.subject]),
        )
        for record in records
    ]
