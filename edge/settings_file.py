"""The cameras of an agent as a TOML file, read into settings; every mistake is named."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import msgspec

from edge.errors import SettingsFileError
from edge.settings import BrokerAddress, CameraSettings, EdgeSettings, SpoolSettings


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """What the file holds: the gateway, its ward and its cameras."""

    district: str
    ward: str
    gateway: str
    spool: str
    cameras: list[dict[str, Any]]
    spool_mib: int = 64
    exercise: bool = False
    batch_counts: bool = True


def load_settings(path: Path, broker: BrokerAddress) -> EdgeSettings:
    """Return the agent's settings; raise SettingsFileError naming the camera and the key at fault.

    The spool folder and video files are taken from where the file stands.
    """
    try:
        raw = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except OSError as error:
        raise SettingsFileError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsFileError(f"{path}: {error}") from error
    cameras = tuple(_camera(path, entry) for entry in raw.cameras)
    if not cameras:
        raise SettingsFileError(f"{path} names no camera: add a [[cameras]] entry")
    if len({camera.provenance for camera in cameras}) > 1:
        raise SettingsFileError(f"{path}: real and simulated cameras need an agent each")
    return EdgeSettings(
        broker=broker,
        district=raw.district,
        ward_code=raw.ward,
        gateway=raw.gateway,
        cameras=cameras,
        spool=SpoolSettings(path.parent / raw.spool, raw.spool_mib * 1024 * 1024),
        exercise=raw.exercise,
        batches_counts=raw.batch_counts,
    )


def _camera(path: Path, entry: dict[str, Any]) -> CameraSettings:
    name = entry.get("code", "without a code")
    unknown = entry.keys() - {field.name for field in fields(CameraSettings)}
    if unknown:
        raise SettingsFileError(f"{path}, camera {name}: {', '.join(sorted(unknown))} is not a setting")
    try:
        camera = msgspec.convert(entry, CameraSettings)
    except msgspec.ValidationError as error:
        raise SettingsFileError(f"{path}, camera {name}: {error}") from error
    if ":" in camera.source:
        return camera
    return replace(camera, source=str(path.parent / camera.source))
