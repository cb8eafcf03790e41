"""Messages on the wire: past-tense facts with a common head, tagged by type.

Every message is one frozen struct. `id` is the key that makes a repeat harmless, `seq` counts per
source so that a gap shows loss, `observed_at` is the source's own clock in UTC.
"""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from domain.kinds import CENTRES_OWN, IncidentKind
from domain.smart_systems import SmartSystem

AwareTime = Annotated[datetime, Meta(tz=True)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$(?!\n)", max_length=64)]
Share = Annotated[float, Meta(ge=0, le=1)]
Heading = Annotated[float, Meta(ge=0, lt=360)]
SpeedKmh = Annotated[float, Meta(ge=0, le=400)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
ShortText = Annotated[str, Meta(max_length=64)]
FreeText = Annotated[str, Meta(max_length=2_000)]
Seq = Annotated[int, Meta(ge=0, le=2**62)]


class Provenance(StrEnum):
    """Where a fact comes from; shown everywhere, and never mixed in figures."""

    REAL = "real"
    SIMULATED = "simulated"
    REPLAYED = "replayed"


class CameraState(StrEnum):
    """What a camera can be; `unknown` is what its gateway's silence makes of it."""

    ONLINE = "online"
    OFFLINE = "offline"
    MAINTENANCE = "maintenance"
    OBSCURED = "obscured"
    MOVED = "moved"
    UNKNOWN = "unknown"


class GatewayState(StrEnum):
    """Whether a gateway speaks; `lost` is what its will says after it cannot."""

    ONLINE = "online"
    LOST = "lost"


class LinkState(StrEnum):
    """Whether a ward police post can be reached; `lost` is what its will says after it cannot."""

    ONLINE = "online"
    LOST = "lost"


class UnitState(StrEnum):
    """What a police unit is doing."""

    FREE = "free"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    BUSY = "busy"
    OFF_DUTY = "off_duty"


class Moment(StrEnum):
    """When a picture was taken, seen from its event: 5 s before, at it, 5 s after, or on request."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"
    REQUESTED = "requested"


class Order(StrEnum):
    """What a unit can be told."""

    DISPATCH = "dispatch"
    RECALL = "recall"


class Answer(StrEnum):
    """What a unit says to an order, and how far it has come."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    DONE = "done"


class Message(Struct, frozen=True, kw_only=True, tag_field="type"):
    """The head that every message carries."""

    id: uuid.UUID
    source: Slug
    seq: Seq
    observed_at: AwareTime
    provenance: Provenance
    exercise: bool = False


class Claim(Message, frozen=True, kw_only=True):
    """A message that says what happened; what the centre says of itself is not for others to claim."""

    kind: IncidentKind

    def __post_init__(self) -> None:
        """Refuse a kind that is the centre's own."""
        if self.kind in CENTRES_OWN:
            raise ValueError(f"the kind {self.kind} is the centre's own: no source may report it")


class CameraEventObserved(Claim, frozen=True, kw_only=True, tag="camera.event"):
    """A camera's analysis saw something; `score` is the detector's own, not a proof.

    `box` is [left, top, right, bottom] as shares of the picture. A position is given by moving
    cameras only; for the others the registry knows.
    """

    score: Share
    label: ShortText = ""
    box: tuple[Share, Share, Share, Share] | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None


class VehiclesCounted(Message, frozen=True, kw_only=True, tag="camera.flow"):
    """What passed a camera in the `period_s` seconds before `observed_at`."""

    period_s: Annotated[float, Meta(gt=0, le=3600)]
    motorcycles: Count
    cars: Count
    buses: Count
    trucks: Count
    bicycles: Count
    speed_kmh: SpeedKmh
    occupancy: Share


class CameraStatusReported(Message, frozen=True, kw_only=True, tag="camera.status"):
    """A camera's state, retained by the broker; moving cameras add where they are."""

    state: CameraState
    gateway: Slug
    lat: Latitude | None = None
    lon: Longitude | None = None
    heading_deg: Heading | None = None


class SnapshotTaken(Message, frozen=True, kw_only=True, tag="camera.snapshot"):
    """A JPEG picture for an event (or a request); `sha256` is of the JPEG, taken at the source."""

    event_id: uuid.UUID
    moment: Moment
    width: Annotated[int, Meta(ge=1, le=8192)]
    height: Annotated[int, Meta(ge=1, le=8192)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
    jpeg: bytes


class SnapshotRequested(Message, frozen=True, kw_only=True, tag="camera.request"):
    """The centre asks a camera for a picture now; it answers under `id` as the event id.

    `live` asks for a picture that is only looked at: it comes as LivePictureTaken and is kept nowhere.
    """

    purpose: ShortText
    live: bool = False


class LivePictureTaken(Message, frozen=True, kw_only=True, tag="camera.live"):
    """A JPEG picture to be looked at now and kept nowhere; `seq` counts these alone.

    `sha256` is of the JPEG, taken at the source.
    """

    request_id: uuid.UUID
    width: Annotated[int, Meta(ge=1, le=8192)]
    height: Annotated[int, Meta(ge=1, le=8192)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
    jpeg: bytes


class UnitMoved(Message, frozen=True, kw_only=True, tag="police.position"):
    """Where a unit is and where it is going."""

    lat: Latitude
    lon: Longitude
    heading_deg: Heading
    speed_kmh: SpeedKmh


class UnitStatusReported(Message, frozen=True, kw_only=True, tag="police.status"):
    """What a unit is doing."""

    state: UnitState


class PoliceReported(Claim, frozen=True, kw_only=True, tag="police.report"):
    """A ward's police report something they saw or were told."""

    lat: Latitude
    lon: Longitude
    text: FreeText = ""


class PostLinkReported(Message, frozen=True, kw_only=True, tag="police.link"):
    """A ward police post is there, at least every 30 s, or (as its will) is not; retained by the broker."""

    state: LinkState


class UnitCommanded(Message, frozen=True, kw_only=True, tag="police.command"):
    """The centre orders a unit, for an alert or incident; `verified_by` names who checked, or nobody did."""

    order: Order
    lat: Latitude
    lon: Longitude
    alert_id: uuid.UUID | None = None
    incident_id: uuid.UUID | None = None
    text: FreeText = ""
    verified_by: ShortText | None = None


class CommandAnswered(Message, frozen=True, kw_only=True, tag="police.ack"):
    """A unit answers the command whose id is `command_id`."""

    command_id: uuid.UUID
    answer: Answer
    text: FreeText = ""


class CitizenReported(Claim, frozen=True, kw_only=True, tag="citizen.report"):
    """A citizen told the city something; who it was does not travel."""

    lat: Latitude
    lon: Longitude
    channel: ShortText
    text: FreeText = ""


class SystemReadingTaken(Message, frozen=True, kw_only=True, tag="system.reading"):
    """One figure of one of the eight systems at one site: counts, never persons."""

    system: SmartSystem
    site: Slug
    metric: ShortText
    value: float
    unit: ShortText
    lat: Latitude | None = None
    lon: Longitude | None = None


class GatewayStatusReported(Message, frozen=True, kw_only=True, tag="system.status"):
    """A ward gateway is there, or (as its will) is not: then its cameras are unknown."""

    state: GatewayState


AnyMessage = (
    CameraEventObserved
    | VehiclesCounted
    | CameraStatusReported
    | SnapshotTaken
    | SnapshotRequested
    | LivePictureTaken
    | UnitMoved
    | UnitStatusReported
    | PoliceReported
    | PostLinkReported
    | UnitCommanded
    | CommandAnswered
    | CitizenReported
    | SystemReadingTaken
    | GatewayStatusReported
)

MESSAGE_TYPES: tuple[type[Message], ...] = (
    CameraEventObserved,
    VehiclesCounted,
    CameraStatusReported,
    SnapshotTaken,
    SnapshotRequested,
    LivePictureTaken,
    UnitMoved,
    UnitStatusReported,
    PoliceReported,
    PostLinkReported,
    UnitCommanded,
    CommandAnswered,
    CitizenReported,
    SystemReadingTaken,
    GatewayStatusReported,
)
