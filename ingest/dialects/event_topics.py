"""What the topics of device events mean to the centre: the ONVIF topic set, which Axis speaks too."""

import re
from enum import Enum, auto
from functools import lru_cache

from domain.messages import CameraState

_NAMES_SOMEBODY = re.compile(r"face|plate|alpr|anpr|lpr|alpv|recognition|identi", re.IGNORECASE)
_NAMESPACE = re.compile(r"^(?:tns1?|tnsaxis|onvif|axis):")
_NAMESPACE_ALONE = re.compile(r"^tns:[A-Za-z0-9_-]+$")
_TROUBLES = {
    "GlobalSceneChange": CameraState.OBSCURED,
    "ImageTooBlurry": CameraState.OBSCURED,
    "ImageTooBright": CameraState.OBSCURED,
    "ImageTooDark": CameraState.OBSCURED,
    "Tampering": CameraState.OBSCURED,
    "SignalLoss": CameraState.OFFLINE,
}
_TOPICS_REMEMBERED = 4096
_ANALYTICS = frozenset({"RuleEngine", "CameraApplicationPlatform"})
# Mere movement and running totals: no incident, and by far the most messages.
_NOISE = frozenset({"CellMotionDetector", "MotionRegionDetector", "CountAggregation", "ObjectTrack"})


class TopicMeaning(Enum):
    """What the centre does with the events of a topic."""

    OBSERVATION = auto()
    TROUBLE = auto()
    IDENTITY = auto()
    NOTHING = auto()


def without_namespaces(parts: list[str]) -> tuple[str, ...]:
    """Return the parts of a topic as ONVIF names them, however the device writes its namespaces."""
    return tuple(_NAMESPACE.sub("", part) for part in parts if part and not _NAMESPACE_ALONE.fullmatch(part))


@lru_cache(maxsize=_TOPICS_REMEMBERED)
def meaning_of(path: tuple[str, ...]) -> TopicMeaning:
    """Return what is done with an event of this topic; one that recognises somebody goes first."""
    if any(_NAMES_SOMEBODY.search(part) for part in path):
        return TopicMeaning.IDENTITY
    if trouble_of(path) is not None:
        return TopicMeaning.TROUBLE
    if path and path[0] in _ANALYTICS and not _NOISE.intersection(path) and not path[-1].endswith("ANY"):
        return TopicMeaning.OBSERVATION
    return TopicMeaning.NOTHING


def trouble_of(path: tuple[str, ...]) -> CameraState | None:
    """Return the state in which a camera is while it says so on this topic, if it is one of trouble."""
    if path[:1] != ("VideoSource",):
        return None
    return next((_TROUBLES[part] for part in path if part in _TROUBLES), None)
