"""The device registry file: which devices of others there are, where their cameras stand, what they mean.

A TOML file of `[[device]]` tables, one for each topic prefix; docs/dialects.md tells what stands for
what in each dialect:

    [[device]]
    dialect = "onvif"                   # frigate (when nothing is said), onvif or axis
    prefix = "dev7"                     # the MQTT topic prefix of the device

    [device.cameras.main]               # a camera's name inside the device
    code = "q1-bn-021"                  # our code; made of prefix and name when nothing is said
    name = "Cổng trước chợ"             # shown in the console
    lat = 10.7721
    lon = 106.6983                      # or: ward = "26743", then it stands at the ward's label
    heading_deg = 90
    street = "Lê Lợi"

    [device.kinds.zones]                # what it means here when a zone or a rule speaks
    MyFence = "illegal_parking"
    [device.kinds.labels]               # what a label or an event's topic means
    fire = "fire"

A file of one device may leave the table's name out.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from domain.kinds import IncidentKind
from domain.messages import Heading, Latitude, Longitude
from ingest.errors import DeviceRegistryError

# No wildcards, and no `$`: such topics are the broker's own.
_PREFIX = r"^[A-Za-z0-9][A-Za-z0-9_.:-]*(/[A-Za-z0-9][A-Za-z0-9_.:-]*)*$(?!\n)"


class Dialect(StrEnum):
    """How a device speaks."""

    FRIGATE = "frigate"
    ONVIF = "onvif"
    AXIS = "axis"


class CameraEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A camera of a device, as the file has it."""

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
    papers: dict[str, str] = {}


class KindEntries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a device's zones (or rules) and labels (or topics) mean, as the file has it."""

    zones: dict[str, IncidentKind] = {}
    labels: dict[str, IncidentKind] = {}


class DeviceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One device, as the file has it."""

    dialect: Dialect = Dialect.FRIGATE
    prefix: Annotated[str, msgspec.Meta(pattern=_PREFIX)] = "frigate"
    cameras: dict[str, CameraEntry] = {}
    kinds: KindEntries = KindEntries()


def load_entries(path: Path) -> tuple[DeviceEntry, ...]:
    """Return what the registry file says; raise DeviceRegistryError naming what is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DeviceRegistryError(f"the device registry {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise DeviceRegistryError(f"the device registry {path} is not TOML: {error}") from error
    return read_entries(raw, str(path))


def read_entries(raw: Mapping[str, object], where: str) -> tuple[DeviceEntry, ...]:
    """Return the entries of a registry that was read from TOML; `[[instance]]` is an older `[[device]]`."""
    tables = raw.get("device", raw.get("instance", [raw]))
    try:
        return tuple(msgspec.convert(tables, list[DeviceEntry]))
    except msgspec.ValidationError as error:
        raise DeviceRegistryError(f"the device registry {where}: {error}") from error
