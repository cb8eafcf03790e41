"""What a picture is to show; pure, so that the rest of the simulators can speak of it."""

from dataclasses import dataclass
from datetime import datetime

from domain.kinds import IncidentKind

WIDTH, HEIGHT = 640, 360
MAX_JPEG_BYTES = 60_000


@dataclass(frozen=True, slots=True)
class Scene:
    """A street as a camera sees it at one time; light, weather and fullness are 0 to 1.

    `kind` is what happens there (None: nothing), `phase_s` how long ago it began (below 0: not yet),
    and `is_true` whether it is what the detector took it for. Buildings follow from `camera_code`,
    vehicles and the place of the happening from `chance`.
    """

    camera_code: str
    camera_name: str
    taken_at: datetime
    darkness: float
    rain: float
    fullness: float
    rank: int
    kind: IncidentKind | None
    phase_s: float
    is_true: bool
    chance: int
