"""The scene of these tests: a small district, its messages, a worker, and questions to the database."""

import contextlib
import hashlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psycopg

from db.connection import connect
from db.registry import register_cameras, register_units, register_wards
from domain.codec import encode
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    Message,
    Moment,
    Provenance,
    SnapshotTaken,
    VehiclesCounted,
)
from domain.places import Camera, CameraKind, District, Unit, Ward
from domain.topics import topic_for
from ingest import process
from ingest.broker import BrokerAddress
from ingest.metrics import IngestMetrics, RulesMetrics
from ingest.rules.process import run as run_rules
from ingest.rules.settings import RulesSettings
from ingest.settings import IngestSettings
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto
from tests.integration.mosquitto import Publisher
from tests.papers import complete_papers

WARD = "26734"
OTHER_WARD = "26740"
SIMULATED = "d1-sim"
REAL = "d1"
_DEADLINE_S = 60.0


def a_district() -> District:
    """Return two square wards side by side."""
    wards = tuple(
        Ward(code, f"Phường {code}", (10.005, lon + 0.005), _square(lon), date(2000, 1, 1))
        for code, lon in ((WARD, 106.0), (OTHER_WARD, 106.01))
    )
    return District("760", "Quận thử", "d1", wards, (), (), (), "nobody")


def a_camera(code: str, provenance: Provenance, ward: str = WARD) -> Camera:
    """Return a camera that stands in its ward."""
    lon = 106.005 if ward == WARD else 106.015
    gateway = f"gw-{ward}" if provenance is Provenance.SIMULATED else f"gw-real-{ward}"
    return Camera(
        code,
        code,
        ward,
        10.005,
        lon,
        0.0,
        60.0,
        40.0,
        CameraKind.FIXED,
        "rec-1",
        gateway,
        "",
        "Quận",
        "An ninh",
        provenance,
    )


def register(dsn: str) -> None:
    """Register the district with three simulated cameras, one real one and a unit."""
    with connect(dsn, "test") as connection:
        register_wards(connection, a_district())
        register_cameras(
            connection,
            [
                a_camera("cam-1", Provenance.SIMULATED),
                a_camera("cam-2", Provenance.SIMULATED),
                a_camera("cam-far", Provenance.SIMULATED, OTHER_WARD),
                a_camera("cam-real", Provenance.REAL),
            ],
            {"cam-real": complete_papers()},
        )
        register_units(
            connection, [Unit("u-1", "TĐ-01", "ward", WARD, 10.005, 106.005, Provenance.SIMULATED)]
        )


def an_event(
    seq: int,
    source: str = "cam-1",
    *,
    label: str = "",
    kind: IncidentKind = IncidentKind.CRASH,
    score: float = 0.95,
    provenance: Provenance = Provenance.SIMULATED,
) -> CameraEventObserved:
    """Return a camera event of now."""
    now = datetime.now(UTC)
    return CameraEventObserved(
        id=uuid7(now),
        source=source,
        seq=seq,
        observed_at=now,
        provenance=provenance,
        kind=kind,
        score=score,
        label=label,
    )


def a_flow(seq: int, source: str = "cam-1") -> VehiclesCounted:
    """Return a count, each a second after the one before."""
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=seq)
    return VehiclesCounted(
        id=uuid7(at),
        source=source,
        seq=seq,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        period_s=10.0,
        motorcycles=8,
        cars=1,
        buses=0,
        trucks=0,
        bicycles=1,
        speed_kmh=20.0,
        occupancy=0.2,
    )


def a_status(
    seq: int, source: str = "cam-1", state: CameraState = CameraState.ONLINE
) -> CameraStatusReported:
    """Return a camera's state of now."""
    now = datetime.now(UTC)
    return CameraStatusReported(
        id=uuid7(now),
        source=source,
        seq=seq,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        state=state,
        gateway=f"gw-{WARD}",
    )


def a_snapshot(event_id: uuid.UUID, jpeg: bytes, source: str, provenance: Provenance) -> SnapshotTaken:
    """Return a picture for an event."""
    now = datetime.now(UTC)
    return SnapshotTaken(
        id=uuid7(now),
        source=source,
        seq=1,
        observed_at=now,
        provenance=provenance,
        event_id=event_id,
        moment=Moment.AT,
        width=320,
        height=180,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        jpeg=jpeg,
    )


def a_jpeg() -> bytes:
    """Return a sharp picture: stripes two pixels wide."""
    picture = np.zeros((180, 320, 3), np.uint8)
    picture[:, ::4] = 255
    picture[:, 1::4] = 255
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())


def on_wire(message: Message, ward: str = WARD, namespace: str = SIMULATED) -> tuple[str, bytes]:
    """Return topic and payload of a message."""
    return str(topic_for(namespace, ward, message)), encode(message)


def settings(dsn: str, broker: OwnMosquitto, frigate: Path | None = None) -> IngestSettings:
    """Return the settings of a single worker between this database and this broker."""
    address = BrokerAddress(HOST, broker.port, "ingest", PASSWORD)
    return IngestSettings(dsn, address, instance="test", frigate_registry=frigate)


@contextlib.contextmanager
def a_worker(told: IngestSettings, metrics: IngestMetrics | None = None) -> Iterator[threading.Thread]:
    """Run a worker in a thread, and stop it at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=process.run, args=(told, stop, metrics))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(_DEADLINE_S)
        assert not thread.is_alive()


@contextlib.contextmanager
def the_rules(dsn: str, metrics: RulesMetrics | None = None, **told: Any) -> Iterator[None]:
    """Run the rules in a thread, looking at the traffic twice a second, and stop them at the end."""
    stop = threading.Event()
    settings = RulesSettings(dsn, traffic_every_s=0.5, stand_by_every_s=0.2, **told)
    thread = threading.Thread(target=run_rules, args=(settings, stop, metrics))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_DEADLINE_S)
        assert not thread.is_alive()


def eventually(happened: Callable[[], bool], deadline_s: float = _DEADLINE_S) -> None:
    """Return once it happened; fail when it has not within the deadline."""
    until = time.monotonic() + deadline_s
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def ready(ward: Publisher, dsn: str) -> None:
    """Return once what this simulated ward publishes comes through to the database."""
    count = "SELECT count(*) FROM flow WHERE camera_code = 'cam-2'"
    before = value(dsn, count)
    topic, payload = on_wire(a_flow(int(str(before)), "cam-2"))

    def came() -> bool:
        ward.publish(topic, payload)
        return value(dsn, count) != before

    eventually(came)


def value(dsn: str, query: str, *parameters: object) -> object:
    """Return the one value of a query."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode(), parameters or None).fetchone()
    return None if row is None else row[0]


def rows(dsn: str, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(query.encode()).fetchall()


def _square(lon: float) -> tuple[tuple[float, float], ...]:
    return ((10.0, lon), (10.0, lon + 0.01), (10.01, lon + 0.01), (10.01, lon))
