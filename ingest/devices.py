"""The devices of others: read from their registry files, placed in the district, entered as cameras."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from db.camera_papers import known_papers
from db.connection import Connection
from db.registry import register_cameras, wards_on
from domain.camera_papers import Papers, PapersRefusedError
from domain.paper_cells import PAPER_COLUMNS, papers_of_cells
from domain.places import Camera
from ingest.dialects.device_entries import load_entries
from ingest.dialects.device_registry import DeviceRegistry, placed, registered_cameras
from ingest.errors import DeviceRegistryError, DistrictMissingError

_BY = "device registry"

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
    register_cameras(connection, cameras, _new_papers(connection, registry, cameras), _BY)
    log.info("the device registry is read", extra={"devices": len(registry.devices), "cameras": len(cameras)})
    return registry


def _new_papers(
    connection: Connection, registry: DeviceRegistry, cameras: Sequence[Camera]
) -> dict[str, Papers]:
    """Return the papers that the files bring and that say something else than those that are there."""
    cells = {
        camera.code: camera.entry.papers
        for device in registry.devices
        for camera in device.cameras.values()
        if camera.entry.papers
    }
    known = known_papers(connection, cells.keys())
    now = datetime.now(UTC)
    brought = {
        camera.code: _papers(cells[camera.code], known.get(camera.code, Papers()), camera, now)
        for camera in cameras
        if camera.code in cells
    }
    return {code: papers for code, papers in brought.items() if _said(papers) != _said(known.get(code))}


def _papers(cells: Mapping[str, str], known: Papers, camera: Camera, now: datetime) -> Papers:
    """Return what a camera's table of papers says; raise DeviceRegistryError when it cannot be understood."""
    strange = cells.keys() - set(PAPER_COLUMNS)
    if strange:
        raise DeviceRegistryError(f"papers of camera {camera.code}: there is no {', '.join(sorted(strange))}")
    try:
        return papers_of_cells(cells, known, camera, _BY, now) or known
    except PapersRefusedError as error:
        raise DeviceRegistryError(f"papers of camera {camera.code}: {error}") from error


def _said(papers: Papers | None) -> object:
    """Return what papers say, whoever wrote it down and when."""
    if papers is None:
        return None
    answers = {group: (it.answer, it.note) for group, it in papers.requirements.items()}
    return replace(papers, requirements={}), answers
