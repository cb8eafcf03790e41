"""Camera events open alerts when their score reaches the threshold of their kind; so do Frigate's alerts."""

from collections.abc import Mapping

from db.alerting import NewAlert
from db.rows import EventRow
from domain.kinds import KINDS, IncidentKind, Severity
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation

OTHER_THRESHOLD = 0.75
OFF = 2.0
"""A threshold that no score reaches."""
THRESHOLDS: Mapping[IncidentKind, float] = {
    IncidentKind.CRASH: 0.6,
    IncidentKind.FIRE: 0.5,
    IncidentKind.SMOKE: 0.6,
    IncidentKind.RESCUE: 0.5,
    IncidentKind.MEDICAL: 0.5,
    IncidentKind.RED_LIGHT: 0.9,
    IncidentKind.CONGESTION: OFF,
    IncidentKind.SIDEWALK: OFF,
    IncidentKind.STREET_VENDING: OFF,
    IncidentKind.CAMERA_OFFLINE: OFF,
    IncidentKind.CAMERA_OBSCURED: OFF,
    IncidentKind.CAMERA_TAMPERED: OFF,
}
"""Congestion and a camera's own trouble have rules of their own, from counts and states; pavement trade
is off until a supervisor asks for it."""

RULE = Rule(
    "camera_event",
    "A camera's event opens an alert when its score reaches the threshold of its kind.",
    {"other kinds": OTHER_THRESHOLD, **{kind: score for kind, score in THRESHOLDS.items() if score < OFF}},
)
FRIGATE_RULE = Rule(
    "frigate_review",
    "A Frigate review of severity alert opens an alert; its events are evidence and open none.",
    {},
)


def sign_of_event(event: EventRow, situation: Situation) -> NewAlert | None:
    """Return the alert that a camera's event is a sign of, if it is sure enough."""
    if event.dialect == "frigate" or event.score < THRESHOLDS.get(event.kind, OTHER_THRESHOLD):
        return None
    return _sign(RULE.name, "camera", event, KINDS[event.kind].severity, situation)


def sign_of_review(event: EventRow, situation: Situation) -> NewAlert | None:
    """Return the alert that a Frigate review is a sign of, if Frigate itself calls it an alert."""
    details = event.details or {}
    if event.dialect != "frigate" or details.get("frigate") != "review" or details.get("severity") != "alert":
        return None
    severity = KINDS[event.kind].severity
    if event.kind is IncidentKind.OTHER:
        severity = Severity.MEDIUM
    return _sign(FRIGATE_RULE.name, "frigate", event, severity, situation)


def _sign(
    rule: str, channel: str, event: EventRow, severity: Severity, situation: Situation
) -> NewAlert | None:
    camera = situation.cameras.get(event.source)
    lat = event.lat if event.lat is not None else (camera.lat if camera else None)
    lon = event.lon if event.lon is not None else (camera.lon if camera else None)
    if lat is None or lon is None:
        return None
    return NewAlert(
        rule=rule,
        place_key=event.source,
        ward_code=event.ward_code,
        kind=event.kind,
        severity=severity,
        lat=lat,
        lon=lon,
        place=situation.place_of_camera(event.source, event.ward_code),
        source_channel=channel,
        at=event.observed_at,
        provenance=event.provenance,
        exercise=event.exercise,
        camera_code=event.camera_code,
        event_id=event.id,
        event_at=event.observed_at,
        details={"label": event.label, "score": round(event.score, 3)},
    )
