"""The devices of others: read from their registry files, placed in the district, entered as cameras."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from db.connection import Connection
from db.registry import register_cameras, wards_on
from ingest.dialects.device_entries import load_entries
from ingest.dialects.device_registry import DeviceRegistry, placed, registered_cameras
from ingest.errors import DistrictMissingError

log = logging.getLogger(__name__)


def register_devices(connection: Connection, files: Sequence[Path]) -> DeviceRegistry:
    """Return the registry of all `files`, with its cameras entered in the camera table.

    Raises DeviceRegistryError when a file is wrong, DistrictMissingError while no ward is registered.
    """
    entries = [entry for path in files for entry in load_entries(path)]
    today = datetime.now(UTC).date()
    wards = wards_on(connection, today)
    if not wards:
        raise DistrictMissingError("no ward is registered yet, so the devices' cameras cannot be placed")
    registry = placed(entries, wards, today)
    cameras = registered_cameras(registry)
    register_cameras(connection, cameras)
    log.info("the device registry is read", extra={"devices": len(registry.devices), "cameras": len(cameras)})
    return registry
