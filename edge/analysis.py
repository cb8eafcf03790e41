"""One camera's analysis: a frame in, what was noticed out. No clock, no broker, no camera."""

from dataclasses import dataclass

from domain.kinds import IncidentKind
from domain.messages import CameraState
from edge.background import Background
from edge.blobs import for_analysis
from edge.flow import FlowCounter, FlowFigures
from edge.frames import Frame, Gray, Mask
from edge.health import HealthWatch
from edge.settings import CameraSettings
from edge.standing import CrowdedArea, StoppedVehicles

FLOW_PERIOD_S = 10.0
_MEMORY_OF_PARKING = 2.0
_LEAST_MEMORY_S = 60.0
_SCORE_AT_LIMIT = 0.75

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that asks for a person; `box` is in shares of the picture."""

    kind: IncidentKind
    score: float
    label: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What one frame gave: the camera's state, figures when a period is over, and what was noticed."""

    state: CameraState
    flow: FlowFigures | None = None
    noticed: tuple[Noticed, ...] = ()


class CameraAnalysis:
    """Looks at the frames of one camera in order."""

    def __init__(self, settings: CameraSettings, started_s: float) -> None:
        self._settings = settings
        self._health = HealthWatch(settings.health, started_s)
        memory_s = max(_LEAST_MEMORY_S, _MEMORY_OF_PARKING * settings.parking_s)
        self._background = Background(memory_s, settings.frames_per_s)
        self._street: _StreetWatch | None = None

    @property
    def state(self) -> CameraState:
        """Return the camera's state as it holds now."""
        return self._health.state

    def see(self, frame: Frame) -> Findings:
        """Look at one frame.

        A camera that does not see well counts nothing: no figure is better than a false nought.
        """
        at_s = frame.taken_at.timestamp()
        gray = for_analysis(frame.picture)
        state = self._health.see(gray, at_s)
        if state is not CameraState.ONLINE:
            self._street = None
            return Findings(state)
        if self._street is None or self._street.shape != gray.shape:
            self._street = _StreetWatch(self._settings, gray.shape)
        mask = self._background.foreground(gray)
        return self._street.see(gray, mask, self._background, at_s)

    def miss(self, at_s: float) -> Findings:
        """Take note that no frame has come."""
        return Findings(self._health.miss(at_s))


class _StreetWatch:
    """Everything that looks at the street through a camera that sees well."""

    def __init__(self, settings: CameraSettings, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._parking_s = settings.parking_s
        self._crowd_share = settings.crowd_share
        self._flow = FlowCounter(settings, shape)
        self._stopped = StoppedVehicles(settings, shape) if settings.no_parking_zone else None
        self._crowd = CrowdedArea(settings, shape) if settings.crowd_zone else None

    def see(self, gray: Gray, mask: Mask, background: Background, at_s: float) -> Findings:
        """Return what the frame gave."""
        if background.is_learning:
            return Findings(CameraState.ONLINE)
        self._flow.add(mask, at_s)
        is_due = self._flow.age_s(at_s) >= FLOW_PERIOD_S
        figures = self._flow.close(at_s) if is_due else None
        noticed = (*self._parked(gray, mask, background, at_s), *self._crowded(mask, at_s))
        return Findings(CameraState.ONLINE, figures, noticed)

    def _parked(self, gray: Gray, mask: Mask, background: Background, at_s: float) -> list[Noticed]:
        if self._stopped is None:
            return []
        found = self._stopped.add(gray, mask, background.street, at_s)
        label = f"standing for {self._parking_s:.0f} s"
        return [
            Noticed(IncidentKind.ILLEGAL_PARKING, one.still_share, label, one.blob.box_share(self.shape))
            for one in found
        ]

    def _crowded(self, mask: Mask, at_s: float) -> list[Noticed]:
        share = self._crowd.add(mask, at_s) if self._crowd is not None else None
        if share is None:
            return []
        # The limit is the camera's own, so reaching it is already a good sign, and full is a sure one.
        over = (share - self._crowd_share) / (1 - self._crowd_share)
        score = _SCORE_AT_LIMIT + (1 - _SCORE_AT_LIMIT) * over
        return [Noticed(IncidentKind.CROWD, min(1.0, score), f"{share:.0%} of the area covered", None)]
