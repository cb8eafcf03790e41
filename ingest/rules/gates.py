"""The gates that every new alert passes in order: windows, modes, verdicts, then whether there is a flood.

What does not pass is suppressed: kept with its cause, and nobody is called. A further sign of what is open
already passes at once.
"""

from dataclasses import replace

from db.alerting import NewAlert
from domain.alarm_flood import FloodWatch
from domain.alarm_schedule import mode_at
from domain.alarm_suppression import Cause
from domain.kinds import CENTRES_OWN, KINDS, Severity
from domain.rule_settings import RuleMode
from ingest.rules.decisions import Decision, Suppressed, key_of
from ingest.rules.in_force import InForce
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "flood_group",
    "While more alerts come than people can take, further ones of one kind in one ward are one alert; what "
    "is critical, or endangers life, never is.",
)


class Gates:
    """Lets new alerts pass, or says why not; knows how many passed lately."""

    def __init__(self) -> None:
        self._flood = FloodWatch()

    def passed(
        self, new: NewAlert, standing: StandingAlerts, situation: Situation, in_force: InForce
    ) -> list[Decision]:
        """Return the alert itself, or what stands for it: why it is suppressed, and the group it joins."""
        if self._is_repeat(new, standing):
            return [new]
        held = _held_back(new, in_force)
        if held is not None:
            return [held]
        if self._is_to_be_grouped(new, in_force):
            group = _group_of(new, situation)
            return [Suppressed(new, Cause.FLOOD, f"{group.place}: {KINDS[new.kind].en}"), group]
        return [new]

    def opened(self, new: NewAlert) -> None:
        """Take in that an alert was opened."""
        self._flood.opened((new.provenance, new.exercise), new.at)

    def _is_repeat(self, new: NewAlert, standing: StandingAlerts) -> bool:
        return standing.is_open(key_of(new))

    def _is_to_be_grouped(self, new: NewAlert, in_force: InForce) -> bool:
        if new.severity is Severity.CRITICAL or KINDS[new.kind].is_life_safety or new.kind in CENTRES_OWN:
            return False
        stream = (new.provenance, new.exercise)
        return self._flood.is_flooded(stream, new.at, in_force.settings.flood)


def _held_back(new: NewAlert, in_force: InForce) -> Suppressed | None:
    """Return why an alert calls nobody, if so: a window, a schedule, the kind's mode, the verdicts."""
    code = new.camera_code
    if code is not None:
        for window in in_force.windows:
            if window.covers(code, new.ward_code, new.at):
                return Suppressed(new, Cause.WINDOW, window.reason)
    if KINDS[new.kind].is_life_safety:
        return None
    if (new.rule, new.kind, new.provenance) in in_force.silenced:
        return Suppressed(new, Cause.VERDICTS)
    mode = mode_at(in_force.settings, new.kind, new.ward_code, new.at)
    if mode is RuleMode.ON:
        return None
    is_usual = mode is in_force.settings.of_kind(new.kind).mode
    return Suppressed(new, Cause.LOG_ONLY if is_usual else Cause.SCHEDULE)


def _group_of(new: NewAlert, situation: Situation) -> NewAlert:
    """Return the alert that stands for all of a kind in a ward."""
    lat, lon = situation.point_of_ward(new.ward_code)
    return replace(
        new,
        rule=RULE.name,
        place_key=f"ward/{new.ward_code}",
        lat=lat,
        lon=lon,
        place=situation.place_in_ward(new.ward_code),
        camera_code=None,
        details={**(new.details or {}), "grouped": True},
    )
