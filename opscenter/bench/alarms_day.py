"""A simulated day through the real rules and the real correlation: what people are called for, and when.

The engine and the correlator are those of the rules process, fed with the rows that the database would give
them. Time is the day's own: nothing waits, and the same seed gives the same day.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush

from db.alerting import CameraFlow, NewAlert
from db.incident_rows import IncidentRow
from db.rows import AlertRow
from domain.alerts import AlertState
from domain.incidents import IncidentState
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CitizenReported,
    GatewayStatusReported,
    Message,
    PoliceReported,
    SystemReadingTaken,
    VehiclesCounted,
)
from domain.places import Camera
from domain.system_limits import LIMIT_OF
from ingest.rules.correlation import Correlator, JoinIncident, OpenIncident
from ingest.rules.decisions import AlertKey, Clear, Decision, Suppressed, key_of
from ingest.rules.engine import Engine
from ingest.rules.in_force import InForce
from ingest.rules.situation import Situation
from ingest.rules.trial import alert_row
from opscenter.bench.alarms_crew import Crew, Taken
from opscenter.bench.alarms_rows import change_of, incident_row, told_of_alert
from simulators.agenda import Outgoing
from simulators.stories.noise import Really
from simulators.stories.truth import Truth

_TICK = timedelta(seconds=5)
_TRAFFIC = timedelta(seconds=20)
_COUNTED_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class DayScript:
    """What is sent on a day, in order, and what of it is true."""

    seed: int
    begins_at: datetime
    hours: float
    sent: tuple[Outgoing, ...]
    truths: tuple[Truth, ...]
    really: tuple[Really, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An alert that was opened; one that `joined` an incident which was open already calls nobody."""

    alert: AlertRow
    at: datetime
    joined: bool
    taken: Taken


@dataclass(frozen=True, slots=True)
class DayResult:
    """What came of a day."""

    seed: int
    hours: float
    begins_at: datetime
    messages: int
    eventful: int
    suppressed: int
    incidents: int
    calls: tuple[Call, ...]


def play_day(script: DayScript, situation: Situation, in_force: InForce) -> DayResult:
    """Return what people are called for on a day."""
    day = _Day(script, situation, in_force)
    day.run()
    return DayResult(
        seed=script.seed,
        hours=script.hours,
        begins_at=script.begins_at,
        messages=len(script.sent),
        eventful=_eventful(script.sent),
        suppressed=day.suppressed,
        incidents=day.incidents,
        calls=tuple(day.calls),
    )


class _Day:
    """A day going on."""

    def __init__(self, script: DayScript, situation: Situation, in_force: InForce) -> None:
        self._script = script
        self._situation = situation
        self._engine = Engine(situation, (), in_force=in_force)
        self._correlator = Correlator((), ())
        self._crew = Crew(random.Random(f"crew {script.seed}"))
        self._open: dict[AlertKey, AlertRow] = {}
        self._incidents: dict[uuid.UUID, IncidentRow] = {}
        self._incident_of: dict[uuid.UUID, uuid.UUID] = {}
        self._closings: list[tuple[datetime, int, AlertKey]] = []
        self._flows: dict[str, CameraFlow] = {}
        self._tick_at = self._traffic_at = script.begins_at
        self.calls: list[Call] = []
        self.suppressed = 0
        self.incidents = 0

    def run(self) -> None:
        """Let the day pass."""
        cameras = dict(self._situation.cameras)
        for outgoing in self._script.sent:
            self._pass(outgoing.message.observed_at)
            self._hear(outgoing, cameras)
        self._pass(self._script.begins_at + timedelta(hours=self._script.hours))

    def _hear(self, outgoing: Outgoing, cameras: dict[str, Camera]) -> None:
        message = outgoing.message
        if isinstance(message, VehiclesCounted):
            self._flows[message.source] = _flow(message, outgoing.ward_code)
            return
        change = change_of(outgoing, cameras)
        if change is not None:
            self._apply(self._engine.on_change(change), change.at)

    def _pass(self, until: datetime) -> None:
        """Let time pass: the rules look at the clock and at traffic, people close what is dealt with."""
        while self._tick_at <= until:
            now = self._tick_at
            self._close_due(now)
            self._apply(self._engine.on_time(now), now)
            if now >= self._traffic_at:
                self._traffic_at = now + _TRAFFIC
                self._flows = {
                    code: flow for code, flow in self._flows.items() if now - flow.last_at <= _COUNTED_FOR
                }
                self._apply(self._engine.on_traffic(list(self._flows.values()), [], now), now)
            self._tick_at += _TICK

    def _apply(self, decisions: Iterable[Decision], now: datetime) -> None:
        for decision in decisions:
            if isinstance(decision, Suppressed):
                self.suppressed += 1
            elif isinstance(decision, Clear):
                self._end(decision.key, now)
            else:
                self._sign(decision, now)

    def _sign(self, new: NewAlert, now: datetime) -> None:
        """Take in a sign as the database does: it opens an alert, or repeats the one that is open."""
        key = key_of(new)
        known = self._open.get(key)
        if known is None:
            self._call(key, alert_row(new), now)
            return
        severity = max(known.severity, new.severity, key=lambda it: it.rank)
        row = replace(known, repeats=known.repeats + 1, last_at=max(known.last_at, new.at), severity=severity)
        self._keep(key, row)

    def _call(self, key: AlertKey, row: AlertRow, now: datetime) -> None:
        """Call for an alert, unless it belongs to an incident that is open already."""
        self._keep(key, row)
        joined = self._correlated(row)
        taken = self._crew.take(now, row.severity)
        self.calls.append(Call(row, now, joined, taken))
        heappush(self._closings, (self._crew.closes_at(taken), len(self.calls), key))

    def _correlated(self, row: AlertRow) -> bool:
        """Join the alert to an incident or open one for it; return whether it joined."""
        became = self._correlator.on_alert(row)
        if isinstance(became, JoinIncident):
            incident = self._incidents[became.incident_id]
            self._put(replace(incident, alert_ids=(*incident.alert_ids, row.id)), (row,))
            return True
        if isinstance(became, OpenIncident):
            self.incidents += 1
            alerts = (row, *(alert for alert, _ in became.alerts))
            self._put(incident_row(row, tuple(alert.id for alert in alerts)), alerts)
        return False

    def _put(self, incident: IncidentRow, alerts: Iterable[AlertRow]) -> None:
        self._incidents[incident.id] = incident
        for alert in alerts:
            self._incident_of[alert.id] = incident.id
            self._correlator.note_joined(alert, incident)

    def _close_due(self, now: datetime) -> None:
        while self._closings and self._closings[0][0] <= now:
            _, number, key = heappop(self._closings)
            alert = self._open.get(key)
            if alert is not None and alert.id == self.calls[number - 1].alert.id:
                self._end(key, now)

    def _end(self, key: AlertKey, now: datetime) -> None:
        alert = self._open.pop(key, None)
        if alert is not None:
            closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
            self._engine.on_change(told_of_alert(closed, now))
            self._correlator.note_alert(closed)
            self._close_incident_of(closed, now)

    def _close_incident_of(self, alert: AlertRow, now: datetime) -> None:
        """Close the incident with the last of its alerts."""
        incident_id = self._incident_of.pop(alert.id, None)
        if incident_id is not None and incident_id not in self._incident_of.values():
            incident = self._incidents.pop(incident_id)
            closed = replace(incident, state=IncidentState.CLOSED, closed_at=now)
            self._correlator.note_incident(closed)

    def _keep(self, key: AlertKey, row: AlertRow) -> None:
        self._open[key] = row
        self._engine.on_change(told_of_alert(row, row.last_at))
        self._correlator.note_alert(row)


def _flow(message: VehiclesCounted, ward_code: str) -> CameraFlow:
    vehicles = message.motorcycles + message.cars + message.buses + message.trucks + message.bicycles
    return CameraFlow(
        camera_code=message.source,
        ward_code=ward_code,
        provenance=message.provenance,
        exercise=message.exercise,
        vehicles=vehicles,
        vehicles_per_min=vehicles / message.period_s * 60,
        speed_kmh=message.speed_kmh,
        occupancy=message.occupancy,
        last_at=message.observed_at,
    )


def _eventful(sent: Iterable[Outgoing]) -> int:
    """Return how many messages say that something happened or changed; counts and repeated states do not."""
    return sum(1 for _ in eventful_messages(outgoing.message for outgoing in sent))


def eventful_messages(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield what somebody without rules would have to look at: events, reports, changes of state, limits."""
    states: dict[str, str] = {}
    for message in messages:
        match message:
            case CameraEventObserved() | CitizenReported() | PoliceReported():
                yield message
            case (
                CameraStatusReported(source=source, state=state)
                | GatewayStatusReported(source=source, state=state)
            ):
                if states.get(source, CameraState.ONLINE) != state:
                    yield message
                states[source] = state
            case SystemReadingTaken():
                limit = LIMIT_OF.get((message.system, message.metric))
                if limit is not None and limit.is_beyond(message.value):
                    yield message
