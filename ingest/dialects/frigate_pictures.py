"""Frigate's snapshots: bare JPEGs that name a camera and a label, and of real people.

They name no event, so each is laid under the newest object of that camera and label. They are
pixelated as a whole, or not kept.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta

from db.intake import Received
from domain.identifiers import derived_uuid
from domain.messages import CameraEventObserved, Moment, Provenance, SnapshotTaken
from ingest.dialects.frigate import DIALECT
from ingest.dialects.outcome import Envelope, Outcome
from ingest.pixelation import PictureRefusedError, checked, painted, pixelated
from ingest.registry import Registry

PICTURE_TOPICS = ("+/+/snapshot",)
_MAX_OBJECTS = 5_000
_MAX_AGE = timedelta(minutes=15)


class RecentObjects:
    """The newest object of each camera and label; written where events are read, read where pictures are."""

    def __init__(self) -> None:
        self._newest: OrderedDict[tuple[str, str], CameraEventObserved] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, facts: Iterable[Received]) -> None:
        """Remember the tracked objects among the facts of a batch."""
        for fact in facts:
            if fact.dialect != DIALECT or not isinstance(fact.message, CameraEventObserved):
                continue
            if fact.details is not None and fact.details.get("frigate") == "event":
                self._put(fact.message)

    def newest(self, camera_code: str, label: str, at: datetime) -> CameraEventObserved | None:
        """Return the newest object that this camera saw under this label, if it is not long gone."""
        with self._lock:
            found = self._newest.get((camera_code, label))
        return found if found is not None and at - found.observed_at < _MAX_AGE else None

    def _put(self, message: CameraEventObserved) -> None:
        key = (message.source, message.label)
        with self._lock:
            known = self._newest.get(key)
            if known is None or known.observed_at <= message.observed_at:
                self._newest[key] = message
                self._newest.move_to_end(key)
            while len(self._newest) > _MAX_OBJECTS:
                self._newest.popitem(last=False)


def read_frigate_picture(
    topic: str, payload: bytes, received_at: datetime, registry: Registry, recent: RecentObjects
) -> Outcome:
    """Return the picture on `<prefix>/<camera>/<label>/snapshot`, pixelated, or why it is not kept."""
    envelope = Envelope(topic, payload, received_at, DIALECT)
    instance = registry.devices.device_of(topic)
    if instance is None:
        return envelope.refused_without_bytes("no Frigate instance is registered under this prefix")
    name, _, label = topic[len(instance.prefix) + 1 :].removesuffix("/snapshot").partition("/")
    camera = instance.cameras.get(name)
    if camera is None:
        return envelope.refused_without_bytes("this camera is not in the device registry: enter it there")
    seen = recent.newest(camera.code, label, received_at)
    if seen is None:
        return envelope.refused_without_bytes(
            "a picture for which no event of this camera and label is known"
        )
    try:
        picture = checked(painted(pixelated(payload).jpeg, registry.zones.get(camera.code, ())))
    except PictureRefusedError as error:
        return envelope.refused_without_bytes(error)
    message = SnapshotTaken(
        id=_picture_id(seen.id),
        source=camera.code,
        seq=0,
        observed_at=seen.observed_at,
        provenance=Provenance.REAL,
        event_id=seen.id,
        moment=Moment.AT,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        jpeg=picture.jpeg,
    )
    return Outcome((Received(message, camera.ward_code, received_at, DIALECT),))


def _picture_id(event_id: uuid.UUID) -> uuid.UUID:
    return derived_uuid(str(event_id), Moment.AT)
