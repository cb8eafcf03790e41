"""What an edge agent is told: its broker, its gateway and its cameras.

Places in a picture are shares of its width and height, so they hold at every resolution.
"""

from dataclasses import dataclass, field
from pathlib import Path

from domain.messages import Provenance
from domain.topics import simulated_namespace

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is and who we are to it; `ca_file` None means plain TCP."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class SizeClasses:
    """Upper bounds of a vehicle's area as seen from above, in square metres; what is larger is a bus."""

    smallest_m2: float = 0.5
    motorcycle_m2: float = 3.5
    car_m2: float = 12.0
    truck_m2: float = 24.0


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """When a picture is not a good one any more, and how long that must last."""

    lowest_contrast: float = 10.0
    lowest_entropy_bits: float = 3.0
    largest_shift_share: float = 0.03
    lowest_match: float = 0.05
    frozen_after_s: float = 30.0
    offline_after_s: float = 10.0
    hold_s: float = 3.0


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """One camera: `source` is a file, an rtsp:// address, or `synthetic:<scene>`.

    `metres_per_pixel` holds for a picture `scale_width_px` wide. `counting_line` of two points is
    where vehicles are counted; zones are outlines, and an empty one watches for nothing.
    """

    code: str
    source: str
    provenance: Provenance
    counting_line: tuple[Point, Point] = ((0.0, 0.5), (1.0, 0.5))
    metres_per_pixel: float = 0.05
    scale_width_px: int = 640
    sizes: SizeClasses = SizeClasses()
    no_parking_zone: tuple[Point, ...] = ()
    parking_s: float = 120.0
    crowd_zone: tuple[Point, ...] = ()
    crowd_share: float = 0.5
    crowd_s: float = 30.0
    health: HealthLimits = HealthLimits()
    frames_per_s: float = 8.0
    repeats_file: bool = False


@dataclass(frozen=True, slots=True)
class SpoolSettings:
    """Where messages wait for the broker, and how much room they may take."""

    folder: Path
    max_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Everything one edge agent needs; its cameras are all real, or all not.

    `batches_counts` sends counts together: the centre takes that of cameras registered with this gateway.
    """

    broker: BrokerAddress
    district: str
    ward_code: str
    gateway: str
    cameras: tuple[CameraSettings, ...]
    spool: SpoolSettings
    exercise: bool = False
    batches_counts: bool = True

    @property
    def provenance(self) -> Provenance:
        """Return what the agent as a whole claims to be: real only when every camera is."""
        kinds = {camera.provenance for camera in self.cameras}
        return kinds.pop() if len(kinds) == 1 else Provenance.SIMULATED

    @property
    def namespace(self) -> str:
        """Return the district slug to publish under: only real cameras speak in the real one."""
        is_real = self.provenance is Provenance.REAL
        return self.district if is_real else simulated_namespace(self.district)
