"""What of Frigate's JSON is looked at: the allow-lists, and the shapes they leave.

Only id, camera, label (or severity) and start_time may be required; all else may be missing.
"""

from typing import Annotated, Literal

import msgspec

from domain.identities import Allowed

_OBJECT_KEYS: Allowed = dict.fromkeys(
    (
        "id",
        "camera",
        "label",
        "frame_time",
        "start_time",
        "end_time",
        "top_score",
        "score",
        "computed_score",
        "false_positive",
        "stationary",
        "max_severity",
        "current_zones",
        "entered_zones",
        "has_snapshot",
        "average_estimated_speed",
    )
)
EVENT_KEYS: Allowed = {"type": None, "after": _OBJECT_KEYS}

_REVIEW_DATA_KEYS: Allowed = dict.fromkeys(("detections", "objects", "zones", "audio", "thumb_time"))
REVIEW_KEYS: Allowed = {
    "type": None,
    "after": {
        **dict.fromkeys(("id", "camera", "start_time", "end_time", "severity")),
        "data": _REVIEW_DATA_KEYS,
    },
}
STATS_KEYS: Allowed = {"cameras": {"*": dict.fromkeys(("camera_fps", "connection_quality"))}}

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Names = Annotated[list[Name], msgspec.Meta(max_length=500)]
Label = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9 _.:-]{1,64}$")]
Labels = Annotated[list[Label], msgspec.Meta(max_length=500)]
Severity = Literal["detection", "alert"]


class TrackedObject(msgspec.Struct, frozen=True, kw_only=True):
    """An object that Frigate tracks, as `after` has it."""

    id: Name
    camera: Name
    label: Label
    start_time: float
    end_time: float | None = None
    frame_time: float | None = None
    top_score: float | None = None
    score: float | None = None
    computed_score: float | None = None
    false_positive: bool | None = None
    stationary: bool | None = None
    max_severity: Severity | None = None
    current_zones: Labels = []
    entered_zones: Labels = []
    has_snapshot: bool | None = None
    average_estimated_speed: float | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A message on `<prefix>/events`."""

    after: TrackedObject


class ReviewData(msgspec.Struct, frozen=True, kw_only=True):
    """What a review item groups."""

    detections: Names = []
    objects: Labels = []
    zones: Labels = []
    audio: Labels = []
    thumb_time: float | None = None


class ReviewItem(msgspec.Struct, frozen=True, kw_only=True):
    """A review item, as `after` has it."""

    id: Name
    camera: Name
    severity: Severity
    start_time: float
    end_time: float | None = None
    data: ReviewData = ReviewData()


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A message on `<prefix>/reviews`."""

    after: ReviewItem


class CameraStats(msgspec.Struct, frozen=True, kw_only=True):
    """A camera in `<prefix>/stats`."""

    camera_fps: float = 0.0
    connection_quality: str | None = None


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """A message on `<prefix>/stats`."""

    cameras: dict[str, CameraStats] = {}
