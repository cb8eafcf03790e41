"""The registry: wards with their time of validity, cameras and units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from db.camera_papers import import_papers, refresh_holds
from db.connection import Connection
from db.sql import query
from domain.camera_papers import Papers
from domain.messages import Provenance
from domain.places import Camera, District, LatLon, Unit, Ward
from domain.words import search_key, sort_key


@dataclass(frozen=True, slots=True)
class KnownCamera:
    """What a message from a camera is checked against."""

    code: str
    ward_code: str
    provenance: Provenance
    gateway: str
    lat: float
    lon: float
    recorder: str = ""


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """What a message from a unit is checked against."""

    code: str
    ward_code: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class KnownSources:
    """All registered sources by their code."""

    cameras: Mapping[str, KnownCamera]
    units: Mapping[str, KnownUnit]


@dataclass(frozen=True, slots=True)
class _WardRecord:
    """A row of the table `ward`."""

    code: str
    name: str
    label_lat: float
    label_lon: float
    ring: tuple[LatLon, ...]
    valid_from: date
    valid_to: date | None


def register_wards(connection: Connection, district: District) -> int:
    """Register the district's wards, each for its own time, and return how many there are in it."""
    with connection.transaction():
        connection.run_for_each(query("registry", "put_ward"), [_ward_row(ward) for ward in district.wards])
    return len(district.wards)


def wards_on(connection: Connection, day: date) -> list[Ward]:
    """Return the wards that are valid on `day`, in dictionary order."""
    records = connection.rows(query("registry", "wards_on"), _WardRecord, day=day)
    return [
        Ward(
            code=record.code,
            name=record.name,
            label=(record.label_lat, record.label_lon),
            ring=record.ring,
            valid_from=record.valid_from,
            valid_to=record.valid_to,
        )
        for record in records
    ]


def register_cameras(
    connection: Connection,
    cameras: Iterable[Camera],
    papers: Mapping[str, Papers] | None = None,
    username: str = "",
) -> int:
    """Register cameras or bring them up to date; tell the readers and return how many changed.

    `papers` are those that came with them, by code, brought by `username`; a real camera without is held.
    """
    today = datetime.now(UTC).date()
    connection.run_once(query("registry", "camera_staging"))
    with connection.transaction():
        connection.copy(query("registry", "copy_cameras"), (_camera_row(camera) for camera in cameras))
        changed = set(connection.values(query("registry", "put_cameras")))
        import_papers(connection, papers or {}, username)
        changed |= set(refresh_holds(connection, today, {*changed, *(papers or {})}))
        _tell(connection, "tell_cameras", sorted(changed))
    return len(changed)


def register_units(connection: Connection, units: Sequence[Unit]) -> int:
    """Register units or bring them up to date; tell the readers and return how many changed."""
    with connection.transaction():
        changed = [code for unit in units for code in _put_unit(connection, unit)]
        _tell(connection, "tell_units", changed)
    return len(changed)


def registered_cameras(connection: Connection) -> list[Camera]:
    """Return every registered camera."""
    return connection.rows(query("registry", "registered_cameras"), Camera)


def known_sources(connection: Connection) -> KnownSources:
    """Return what messages are checked against."""
    cameras = connection.rows(query("registry", "known_cameras"), KnownCamera)
    units = connection.rows(query("registry", "known_units"), KnownUnit)
    return KnownSources(
        cameras={camera.code: camera for camera in cameras}, units={unit.code: unit for unit in units}
    )


def _tell(connection: Connection, name: str, codes: list[str]) -> None:
    """Write change rows and give notice, when there is something to tell."""
    if codes:
        connection.run(query("intake", name), codes=codes)
        connection.run(query("feed", "notify"))


def _put_unit(connection: Connection, unit: Unit) -> list[str]:
    """Register one unit and return its code when something changed."""
    return connection.values(
        query("registry", "put_unit"),
        code=unit.code,
        callsign=unit.callsign,
        kind=unit.kind,
        ward_code=unit.ward_code,
        lat=unit.lat,
        lon=unit.lon,
        provenance=unit.provenance,
    )


def _ward_row(ward: Ward) -> dict[str, object]:
    """Return a ward as its query's parameters."""
    return {
        "code": ward.code,
        "name": ward.name,
        "sort_key": sort_key(ward.name),
        "label_lat": ward.label[0],
        "label_lon": ward.label[1],
        "ring": msgspec.json.encode(ward.ring).decode(),
        "valid_from": ward.valid_from,
        "valid_to": ward.valid_to,
    }


def _camera_row(camera: Camera) -> tuple[object, ...]:
    """Return a camera as its staging table's row."""
    return (
        camera.code,
        camera.name,
        search_key(f"{camera.code} {camera.name} {camera.street}"),
        camera.ward_code,
        camera.lat,
        camera.lon,
        camera.heading_deg,
        camera.fov_deg,
        camera.range_m,
        camera.kind,
        camera.recorder,
        camera.gateway,
        camera.street,
        camera.owner,
        camera.purpose,
        camera.provenance,
        camera.stream_url,
    )
