"""The devices of others, placed: whose topic it is, which camera of ours it is, what it means here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.places import Camera, CameraKind, Ward, WardLocator
from domain.words import slug
from ingest.dialects.device_entries import CameraEntry, DeviceEntry, Dialect
from ingest.errors import DeviceRegistryError

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
"""Labels that name an incident by themselves. A person, a car or a crossed line is none: that is of
kind `other`, with the device's own label beside it, until the registry says what it means there."""


@dataclass(frozen=True, slots=True)
class DeviceCamera:
    """A camera of a device, placed."""

    code: str
    ward_code: str
    lat: float
    lon: float
    entry: CameraEntry


@dataclass(frozen=True, slots=True)
class Device:
    """One device: its topic prefix, its cameras by their name inside it, what it means by what."""

    dialect: Dialect
    prefix: str
    gateway: str
    ward_code: str
    cameras: Mapping[str, DeviceCamera]
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

    def camera_of(self, names: Iterable[str]) -> DeviceCamera | None:
        """Return the camera that one of `names` means; the only one is meant whatever is said."""
        for name in names:
            if name in self.cameras:
                return self.cameras[name]
        return next(iter(self.cameras.values())) if len(self.cameras) == 1 else None


@dataclass(frozen=True)
class DeviceRegistry:
    """Every device that is known."""

    devices: tuple[Device, ...] = ()

    @cached_property
    def _by_prefix(self) -> Mapping[str, Device]:
        return {device.prefix: device for device in self.devices}

    def device_of(self, topic: str) -> Device | None:
        """Return the device whose prefix `topic` has, the longest where several fit."""
        end = topic.rfind("/")
        while end > 0:
            device = self._by_prefix.get(topic[:end])
            if device is not None:
                return device
            end = topic.rfind("/", 0, end)
        return None


def placed(entries: Sequence[DeviceEntry], wards: Sequence[Ward], on: date) -> DeviceRegistry:
    """Return the registry with every camera in its ward; raise DeviceRegistryError when one has none."""
    locator = WardLocator(wards, on)
    labels = {ward.code: ward.label for ward in wards if ward.is_valid_on(on)}
    devices = tuple(_device(entry, locator, labels) for entry in entries)
    _demand_unique("prefix", [device.prefix for device in devices])
    _demand_unique("name", [device.gateway for device in devices])
    _demand_unique("camera code", [it.code for device in devices for it in device.cameras.values()])
    return DeviceRegistry(devices)


def registered_cameras(registry: DeviceRegistry) -> list[Camera]:
    """Return the cameras of every device as the camera table has them, all of them real."""
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
            recorder=device.gateway,
            gateway=device.gateway,
            street=camera.entry.street,
            owner=camera.entry.owner,
            purpose=camera.entry.purpose,
            provenance=Provenance.REAL,
        )
        for device in registry.devices
        for name, camera in device.cameras.items()
    ]


def _demand_unique(what: str, names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DeviceRegistryError(f"the device registry has the same {what} {twice!r} twice")


def _device(entry: DeviceEntry, locator: WardLocator, labels: Mapping[str, tuple[float, float]]) -> Device:
    cameras = {
        name: _camera(entry.prefix, name, camera, locator, labels) for name, camera in entry.cameras.items()
    }
    if not cameras:
        raise DeviceRegistryError(f"the device {entry.prefix!r} has no cameras in the registry")
    return Device(
        dialect=entry.dialect,
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
) -> DeviceCamera:
    code = entry.code or slug(f"{prefix}-{name}")
    if entry.lat is not None and entry.lon is not None:
        found = locator.locate(entry.lat, entry.lon)
        ward_code = entry.ward or (found.code if found else None)
        if ward_code is None:
            raise DeviceRegistryError(f"camera {name!r} of {prefix!r} stands in no ward: check lat and lon")
        return DeviceCamera(code, ward_code, entry.lat, entry.lon, entry)
    if entry.ward is None or entry.ward not in labels:
        raise DeviceRegistryError(f"camera {name!r} of {prefix!r} needs lat and lon, or a ward that exists")
    lat, lon = labels[entry.ward]
    return DeviceCamera(code, entry.ward, lat, lon, entry)
