"""Cameras that are offline, covered or turned: after a hold time, and many of one ward as one alert."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.alerting import NewAlert
from db.rows import CameraRow
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import CameraState, Provenance
from domain.rule_settings import CameraRule
from ingest.rules.decisions import AlertKey, Clear, Decision
from ingest.rules.in_force import InForce
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "camera_trouble",
    "A camera that stays offline, covered or turned for the hold time of its trouble opens an alert; many "
    "offline in one ward open one for all, and soon. It clears when the camera is back.",
)
_TOGETHER = timedelta(minutes=2)
KIND_OF_STATE = {
    CameraState.OFFLINE: IncidentKind.CAMERA_OFFLINE,
    CameraState.OBSCURED: IncidentKind.CAMERA_OBSCURED,
    CameraState.MOVED: IncidentKind.CAMERA_TAMPERED,
}
_MEANS_WELL = frozenset({CameraState.ONLINE, CameraState.MAINTENANCE})


@dataclass(frozen=True, slots=True)
class Trouble:
    """A camera in trouble: what kind, since when the centre knows, and whether an alert says so."""

    camera: CameraRow
    kind: IncidentKind
    since: datetime
    is_told: bool


class TroubledCameras:
    """The cameras in trouble now."""

    def __init__(self) -> None:
        self._troubles: dict[str, Trouble] = {}

    def note(self, row: CameraRow, at: datetime) -> list[Decision]:
        """Take in a camera's state; return the ends that it makes."""
        kind = KIND_OF_STATE.get(row.state)
        known = self._troubles.get(row.code)
        if kind is not None and (known is None or known.kind is not kind):
            self._troubles[row.code] = Trouble(row, kind, at, is_told=False)
        if kind is None:
            self._troubles.pop(row.code, None)
        if row.state not in _MEANS_WELL and kind is None:
            return []
        return [
            Clear(key, f"the camera is {row.state}")
            for other in KIND_OF_STATE.values()
            if other is not kind
            for key in (_key(row.code, other, row.provenance, row.exercise),)
        ]

    def due(
        self, now: datetime, standing: StandingAlerts, situation: Situation, in_force: InForce
    ) -> list[Decision]:
        """Return the alerts whose hold time is over, those of one ward grouped, and the groups that ended."""
        offline: dict[tuple[str, Provenance, bool], list[Trouble]] = defaultdict(list)
        decisions: list[Decision] = []
        rule = in_force.settings.cameras
        for trouble in self._troubles.values():
            camera = trouble.camera
            if in_force.is_looked_after(camera.code, camera.ward_code, now):
                continue
            if trouble.kind is IncidentKind.CAMERA_OFFLINE:
                offline[camera.ward_code, camera.provenance, camera.exercise].append(trouble)
            elif not trouble.is_told and _has_held(trouble, now, _hold_s(trouble.kind, rule)):
                decisions.append(_alert(trouble, situation))
                self._tell([trouble])
        for (ward_code, _, _), troubles in offline.items():
            due = self._due_offline(troubles, now, rule)
            decisions += _of_offline(ward_code, due, standing, situation, rule)
        return decisions + self._ended_groups(offline, standing, rule)

    def _due_offline(self, troubles: list[Trouble], now: datetime, rule: CameraRule) -> list[Trouble]:
        """Return a ward's offline cameras that are to be told of now: together soon, alone after long."""
        untold = [it for it in troubles if not it.is_told]
        together = [it for it in untold if _has_held(it, now, rule.many_hold_s)]
        due = _fell_together(together, rule) or [
            it for it in untold if _has_held(it, now, rule.offline_hold_s)
        ]
        self._tell(due)
        return due

    def _ended_groups(
        self,
        offline: dict[tuple[str, Provenance, bool], list[Trouble]],
        standing: StandingAlerts,
        rule: CameraRule,
    ) -> list[Decision]:
        """Return the ends of groups of which hardly any camera is offline any more."""
        return [
            Clear(_key(alert.place_key, alert.kind, alert.provenance, alert.exercise), "the cameras are back")
            for alert in standing.of_rule(RULE.name)
            if alert.place_key.startswith("ward/")
            and len(offline.get((alert.ward_code, alert.provenance, alert.exercise), ()))
            < max(1, rule.many // 2)
        ]

    def _tell(self, troubles: Iterable[Trouble]) -> None:
        for trouble in troubles:
            self._troubles[trouble.camera.code] = replace(trouble, is_told=True)


def _of_offline(
    ward_code: str,
    due: list[Trouble],
    standing: StandingAlerts,
    situation: Situation,
    rule: CameraRule,
) -> list[Decision]:
    """Return the alerts for a ward's offline cameras: one for all when they are many, else one each."""
    if not due:
        return []
    one = due[0].camera
    group = _key(f"ward/{ward_code}", IncidentKind.CAMERA_OFFLINE, one.provenance, one.exercise)
    if standing.is_open(group):
        return []
    if len(due) < rule.many:
        return [_alert(trouble, situation) for trouble in due]
    return [_group_alert(ward_code, due, situation)]


def _has_held(trouble: Trouble, now: datetime, hold_s: float) -> bool:
    return (now - trouble.since).total_seconds() >= hold_s


def _hold_s(kind: IncidentKind, rule: CameraRule) -> float:
    return rule.obscured_hold_s if kind is IncidentKind.CAMERA_OBSCURED else rule.moved_hold_s


def _fell_together(troubles: list[Trouble], rule: CameraRule) -> list[Trouble]:
    """Return the cameras that went within a moment, when they are so many that it is one cause."""
    newest = max((it.since for it in troubles), default=None)
    together = [] if newest is None else [it for it in troubles if newest - it.since <= _TOGETHER]
    return together if len(together) >= rule.many else []


def _key(place_key: str, kind: IncidentKind, provenance: Provenance, exercise: bool) -> AlertKey:
    return AlertKey(RULE.name, place_key, kind, provenance, exercise)


def _alert(trouble: Trouble, situation: Situation) -> NewAlert:
    camera = trouble.camera
    return NewAlert(
        rule=RULE.name,
        place_key=camera.code,
        ward_code=camera.ward_code,
        kind=trouble.kind,
        severity=KINDS[trouble.kind].severity,
        lat=camera.lat,
        lon=camera.lon,
        place=situation.place_of_camera(camera.code, camera.ward_code),
        source_channel="system",
        at=trouble.since,
        provenance=camera.provenance,
        exercise=camera.exercise,
        camera_code=camera.code,
        details={"cameras": [camera.code]},
    )


def _group_alert(ward_code: str, troubles: list[Trouble], situation: Situation) -> NewAlert:
    lat, lon = situation.point_of_ward(ward_code)
    alert = _alert(troubles[0], situation)
    return replace(
        alert,
        place_key=f"ward/{ward_code}",
        severity=Severity.MEDIUM,
        lat=lat,
        lon=lon,
        place=situation.place_in_ward(ward_code),
        camera_code=None,
        details={"cameras": [trouble.camera.code for trouble in troubles]},
    )
