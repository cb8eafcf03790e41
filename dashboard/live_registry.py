"""The cameras as they are registered, as the feed tells of them: nobody has to ask the database."""

from collections.abc import Set as AbstractSet

import msgspec

from db.rows import CameraRow
from domain.messages import Provenance


class CameraFacts(msgspec.Struct, frozen=True):
    """A camera as registered."""

    code: str
    name: str
    w: str
    lat: float
    lon: float
    h: float
    fov: float
    range: float
    kind: str
    p: Provenance
    street: str


class Registry:
    """Every registered camera; `version` counts on with every change of what is registered."""

    def __init__(self) -> None:
        self.version = 0
        self._cameras: dict[str, CameraFacts] = {}

    def take(self, row: CameraRow) -> None:
        """Note a camera; its state alone changes nothing here."""
        facts = _facts(row)
        if self._cameras.get(row.code) != facts:
            self._cameras[row.code] = facts
            self.version += 1

    def forget(self) -> None:
        """Start over: the database is read anew."""
        self._cameras.clear()
        self.version += 1

    def seen_by(self, wards: AbstractSet[str] | None) -> list[CameraFacts]:
        """Return the cameras of these wards (None: of all) in the order of their codes."""
        seen = self._cameras.values()
        return sorted(
            (camera for camera in seen if wards is None or camera.w in wards), key=lambda camera: camera.code
        )


def _facts(row: CameraRow) -> CameraFacts:
    return CameraFacts(
        code=row.code,
        name=row.name,
        w=row.ward_code,
        lat=row.lat,
        lon=row.lon,
        h=row.heading_deg,
        fov=row.fov_deg,
        range=row.range_m,
        kind=row.kind,
        p=row.provenance,
        street=row.street,
    )
