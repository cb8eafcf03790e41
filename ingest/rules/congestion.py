"""Congestion: how jammed each street and ward is, with hysteresis and hold time before anybody is called.

A street's jam is that of its three worst cameras in one ward: a jam is shorter than a street.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from db.alerting import CameraFlow, NewAlert, UsualFlow
from db.rows import WardStateRow
from domain.congestion import level_of, ward_level
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance
from domain.rule_settings import CongestionRule
from ingest.rules.decisions import AlertKey, Clear, Decision
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

WORST_CAMERAS = 3
RULE = Rule(
    "congestion",
    "A street that stays jammed for the hold time opens an alert, and clears when it has flowed as long.",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a street that lies in one ward, as cameras of one provenance see it."""

    ward_code: str
    street: str
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class Jam:
    """How jammed a stretch is (0 to 1), and the camera that sees the worst of it."""

    level: float
    worst: CameraFlow


def jams_of(flows: Iterable[CameraFlow], situation: Situation) -> dict[Stretch, Jam]:
    """Return the jam of every stretch on which something was counted."""
    return {stretch: jam_of(group) for stretch, group in stretches_of(flows, situation).items()}


def stretches_of(flows: Iterable[CameraFlow], situation: Situation) -> dict[Stretch, list[CameraFlow]]:
    """Return what was counted, by stretch; a camera without a street is a stretch of its own."""
    found: dict[Stretch, list[CameraFlow]] = defaultdict(list)
    for flow in flows:
        camera = situation.cameras.get(flow.camera_code)
        street = camera.street if camera is not None and camera.street else flow.camera_code
        found[Stretch(flow.ward_code, street, flow.provenance, flow.exercise)].append(flow)
    return found


def jam_of(flows: Sequence[CameraFlow]) -> Jam:
    """Return the jam that these cameras of one stretch see: the mean of the worst of them."""
    levels = sorted(((level_of(it.speed_kmh, it.occupancy), it) for it in flows), key=lambda pair: -pair[0])
    worst = levels[:WORST_CAMERAS]
    return Jam(sum(level for level, _ in worst) / len(worst), levels[0][1])


def ward_states(
    flows: Iterable[CameraFlow], usual: Mapping[tuple[str, Provenance], float], now: datetime
) -> list[WardStateRow]:
    """Return each ward's traffic; drills stay out."""
    found: dict[tuple[str, Provenance], list[CameraFlow]] = defaultdict(list)
    for flow in flows:
        if not flow.exercise:
            found[flow.ward_code, flow.provenance].append(flow)
    return [
        WardStateRow(
            ward_code=ward_code,
            provenance=provenance,
            congestion=ward_level(level_of(flow.speed_kmh, flow.occupancy) for flow in group),
            speed_kmh=fmean(flow.speed_kmh for flow in group),
            vehicles_per_min=fmean(flow.vehicles_per_min for flow in group),
            usual=usual.get((ward_code, provenance)),
            observed_at=now,
        )
        for (ward_code, provenance), group in found.items()
    ]


def usual_levels(flows: Iterable[UsualFlow]) -> dict[tuple[str, Provenance], float]:
    """Return each ward's usual congestion at this hour of the week."""
    found: dict[tuple[str, Provenance], list[float]] = defaultdict(list)
    for flow in flows:
        if flow.speed_kmh is not None:
            found[flow.ward_code, flow.provenance].append(level_of(flow.speed_kmh, flow.occupancy))
    return {key: ward_level(levels) for key, levels in found.items()}


class JamWatch:
    """Since when each stretch has been beyond the limit that would change its alert."""

    def __init__(self) -> None:
        self._since: dict[Stretch, datetime] = {}

    def decide(
        self,
        jams: Mapping[Stretch, Jam],
        now: datetime,
        standing: StandingAlerts,
        situation: Situation,
        rule: CongestionRule,
    ) -> list[Decision]:
        """Return the alerts that open and end now; between the two limits nothing changes."""
        decisions: list[Decision] = []
        for stretch, jam in jams.items():
            key = _key(stretch)
            is_open = standing.is_open(key)
            wants_change = jam.level <= rule.clear_at if is_open else jam.level >= rule.open_at
            if not wants_change:
                self._since.pop(stretch, None)
            elif (now - self._since.setdefault(stretch, now)).total_seconds() >= rule.hold_s:
                del self._since[stretch]
                end = Clear(key, f"the street flows again ({jam.level:.0%})")
                decisions.append(end if is_open else _alert(stretch, jam, now, situation))
        return decisions


def _key(stretch: Stretch) -> AlertKey:
    return AlertKey(
        RULE.name,
        f"{stretch.ward_code}/{stretch.street}",
        IncidentKind.CONGESTION,
        stretch.provenance,
        stretch.exercise,
    )


def _alert(stretch: Stretch, jam: Jam, now: datetime, situation: Situation) -> NewAlert:
    camera = situation.cameras.get(jam.worst.camera_code)
    lat, lon = (camera.lat, camera.lon) if camera else situation.point_of_ward(stretch.ward_code)
    return NewAlert(
        rule=RULE.name,
        place_key=f"{stretch.ward_code}/{stretch.street}",
        ward_code=stretch.ward_code,
        kind=IncidentKind.CONGESTION,
        severity=KINDS[IncidentKind.CONGESTION].severity,
        lat=lat,
        lon=lon,
        place=f"{stretch.street} · {situation.place_in_ward(stretch.ward_code)}",
        source_channel="camera",
        at=now,
        provenance=stretch.provenance,
        exercise=stretch.exercise,
        camera_code=jam.worst.camera_code,
        details={"level": round(jam.level, 2), "speed_kmh": round(jam.worst.speed_kmh, 1)},
    )
