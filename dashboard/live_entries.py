"""What browsers are told of each thing: database rows made small, with the keys of the live wire."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from db.rows import AlertRow, CameraRow, GatewayRow, UnitRow, WardStateRow
from domain.alerts import AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, GatewayState, Moment, Provenance, UnitState
from domain.places import CameraKind

_DEGREES = 6
"""Decimal places of a coordinate: about 10 cm."""


class CameraEntry(Struct, frozen=True, omit_defaults=True):
    """A camera's state; only a camera that moves says where it is."""

    s: CameraState
    p: Provenance
    at: datetime | None
    r: str | UnsetType = UNSET
    lat: float | UnsetType = UNSET
    lon: float | UnsetType = UNSET
    h: float | UnsetType = UNSET


class UnitEntry(Struct, frozen=True):
    """A police unit: where it is, what it does and since when, who it is."""

    lat: float
    lon: float
    h: float
    v: float
    s: UnitState
    c: str
    k: str
    w: str
    at: datetime | None
    p: Provenance
    x: bool
    since: datetime | None = None


class AlertEntry(Struct, frozen=True):
    """An alert as the queue shows it; `n` counts its signs, the first one too.

    What is shelved says until when, by whom and why; `inc` is the incident that it belongs to.
    """

    kind: IncidentKind
    sev: Severity
    st: AlertState
    w: str
    place: str
    cam: str | None
    lat: float
    lon: float
    opened: datetime
    last: datetime
    n: int
    own: str | None
    own_id: int | None
    ver: int
    p: Provenance
    x: bool
    src: str
    ev: UUID | None
    until: datetime | None = None
    shelved_by: str | None = None
    why: str | None = None
    inc: UUID | None = None


class WardEntry(Struct, frozen=True):
    """A ward's traffic: congestion 0 to 1, km/h, vehicles per minute, and the usual congestion."""

    c: float
    v: float
    f: float
    u: float | None
    at: datetime
    p: Provenance


class Figure(Struct, frozen=True):
    """One figure of a smart system, named in both languages."""

    vi: str
    en: str
    value: float
    unit: str


class Wrong(Struct, frozen=True, omit_defaults=True):
    """Something that is wrong with a system: the open alert that says so; a figure and its limit, if any."""

    id: UUID
    figure: Figure | None = None
    limit: float | None = None


class SystemEntry(Struct, frozen=True):
    """One of the eight smart systems: ok, warn, down or unknown, with its main figures first.

    `wrong` holds the worst of its open alerts, `alerts` is how many there are: the queue's own rows.
    """

    state: str
    figures: tuple[Figure, ...]
    at: datetime | None
    p: Provenance
    wrong: tuple[Wrong, ...] = ()
    alerts: int = 0


class GatewayEntry(Struct, frozen=True):
    """A ward's gateway: whether it speaks, since when."""

    s: GatewayState
    w: str
    at: datetime


class PicturesEntry(Struct, frozen=True):
    """Which pictures of an event (or of a request) are there."""

    cam: str
    moments: tuple[Moment, ...]


def camera_entry(row: CameraRow) -> CameraEntry:
    """Return what browsers are told of a camera's state."""
    moves = row.kind is CameraKind.VEHICLE
    return CameraEntry(
        s=row.state,
        p=row.provenance,
        at=row.observed_at,
        r=row.reason or UNSET,
        lat=round(row.lat, _DEGREES) if moves else UNSET,
        lon=round(row.lon, _DEGREES) if moves else UNSET,
        h=round(row.heading_deg, 1) if moves else UNSET,
    )


def unit_entry(row: UnitRow) -> UnitEntry:
    """Return what browsers are told of a police unit."""
    return UnitEntry(
        lat=round(row.lat, _DEGREES),
        lon=round(row.lon, _DEGREES),
        h=round(row.heading_deg, 1),
        v=round(row.speed_kmh, 1),
        s=row.state,
        c=row.callsign,
        k=row.kind,
        w=row.ward_code,
        at=row.observed_at,
        p=row.provenance,
        x=row.exercise,
        since=row.since,
    )


def alert_entry(row: AlertRow) -> AlertEntry:
    """Return what browsers are told of an alert."""
    return AlertEntry(
        kind=row.kind,
        sev=row.severity,
        st=row.state,
        w=row.ward_code,
        place=row.place,
        cam=row.camera_code,
        lat=round(row.lat, _DEGREES),
        lon=round(row.lon, _DEGREES),
        opened=row.opened_at,
        last=row.last_at,
        n=row.repeats + 1,
        own=row.owner_name,
        own_id=row.owner_id,
        ver=row.version,
        p=row.provenance,
        x=row.exercise,
        src=row.source_channel,
        ev=row.event_id,
        until=row.shelved_until,
        shelved_by=row.shelved_by,
        why=row.shelved_reason,
        inc=row.incident_id,
    )


def ward_entry(row: WardStateRow) -> WardEntry:
    """Return what browsers are told of a ward's traffic."""
    return WardEntry(
        c=round(row.congestion, 3),
        v=round(row.speed_kmh, 1),
        f=round(row.vehicles_per_min, 1),
        u=None if row.usual is None else round(row.usual, 3),
        at=row.observed_at,
        p=row.provenance,
    )


def gateway_entry(row: GatewayRow) -> GatewayEntry:
    """Return what browsers are told of a gateway."""
    return GatewayEntry(s=row.state, w=row.ward_code, at=row.observed_at)
