"""What happens in the district: kinds, how often, where, for how long, and how sure a detector is."""

import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.geodesy import moved
from domain.kinds import IncidentKind as Kind
from domain.places import Camera, CameraKind, LatLon


@dataclass(frozen=True, slots=True)
class KindRhythm:
    """How a kind behaves: how often an hour, where, in which light and weather, how often falsely.

    `by_dark` and `by_rain` are factors at night and in heavy rain; `ranks` are the ranks of street on
    which it happens; `lasts_s` is how long it can be seen, and so be reported again; `label` is what
    the detector calls it.
    """

    per_hour: float
    label: str
    false_share: float
    ranks: frozenset[int]
    lasts_s: tuple[float, float]
    by_dark: float = 1.0
    by_rain: float = 1.0
    told_by_citizens: float = 0.1
    told_by_police: float = 0.1


_ALL = frozenset({1, 2, 3, 4})
_MAIN = frozenset({1, 2, 3})
_SMALL = frozenset({3, 4})
_SHORT = (0.0, 0.0)

RHYTHMS: dict[Kind, KindRhythm] = {
    Kind.ILLEGAL_PARKING: KindRhythm(11, "xe đỗ sai chỗ", 0.12, _ALL, (60, 400), 0.6, 0.7, 0.08, 0.15),
    Kind.RED_LIGHT: KindRhythm(7, "vượt đèn đỏ", 0.12, _MAIN, _SHORT, 0.9, 0.8, 0.0, 0.0),
    Kind.WRONG_WAY: KindRhythm(4, "đi ngược chiều", 0.2, _MAIN, _SHORT, 0.8, 0.8, 0.02, 0.05),
    Kind.SIDEWALK: KindRhythm(4, "vỉa hè bị chiếm", 0.15, _SMALL, (120, 300), 0.9, 0.3, 0.2, 0.2),
    Kind.STREET_VENDING: KindRhythm(4, "xe hàng rong", 0.2, _ALL, (60, 300), 0.9, 0.4, 0.05, 0.2),
    Kind.CROWD: KindRhythm(2.5, "đông người", 0.25, _ALL, (90, 420), 1.3, 0.3, 0.15, 0.4),
    Kind.DISORDER: KindRhythm(0.6, "xô xát", 0.35, _ALL, (40, 150), 2.2, 0.5, 0.6, 0.5),
    Kind.THEFT: KindRhythm(0.3, "nghi trộm", 0.5, _SMALL, _SHORT, 1.2, 0.6, 0.5, 0.4),
    Kind.SNATCHING: KindRhythm(0.5, "nghi cướp giật", 0.4, _ALL, _SHORT, 1.4, 0.5, 0.8, 0.5),
    Kind.RACING: KindRhythm(0.3, "chạy tốc độ cao", 0.3, _MAIN, _SHORT, 4.0, 0.1, 0.5, 0.2),
    Kind.CRASH: KindRhythm(1.6, "va chạm", 0.18, _MAIN, (120, 360), 1.1, 1.8, 0.7, 0.5),
    Kind.FIRE: KindRhythm(0.25, "lửa", 0.35, _ALL, (120, 400), 1.1, 0.3, 0.9, 0.5),
    Kind.SMOKE: KindRhythm(0.6, "khói", 0.4, _ALL, (60, 240), 0.8, 0.3, 0.5, 0.2),
    Kind.MEDICAL: KindRhythm(0.4, "người ngã", 0.3, _ALL, (90, 300), 0.8, 0.7, 0.6, 0.3),
    Kind.FLOOD: KindRhythm(0.2, "nước ngập", 0.2, _ALL, (200, 600), 1.0, 40.0, 0.6, 0.3),
    Kind.FALLEN_TREE: KindRhythm(0.15, "cây đổ", 0.2, _MAIN, (200, 500), 1.0, 9.0, 0.7, 0.4),
    Kind.WASTE: KindRhythm(1.2, "đống rác", 0.2, _SMALL, (200, 400), 1.2, 0.8, 0.3, 0.1),
    Kind.ABANDONED_OBJECT: KindRhythm(0.7, "vật bỏ lại", 0.5, _ALL, (120, 300), 1.0, 0.6, 0.2, 0.3),
    Kind.INFRASTRUCTURE: KindRhythm(0.4, "hố trên đường", 0.3, _ALL, (300, 500), 0.8, 1.5, 0.5, 0.1),
}
"""The kinds that cameras detect by themselves; about 40 an hour by day in the whole district."""

LABELS: dict[Kind, str] = {
    **{kind: rhythm.label for kind, rhythm in RHYTHMS.items()},
    Kind.CONGESTION: "ùn tắc",
    Kind.CAMERA_OBSCURED: "ống kính bị che",
    Kind.CAMERA_TAMPERED: "khung hình lệch",
}
"""What detectors call what they saw."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that a camera reports, true or not."""

    kind: Kind
    camera: Camera
    is_true: bool
    score: float
    begin_s: float
    lasts_s: float
    place: LatLon


def place_seen_by(camera: Camera, share_of_range: float = 0.4) -> LatLon:
    """Return the point in the middle of what a camera sees."""
    return moved(camera.lat, camera.lon, camera.heading_deg, camera.range_m * share_of_range)


class Fortune:
    """Draws what happens next; the same seed draws the same."""

    def __init__(self, cameras: Iterable[Camera], rank_of: dict[str, int], rng: random.Random) -> None:
        self._rng = rng
        fixed = [camera for camera in cameras if camera.kind is not CameraKind.VEHICLE]
        self._cameras_for: dict[frozenset[int], Sequence[Camera]] = {
            ranks: [camera for camera in fixed if rank_of[camera.code] in ranks]
            for ranks in (_ALL, _MAIN, _SMALL)
        }

    def draw(self, at_s: float, seconds: float, *, busy: float, dark: float, rain: float) -> list[Happening]:
        """Return what begins within the next `seconds` (mostly nothing)."""
        kinds = list(RHYTHMS)
        per_hour = [_rate(RHYTHMS[kind], busy, dark, rain) for kind in kinds]
        edges = list(accumulate(per_hour))
        if self._rng.random() >= edges[-1] * seconds / 3600:
            return []
        kind = kinds[bisect_left(edges, self._rng.random() * edges[-1])]
        cameras = self._cameras_for[RHYTHMS[kind].ranks]
        return [self.happening(kind, self._rng.choice(cameras), at_s)] if cameras else []

    def happening(self, kind: Kind, camera: Camera, at_s: float, *, is_true: bool | None = None) -> Happening:
        """Return a happening of `kind` before `camera`; true or false by chance unless told."""
        rhythm = RHYTHMS.get(kind)
        chance = rhythm.false_share if rhythm else 0.1
        truth = self._rng.random() >= chance if is_true is None else is_true
        lasts_s = self._rng.uniform(*rhythm.lasts_s) if rhythm and truth else 0.0
        return Happening(kind, camera, truth, self._score(truth), at_s, lasts_s, place_seen_by(camera))

    def _score(self, is_true: bool) -> float:
        """Return how sure the detector is: surer when right, but not always."""
        rng = self._rng
        score = 0.55 + 0.43 * rng.betavariate(4, 2) if is_true else 0.45 + 0.45 * rng.betavariate(2, 2.5)
        return round(score, 2)


def _rate(rhythm: KindRhythm, busy: float, dark: float, rain: float) -> float:
    """Return how often an hour a kind happens in these conditions."""
    by_dark = 1 + (rhythm.by_dark - 1) * dark
    by_rain = 1 + (rhythm.by_rain - 1) * rain
    return rhythm.per_hour * (0.2 + 0.9 * busy) * by_dark * by_rain
