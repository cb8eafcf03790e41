"""What browsers are told of an incident; never who called."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from db.incident_rows import IncidentRow
from domain.incidents import OPEN_STATES, IncidentState, Origin
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance

_DEGREES = 6


class IncidentEntry(Struct, frozen=True):
    """An incident as lists and the map show it.

    `pri` is 1 (first) to 4, `due` when somebody must have reacted, `esc` whom it was brought to, `al` its
    alerts, `un` the units under way, `vb` who verified it, `org` how the centre came to know of it.
    """

    no: str
    kind: IncidentKind
    sev: Severity
    pri: int
    st: IncidentState
    place: str
    lat: float
    lon: float
    w: str
    own: str | None
    own_id: int | None
    opened: datetime
    due: datetime | None
    esc: str | None
    ver: int
    p: Provenance
    x: bool
    al: tuple[UUID, ...]
    un: tuple[str, ...]
    vb: str | None
    org: Origin
    late: bool
    id: UUID


def incident_entry(row: IncidentRow) -> IncidentEntry | None:
    """Return what browsers are told of an incident; None when it is closed."""
    return as_entry(row) if row.state in OPEN_STATES else None


def as_entry(row: IncidentRow) -> IncidentEntry:
    """Return an incident, also one that is closed, as browsers are told of it."""
    return IncidentEntry(
        no=row.number,
        kind=row.kind,
        sev=row.severity,
        pri=row.priority,
        st=row.state,
        place=row.place,
        lat=round(row.lat, _DEGREES),
        lon=round(row.lon, _DEGREES),
        w=row.ward_code,
        own=row.owner_name,
        own_id=row.owner_id,
        opened=row.opened_at,
        due=row.due_at,
        esc=row.escalated_to,
        ver=row.version,
        p=row.provenance,
        x=row.exercise,
        al=row.alert_ids,
        un=row.unit_codes,
        vb=row.verified_by,
        org=row.origin,
        late=row.is_late_entry,
        id=row.id,
    )
