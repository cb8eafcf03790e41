"""Does what correlation decides: opens incidents, joins signs to them, brings up what nobody reacts to."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from db.alerting import open_alerts
from db.changes import Change
from db.connection import Connection
from db.errors import DataRefused
from db.incident_links import new_of_alert
from db.incident_rows import IncidentRow
from db.incident_ruling import (
    Sign,
    bring_up_what_waits,
    incident_of,
    join_signs,
    open_incidents,
    open_of_signs,
    taken_out_of,
)
from db.rows import AlertRow, ReportRow
from domain.correlation import Why
from ingest.rules.correlation import Correlator, JoinIncident, OpenIncident

log = logging.getLogger(__name__)


class Correlating:
    """The correlator with a database; each decision is a transaction of its own, and twice is no harm."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._correlator = Correlator(open_incidents(connection), open_alerts(connection))

    def take(self, changes: Sequence[Change]) -> None:
        """Take changes in, and let what is one matter become one incident."""
        for change in changes:
            try:
                self._take(change.row)
            except DataRefused as error:
                log.error("the database refused to correlate: %s", error)  # noqa: TRY400

    def pass_time(self, now: datetime) -> None:
        """Bring up what nobody has reacted to by `now`."""
        for incident in bring_up_what_waits(self._connection, now):
            self._correlator.note_incident(incident)
            if incident.escalated_to is not None:
                log.info("incident %s is brought to the %s", incident.number, incident.escalated_to)

    def _take(self, row: object) -> None:
        match row:
            case IncidentRow() as incident:
                self._correlator.note_incident(incident)
            case AlertRow() as alert:
                self._correlator.note_alert(alert)
                self._on_alert(alert)
            case ReportRow() as report:
                decided = self._correlator.on_report(report)
                if decided is not None and incident_of(self._connection, "report", str(report.id)) is None:
                    self._join(report, decided)

    def _on_alert(self, alert: AlertRow) -> None:
        if not self._correlator.is_free(alert) or self._correlator.on_alert(alert) is None:
            return
        known = incident_of(self._connection, "alert", str(alert.id))
        if known is not None:
            self._correlator.note_joined(alert, known)
            return
        parted, is_left_alone = taken_out_of(self._connection, alert)
        if is_left_alone:
            return
        match self._correlator.on_alert(alert, parted):
            case JoinIncident() as joining:
                self._join(alert, joining)
            case OpenIncident() as opening:
                self._open(alert, opening)

    def _join(self, row: AlertRow | ReportRow, joining: JoinIncident) -> None:
        signs = [*signs_of(row, joining.why)]
        incident = join_signs(self._connection, joining.incident_id, signs, joining.severity)
        if incident is not None:
            self._correlator.note_joined(row, incident)

    def _open(self, alert: AlertRow, opening: OpenIncident) -> None:
        others: list[tuple[AlertRow | ReportRow, Why]] = [*opening.alerts, *opening.reports]
        signs = [
            *signs_of(alert, opening.why),
            *(sign for row, why in others for sign in signs_of(row, why)),
        ]
        now = datetime.now(UTC)
        incident = open_of_signs(self._connection, new_of_alert(alert), _each_once(signs), now)
        log.info("incident %s: %s at %s", incident.number, incident.kind, incident.place)
        for row in (alert, *(row for row, _ in others)):
            self._correlator.note_joined(row, incident)


def signs_of(row: AlertRow | ReportRow, why: Why) -> Iterable[Sign]:
    """Yield what belongs to an incident with an alert or a report: an alert brings its report and camera."""
    written = why.written()
    if isinstance(row, ReportRow):
        yield Sign("report", str(row.id), written)
        return
    yield Sign("alert", str(row.id), written)
    if row.event_id is not None and (row.details or {}).get("report"):
        yield Sign("report", str(row.event_id), written)
    if row.camera_code is not None:
        yield Sign("camera", row.camera_code, written)


def _each_once(signs: Iterable[Sign]) -> list[Sign]:
    """Return the signs without those whose thing was named before."""
    return list({(sign.subject, sign.key): sign for sign in reversed(list(signs))}.values())[::-1]
