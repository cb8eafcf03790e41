"""Topics `<district>/v1/<ward code>/<class>/<source>/<kind>`: written, read and filtered in one place.

A district has two namespaces: `d1` for registered sources and `d1-sim` for simulators and replays.
A broker does not tell a subscriber who published, but it can hold a login to its topics, so the
namespace is what lets nobody but a registered login publish as real.

A gateway or a recorder may send what its cameras counted and saw in one payload, on a topic of its own.
"""

import re
import uuid
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import DomainError
from domain.messages import (
    CameraEventObserved,
    CameraStatusReported,
    CitizenReported,
    CommandAnswered,
    GatewayStatusReported,
    LivePictureTaken,
    Message,
    PoliceReported,
    PostLinkReported,
    SnapshotRequested,
    SnapshotTaken,
    SystemReadingTaken,
    UnitCommanded,
    UnitMoved,
    UnitStatusReported,
    VehiclesCounted,
)

VERSION = "v1"
SIMULATED_SUFFIX = "-sim"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


class TopicError(DomainError):
    """The topic is not one of ours; the text says which part."""


class SenderClass(StrEnum):
    """Who speaks on a topic."""

    CAMERA = "camera"
    POLICE = "police"
    CITIZEN = "citizen"
    SYSTEM = "system"


_PLACE_OF_TYPE: dict[type[Message], tuple[SenderClass, str]] = {
    CameraEventObserved: (SenderClass.CAMERA, "event"),
    VehiclesCounted: (SenderClass.CAMERA, "flow"),
    CameraStatusReported: (SenderClass.CAMERA, "status"),
    SnapshotTaken: (SenderClass.CAMERA, "snapshot"),
    SnapshotRequested: (SenderClass.CAMERA, "request"),
    LivePictureTaken: (SenderClass.CAMERA, "live"),
    PoliceReported: (SenderClass.POLICE, "report"),
    UnitMoved: (SenderClass.POLICE, "position"),
    UnitStatusReported: (SenderClass.POLICE, "status"),
    PostLinkReported: (SenderClass.POLICE, "link"),
    UnitCommanded: (SenderClass.POLICE, "command"),
    CommandAnswered: (SenderClass.POLICE, "ack"),
    CitizenReported: (SenderClass.CITIZEN, "report"),
    SystemReadingTaken: (SenderClass.SYSTEM, "reading"),
    GatewayStatusReported: (SenderClass.SYSTEM, "status"),
}
_TYPE_AT_PLACE = {place: kind for kind, place in _PLACE_OF_TYPE.items()}
_BATCH = (SenderClass.SYSTEM, "batch")
_KNOWN = frozenset(_PLACE_OF_TYPE.values()) | {_BATCH}

BATCHED: frozenset[type[Message]] = frozenset({VehiclesCounted, CameraEventObserved})
"""What may come in a batch of a gateway: what is said often, and neither retained nor large."""

RETAINED = frozenset(
    {(SenderClass.CAMERA, "status"), (SenderClass.POLICE, "link"), (SenderClass.SYSTEM, "status")}
)
"""Topics whose last message the broker keeps."""

FROM_CENTRE = frozenset({(SenderClass.CAMERA, "request"), (SenderClass.POLICE, "command")})
"""Topics on which the centre speaks and others listen."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic taken apart; `event_id` is set for snapshots only."""

    district: str
    ward_code: str
    sender: SenderClass
    source: str
    kind: str
    event_id: uuid.UUID | None = None

    @property
    def is_simulated(self) -> bool:
        """Tell whether this namespace is the simulators', where nothing can be real."""
        return self.district.endswith(SIMULATED_SUFFIX)

    @property
    def is_batch(self) -> bool:
        """Tell whether a gateway or a recorder speaks here for several cameras."""
        return (self.sender, self.kind) == _BATCH

    def __str__(self) -> str:
        """Return the topic as the broker knows it."""
        text = f"{self.district}/{VERSION}/{self.ward_code}/{self.sender}/{self.source}/{self.kind}"
        return text if self.event_id is None else f"{text}/{self.event_id}"


def parse_topic(text: str) -> Topic:
    """Take a topic apart; raise TopicError when it is not one of ours."""
    parts = text.split("/")
    if len(parts) not in (6, 7) or parts[1] != VERSION:
        raise TopicError(f"topic {text!r} is not district/{VERSION}/ward/class/source/kind")
    if parts[3] not in set(SenderClass):
        raise TopicError(f"topic {text!r}: {parts[3]!r} is not one of camera, police, citizen, system")
    for part in (parts[0], parts[2], parts[4]):
        if not _SLUG.fullmatch(part):
            raise TopicError(f"topic {text!r}: {part!r} is not a lower-case ASCII slug")
    sender = SenderClass(parts[3])
    if (sender, parts[5]) not in _KNOWN:
        raise TopicError(f"topic {text!r}: a {sender} has no {parts[5]!r}")
    return Topic(parts[0], parts[2], sender, parts[4], parts[5], _event_id(text, parts))


def _event_id(text: str, parts: list[str]) -> uuid.UUID | None:
    """Return the event id that a snapshot topic must end with, and no other may."""
    if (parts[5] == "snapshot") != (len(parts) == 7):
        raise TopicError(f"topic {text!r}: a snapshot, and only a snapshot, names its event at the end")
    if len(parts) == 6:
        return None
    try:
        return uuid.UUID(parts[6])
    except ValueError as error:
        raise TopicError(f"topic {text!r}: {parts[6]!r} is not an event id") from error


def topic_for(district: str, ward_code: str, message: Message) -> Topic:
    """Return where `message` is published."""
    sender, kind = _PLACE_OF_TYPE[type(message)]
    event_id = message.event_id if isinstance(message, SnapshotTaken) else None
    return Topic(district, ward_code, sender, message.source, kind, event_id)


def batch_topic(district: str, ward_code: str, gateway: str) -> Topic:
    """Return where a gateway (or a recorder) publishes what several of its cameras said."""
    sender, kind = _BATCH
    return Topic(district, ward_code, sender, gateway, kind)


def home_on(topic: Topic, message: Message) -> Topic:
    """Return the topic that is the message's own, having come on `topic`, be it in a batch."""
    return topic_for(topic.district, topic.ward_code, message) if topic.is_batch else topic


def type_due_on(topic: Topic) -> type[Message]:
    """Return the one type of message that may stand on `topic`, which is no batch's."""
    return _TYPE_AT_PLACE[topic.sender, topic.kind]


def is_home_of(topic: Topic, message: Message) -> bool:
    """Tell whether `message` may stand on `topic`: its type, its source and its event agree."""
    return topic_for(topic.district, topic.ward_code, message) == topic


def simulated_namespace(district: str) -> str:
    """Return the namespace in which the simulators of `district` publish."""
    return district + SIMULATED_SUFFIX


def topic_filter(district: str, sender: SenderClass, kind: str, ward_code: str = "+") -> str:
    """Return a subscription filter for one kind of topic, in every ward unless one is named."""
    tail = "/+" if kind == "snapshot" else ""
    return f"{district}/{VERSION}/{ward_code}/{sender}/+/{kind}{tail}"
