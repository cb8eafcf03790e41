"""Which incident a new alert or report belongs to, or whether it makes one; apart from the database."""

import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from db.incident_rows import IncidentRow
from db.rows import AlertRow, ReportRow
from domain.alerts import OPEN_STATES, AlertState
from domain.correlation import Join, Matter, Sign, Why, join_of, why_opened
from domain.incidents import ACTIVE_STATES
from domain.kinds import KINDS, Severity

_MOST_REPORTS = 500
"""How many reports that belong to nothing are remembered, in case an incident is opened for them."""


@dataclass(frozen=True, slots=True)
class JoinIncident:
    """An alert or a report belongs to an open incident, which is at least as grave as this then."""

    incident_id: uuid.UUID
    why: Why
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An alert makes an incident; further alerts and reports that belong to it, each with why."""

    why: Why
    alerts: tuple[tuple[AlertRow, Why], ...]
    reports: tuple[tuple[ReportRow, Why], ...]


class Correlator:
    """What is open and what belongs to what, fed by the feed and by what was just decided."""

    def __init__(self, incidents: Iterable[IncidentRow], alerts: Iterable[AlertRow]) -> None:
        self._incidents: dict[uuid.UUID, IncidentRow] = {}
        self._last_at: dict[uuid.UUID, datetime] = {}
        self._alerts: dict[uuid.UUID, AlertRow] = {}
        self._incident_of: dict[uuid.UUID, uuid.UUID] = {}
        self._reports: deque[ReportRow] = deque(maxlen=_MOST_REPORTS)
        for incident in incidents:
            self.note_incident(incident)
        for alert in alerts:
            self.note_alert(alert)

    def note_incident(self, row: IncidentRow) -> None:
        """Take in an incident as it is now."""
        if row.state not in ACTIVE_STATES:
            self._incidents.pop(row.id, None)
            self._last_at.pop(row.id, None)
            return
        self._incidents[row.id] = row
        for alert_id in row.alert_ids:
            self._incident_of[alert_id] = row.id

    def note_alert(self, row: AlertRow) -> None:
        """Take in an alert as it is now; what belongs to an incident is the last that was told of it."""
        if row.state not in OPEN_STATES:
            self._alerts.pop(row.id, None)
            self._incident_of.pop(row.id, None)
            return
        self._alerts[row.id] = row
        if row.incident_id is not None:
            self._incident_of[row.id] = row.incident_id
            self._heard(row.incident_id, row.last_at)

    def note_joined(self, row: AlertRow | ReportRow, incident: IncidentRow) -> None:
        """Take in that something belongs to an incident now."""
        self.note_incident(incident)
        self._heard(incident.id, _last_at(row))
        if isinstance(row, AlertRow):
            self._incident_of[row.id] = incident.id

    def on_alert(
        self, row: AlertRow, parted: frozenset[uuid.UUID] = frozenset()
    ) -> JoinIncident | OpenIncident | None:
        """Return what becomes of an alert that belongs to nothing; it is not joined to what is `parted`."""
        if not self.is_free(row):
            return None
        sign = sign_of_alert(row)
        joined = join_of(sign, self._matters(parted))
        if joined is not None:
            return self._joining(joined, sign)
        others = [alert for alert in self._alerts.values() if alert.id != row.id and self.is_free(alert)]
        why = why_opened(sign, [sign_of_alert(alert) for alert in others])
        return None if why is None else self._opening(sign, why, others)

    def on_report(self, row: ReportRow) -> JoinIncident | None:
        """Return the incident that a report belongs to; a report alone makes none: its alert does."""
        sign = sign_of_report(row)
        joined = join_of(sign, self._matters())
        if joined is None:
            self._reports.append(row)
            return None
        return self._joining(joined, sign)

    def is_free(self, row: AlertRow) -> bool:
        """Tell whether an alert is open, not put aside, and belongs to no incident."""
        is_open = row.state in OPEN_STATES and row.state is not AlertState.SHELVED
        return is_open and row.incident_id is None and row.id not in self._incident_of

    def _joining(self, joined: Join, sign: Sign) -> JoinIncident:
        incident_id = uuid.UUID(joined.key)
        is_same = sign.kind is self._incidents[incident_id].kind
        return JoinIncident(incident_id, joined.why, sign.severity if is_same else None)

    def _opening(self, sign: Sign, why: Why, others: Iterable[AlertRow]) -> OpenIncident:
        """Return the opening with all that would join it at once."""
        matter = Matter("", sign.kind, sign.lat, sign.lon, sign.at, sign.provenance, sign.exercise)
        alerts = [(alert, join_of(sign_of_alert(alert), [matter])) for alert in others]
        reports = [(report, join_of(sign_of_report(report), [matter])) for report in self._reports]
        return OpenIncident(
            why,
            tuple((alert, joined.why) for alert, joined in alerts if joined is not None),
            tuple((report, joined.why) for report, joined in reports if joined is not None),
        )

    def _matters(self, parted: frozenset[uuid.UUID] = frozenset()) -> Iterator[Matter]:
        for incident in self._incidents.values():
            if incident.id not in parted:
                yield Matter(
                    key=str(incident.id),
                    kind=incident.kind,
                    lat=incident.lat,
                    lon=incident.lon,
                    last_at=max(incident.opened_at, self._last_at.get(incident.id, incident.opened_at)),
                    provenance=incident.provenance,
                    exercise=incident.exercise,
                )

    def _heard(self, incident_id: uuid.UUID, at: datetime) -> None:
        self._last_at[incident_id] = max(at, self._last_at.get(incident_id, at))


def sign_of_alert(row: AlertRow) -> Sign:
    """Return an alert as correlation sees it; one of several reports speaks for all of them."""
    details = row.details or {}
    return Sign(
        kind=row.kind,
        severity=row.severity,
        lat=row.lat,
        lon=row.lon,
        at=row.last_at,
        channel=row.source_channel,
        source=f"{row.source_channel}/{row.place_key}",
        provenance=row.provenance,
        exercise=row.exercise,
        said_by=int(details.get("reports", 1)),
    )


def sign_of_report(row: ReportRow) -> Sign:
    """Return a report as correlation sees it."""
    return Sign(
        kind=row.kind,
        severity=KINDS[row.kind].severity,
        lat=row.lat,
        lon=row.lon,
        at=row.observed_at,
        channel=row.channel,
        source=f"{row.channel}/{row.source}",
        provenance=row.provenance,
        exercise=row.exercise,
    )


def _last_at(row: AlertRow | ReportRow) -> datetime:
    return row.last_at if isinstance(row, AlertRow) else row.observed_at
