"""Street segments: the traffic of each street within a ward, and what is usual for it at this hour.

Now and usual are made the same way from the same cameras, so that the one stands above the other only
when traffic does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import fmean

from db.alerting import CameraFlow, UsualFlow
from db.rows import SegmentStateRow
from domain.congestion import level_of
from domain.messages import Provenance
from ingest.rules.congestion import WORST_CAMERAS, Stretch, jam_of, stretches_of
from ingest.rules.situation import Situation

_KNOWN_SHARE = 0.5
"""Share of a segment's cameras whose usual must be known before the segment has one."""

CameraLevels = Mapping[tuple[str, Provenance], float]
"""The usual congestion at each camera, by its code and provenance."""


def camera_levels(flows: Iterable[UsualFlow]) -> CameraLevels:
    """Return how congested it usually is at each camera at this hour of the week."""
    return {
        (flow.camera_code, flow.provenance): level_of(flow.speed_kmh, flow.occupancy)
        for flow in flows
        if flow.speed_kmh is not None
    }


def segment_states(
    flows: Iterable[CameraFlow], usual: CameraLevels, situation: Situation, now: datetime
) -> list[SegmentStateRow]:
    """Return the traffic of every street within a ward; drills and cameras of no street stay out."""
    seen = (flow for flow in flows if not flow.exercise and _has_street(flow, situation))
    return [_segment(stretch, group, usual, now) for stretch, group in stretches_of(seen, situation).items()]


def _has_street(flow: CameraFlow, situation: Situation) -> bool:
    camera = situation.cameras.get(flow.camera_code)
    return camera is not None and bool(camera.street)


def _segment(
    stretch: Stretch, flows: Sequence[CameraFlow], usual: CameraLevels, now: datetime
) -> SegmentStateRow:
    return SegmentStateRow(
        ward_code=stretch.ward_code,
        street=stretch.street,
        provenance=stretch.provenance,
        congestion=jam_of(flows).level,
        speed_kmh=fmean(flow.speed_kmh for flow in flows),
        vehicles_per_min=fmean(flow.vehicles_per_min for flow in flows),
        usual=_usual_of(flows, usual),
        cameras=len(flows),
        observed_at=now,
    )


def _usual_of(flows: Sequence[CameraFlow], usual: CameraLevels) -> float | None:
    """Return the usual jam as these cameras see it; None while too few of them know theirs."""
    levels = [usual[key] for flow in flows if (key := (flow.camera_code, flow.provenance)) in usual]
    if not levels or len(levels) < _KNOWN_SHARE * len(flows):
        return None
    return fmean(sorted(levels, reverse=True)[:WORST_CAMERAS])
