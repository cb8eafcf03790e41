"""The Frigate registry: which instances there are, where their cameras stand, what their zones mean.

A TOML file; a camera's name is unique only inside its instance:

    prefix = "frigate"                  # MQTT topic prefix of the instance

    [cameras.cong_truoc]                # the camera's name in Frigate
    name = "Cổng trước chợ"             # shown in the console
    lat = 10.7721
    lon = 106.6983                      # or: ward = "26743", then it stands at the ward's label
    heading_deg = 90
    street = "Lê Lợi"

    [kinds.zones]                       # beside the defaults below
    cam_do = "illegal_parking"
    [kinds.labels]
    fire = "fire"

Several instances stand as `[[instance]]` tables of the same shape.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from domain.kinds import IncidentKind
from domain.messages import Heading, Latitude, Longitude, Provenance
from domain.places import Camera, CameraKind, Ward, WardLocator
from domain.words import search_key
from ingest.errors import FrigateRegistryError

DEFAULT_ZONE_KINDS: Mapping[str, IncidentKind] = {
    "no_parking": IncidentKind.ILLEGAL_PARKING,
    "no_stopping": IncidentKind.ILLEGAL_PARKING,
}
DEFAULT_LABEL_KINDS: Mapping[str, IncidentKind] = {
    "fire": IncidentKind.FIRE,
    "fire_alarm": IncidentKind.FIRE,
    "smoke": IncidentKind.SMOKE,
    "smoke_detector": IncidentKind.SMOKE,
}
"""Labels of Frigate that name an incident by themselves. A person or a car is none: such an alert
is of kind `other`, with Frigate's label beside it, until a zone says what it means there."""

_PREFIX = r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$"


class CameraEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A camera of an instance, as the file has it."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)] | None = None
    name: str = ""
    ward: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    heading_deg: Heading = 0.0
    fov_deg: Annotated[float, msgspec.Meta(gt=0, le=360)] = 90.0
    range_m: Annotated[float, msgspec.Meta(gt=0, le=5000)] = 40.0
    street: str = ""
    owner: str = ""
    purpose: str = ""


class KindEntries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an instance's zones and labels mean, as the file has it."""

    zones: dict[str, IncidentKind] = {}
    labels: dict[str, IncidentKind] = {}


class InstanceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One Frigate, as the file has it."""

    prefix: Annotated[str, msgspec.Meta(pattern=_PREFIX)] = "frigate"
    cameras: dict[str, CameraEntry] = {}
    kinds: KindEntries = KindEntries()


@dataclass(frozen=True, slots=True)
class FrigateCamera:
    """A camera of a Frigate instance, placed."""

    code: str
    ward_code: str
    lat: float
    lon: float
    entry: CameraEntry


@dataclass(frozen=True, slots=True)
class FrigateInstance:
    """One Frigate: its topic prefix, its cameras by their name in Frigate, what it means by what."""

    prefix: str
    gateway: str
    ward_code: str
    cameras: Mapping[str, FrigateCamera]
    zone_kinds: Mapping[str, IncidentKind]
    label_kinds: Mapping[str, IncidentKind]

    def kind_of(self, labels: Iterable[str], zones: Iterable[str]) -> IncidentKind:
        """Return what it is called here: by its zone, else by its label, else `other`."""
        for zone in zones:
            if zone in self.zone_kinds:
                return self.zone_kinds[zone]
        for label in labels:
            if label in self.label_kinds:
                return self.label_kinds[label]
        return IncidentKind.OTHER


@dataclass(frozen=True, slots=True)
class FrigateRegistry:
    """Every Frigate instance that is known."""

    instances: tuple[FrigateInstance, ...] = ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return the topic prefixes, the longest first, so that the first match is the right one."""
        return tuple(sorted((it.prefix for it in self.instances), key=len, reverse=True))

    def instance_of(self, topic: str) -> FrigateInstance | None:
        """Return the instance whose prefix `topic` has."""
        for prefix in self.prefixes:
            if topic.startswith(prefix + "/"):
                return next(it for it in self.instances if it.prefix == prefix)
        return None


def load_entries(path: Path) -> tuple[InstanceEntry, ...]:
    """Return what the registry file says; raise FrigateRegistryError naming what is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FrigateRegistryError(f"the Frigate registry {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise FrigateRegistryError(f"the Frigate registry {path} is not TOML: {error}") from error
    return read_entries(raw, str(path))


def read_entries(raw: Mapping[str, object], where: str) -> tuple[InstanceEntry, ...]:
    """Return the entries of a registry that was read from TOML."""
    tables = raw.get("instance", [raw])
    try:
        return tuple(msgspec.convert(tables, list[InstanceEntry]))
    except msgspec.ValidationError as error:
        raise FrigateRegistryError(f"the Frigate registry {where}: {error}") from error


def placed(entries: Sequence[InstanceEntry], wards: Sequence[Ward], on: date) -> FrigateRegistry:
    """Return the registry with every camera in its ward; raise FrigateRegistryError when one has none."""
    locator = WardLocator(wards, on)
    labels = {ward.code: ward.label for ward in wards if ward.is_valid_on(on)}
    prefixes = [entry.prefix for entry in entries]
    if len(set(prefixes)) < len(prefixes):
        raise FrigateRegistryError("two instances of the Frigate registry have the same prefix")
    return FrigateRegistry(tuple(_instance(entry, locator, labels) for entry in entries))


def registered_cameras(registry: FrigateRegistry) -> list[Camera]:
    """Return the cameras of every Frigate instance as the camera table has them, all of them real."""
    return [
        Camera(
            code=camera.code,
            name=camera.entry.name or name,
            ward_code=camera.ward_code,
            lat=camera.lat,
            lon=camera.lon,
            heading_deg=camera.entry.heading_deg,
            fov_deg=camera.entry.fov_deg,
            range_m=camera.entry.range_m,
            kind=CameraKind.FIXED,
            recorder=instance.gateway,
            gateway=instance.gateway,
            street=camera.entry.street,
            owner=camera.entry.owner,
            purpose=camera.entry.purpose,
            provenance=Provenance.REAL,
        )
        for instance in registry.instances
        for name, camera in instance.cameras.items()
    ]


def slug(text: str) -> str:
    """Return `text` as a lower-case ASCII slug."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")


def _instance(
    entry: InstanceEntry, locator: WardLocator, labels: Mapping[str, tuple[float, float]]
) -> FrigateInstance:
    cameras = {
        name: _camera(entry.prefix, name, camera, locator, labels) for name, camera in entry.cameras.items()
    }
    if not cameras:
        raise FrigateRegistryError(f"the Frigate instance {entry.prefix!r} has no cameras")
    return FrigateInstance(
        prefix=entry.prefix,
        gateway=slug(entry.prefix),
        ward_code=next(iter(cameras.values())).ward_code,
        cameras=cameras,
        zone_kinds={**DEFAULT_ZONE_KINDS, **entry.kinds.zones},
        label_kinds={**DEFAULT_LABEL_KINDS, **entry.kinds.labels},
    )


def _camera(
    prefix: str,
    name: str,
    entry: CameraEntry,
    locator: WardLocator,
    labels: Mapping[str, tuple[float, float]],
) -> FrigateCamera:
    code = entry.code or slug(f"{prefix}-{name}")
    if entry.lat is not None and entry.lon is not None:
        found = locator.locate(entry.lat, entry.lon)
        ward_code = entry.ward or (found.code if found else None)
        if ward_code is None:
            raise FrigateRegistryError(f"camera {name!r} of {prefix!r} stands in no ward: check lat and lon")
        return FrigateCamera(code, ward_code, entry.lat, entry.lon, entry)
    if entry.ward is None or entry.ward not in labels:
        raise FrigateRegistryError(f"camera {name!r} of {prefix!r} needs lat and lon, or a ward that exists")
    lat, lon = labels[entry.ward]
    return FrigateCamera(code, entry.ward, lat, lon, entry)
