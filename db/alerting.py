"""What the rules process needs: its lock, the change feed with a saved position, alerts, traffic lately."""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from db.alert_acts import next_values
from db.changes import Change, ChangeRecord, Loss, Position, changes_of
from db.connection import Connection
from db.errors import DatabaseError
from db.notices import ReadingPace
from db.rows import AlertRow, WardStateRow
from db.sql import query
from domain.alerts import AlertAction, AlertState, transition
from domain.identifiers import uuid7
from domain.kinds import IncidentKind, Severity
from domain.messages import GatewayState, Provenance

_USUAL_WEEKS = 4


@dataclass(frozen=True, slots=True)
class NewAlert:
    """A sign that something asks for a person; one of the same rule, place, kind and provenance repeats it.

    `source_channel` is camera, police, citizen, system or frigate; `at` is when it was observed.
    """

    rule: str
    place_key: str
    ward_code: str
    kind: IncidentKind
    severity: Severity
    lat: float
    lon: float
    place: str
    source_channel: str
    at: datetime
    provenance: Provenance
    exercise: bool = False
    camera_code: str | None = None
    event_id: uuid.UUID | None = None
    event_at: datetime | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OpenedAlert:
    """The alert that a sign opened (`is_new`) or repeated."""

    id: uuid.UUID
    is_new: bool
    alert: AlertRow


@dataclass(frozen=True, slots=True)
class CameraFlow:
    """What passed one camera lately; speed is weighted by vehicles, occupancy 0 to 1."""

    camera_code: str
    ward_code: str
    provenance: Provenance
    exercise: bool
    vehicles: int
    vehicles_per_min: float
    speed_kmh: float
    occupancy: float
    last_at: datetime


@dataclass(frozen=True, slots=True)
class UsualFlow:
    """What usually passes one camera at an hour of the week, from `weeks` of the last four weeks."""

    camera_code: str
    ward_code: str
    provenance: Provenance
    vehicles_per_min: float
    speed_kmh: float | None
    occupancy: float
    weeks: int


@dataclass(frozen=True, slots=True)
class SilentGateway:
    """A gateway that is lost (since `since`), or is said to be there but none of whose cameras counts."""

    gateway: str
    ward_code: str
    state: GatewayState
    provenance: Provenance
    since: datetime
    last_heard_at: datetime | None


def try_rules_lock(connection: Connection) -> bool:
    """Try to become the one rules process; the lock is held until this connection ends."""
    return bool(connection.values(query("alerting", "try_rules_lock"))[0])


def listen_for_changes(connection: Connection) -> None:
    """Make `wait_for_changes` hear of every transaction that makes changes."""
    connection.run(query("feed", "listen"))


def wait_for_changes(connection: Connection, pace: ReadingPace) -> None:
    """Wait until it is worth reading changes again."""
    while (wait_s := pace.wait_s(time.monotonic())) > 0:
        pace.hear(connection.wait_for_notices(wait_s), time.monotonic())


def saved_position(connection: Connection, reader_name: str) -> Position:
    """Return the reader's saved position, or the oldest when it has none that can be read on from."""
    saved = connection.row(query("feed", "load_position"), Position, reader=reader_name)
    if saved is not None:
        loss = connection.row(query("feed", "is_position_lost"), Loss, xid=saved.xid, id=saved.id)
        if loss is not None and not loss.is_lost:
            return saved
    return connection.row(query("feed", "oldest_position"), Position) or Position(0, 0)


def changes(connection: Connection, reader_name: str, limit: int = 1000) -> list[Change]:
    """Return the next changes for a reader, after its saved position."""
    return changes_after(connection, saved_position(connection, reader_name), limit)


def changes_after(connection: Connection, position: Position, limit: int) -> list[Change]:
    """Return the next changes after a position; of those that were pruned nothing is left to return."""
    horizon = connection.values(query("feed", "horizon"))[0]
    records = connection.rows(
        query("feed", "changes_after"),
        ChangeRecord,
        xid=position.xid,
        id=position.id,
        horizon=horizon,
        limit=limit,
    )
    return changes_of(records)


def save_position(connection: Connection, reader_name: str, position: Position) -> None:
    """Remember how far the reader has come; inside the transaction of its work, each change works once."""
    connection.run(query("feed", "save_position"), reader=reader_name, xid=position.xid, id=position.id)


def open_or_repeat(connection: Connection, new: NewAlert) -> OpenedAlert:
    """Open an alert, or count one more sign of the open one, and tell of it; safe against any rivals."""
    alert_id = uuid7(datetime.now(UTC))
    parameters = {
        **asdict(new),
        "id": alert_id,
        "severities": list(Severity),
        "details": None if new.details is None else msgspec.json.encode(new.details).decode(),
    }
    with connection.transaction():
        alert = connection.row(query("alerting", "open_or_repeat"), AlertRow, **parameters)
    if alert is None:
        raise DatabaseError("the database opened no alert and named none that is open")
    return OpenedAlert(alert.id, alert.id == alert_id, alert)


def clear(
    connection: Connection,
    rule: str,
    place_key: str,
    kind: IncidentKind,
    *,
    provenance: Provenance,
    reason: str,
    exercise: bool = False,
) -> AlertRow | None:
    """Clear the rule's open alert at a place and return it; None when there is none."""
    with connection.transaction():
        alert = connection.row(
            query("alerting", "lock_open_alert"),
            AlertRow,
            rule=rule,
            place_key=place_key,
            kind=kind,
            provenance=provenance,
            exercise=exercise,
        )
        if alert is None:
            return None
        step = transition(alert.state, AlertAction.CLEAR, reason)
        values = next_values(alert, step, datetime.now(UTC), None, rule)
        cleared = connection.row(query("alerting", "change_alert"), AlertRow, id=alert.id, **asdict(values))
        _add_transition(connection, alert.id, rule, **asdict(step))
        _tell(connection, alert.id)
    return cleared


def open_alerts(connection: Connection) -> list[AlertRow]:
    """Return all open alerts, the oldest first."""
    return connection.rows(query("alerting", "open_alerts"), AlertRow)


def flow_lately(connection: Connection, seconds: float, now: datetime | None = None) -> list[CameraFlow]:
    """Return what passed each camera in the last `seconds`, from the rows themselves."""
    until = now or datetime.now(UTC)
    since = until - timedelta(seconds=seconds)
    return connection.rows(query("alerting", "flow_lately"), CameraFlow, since=since, until=until)


def usual_flow(connection: Connection, at: datetime | None = None) -> list[UsualFlow]:
    """Return what usually passes each camera at the hour of the week of `at` (None: now)."""
    hour = (at or datetime.now(UTC)).replace(minute=0, second=0, microsecond=0)
    hours = [hour - timedelta(weeks=week) for week in range(1, _USUAL_WEEKS + 1)]
    return connection.rows(query("alerting", "usual_flow"), UsualFlow, hours=hours)


def write_ward_states(connection: Connection, rows: Sequence[WardStateRow]) -> int:
    """Write down the wards' traffic where it is newer than what is known; return how many were."""
    written = 0
    with connection.transaction():
        for row in sorted(rows, key=lambda state: (state.ward_code, state.provenance)):
            codes = connection.values(query("alerting", "put_ward_state"), **asdict(row))
            if codes:
                connection.run(query("alerting", "tell_wards"), codes=codes, provenance=row.provenance)
            written += len(codes)
        if written:
            connection.run(query("feed", "notify"))
    return written


def silent_gateways(
    connection: Connection, seconds: float, now: datetime | None = None
) -> list[SilentGateway]:
    """Return the gateways that have been lost, or without any count, for at least `seconds`."""
    moment = now or datetime.now(UTC)
    silent_since = moment - timedelta(seconds=seconds)
    return connection.rows(
        query("alerting", "silent_gateways"), SilentGateway, now=moment, silent_since=silent_since
    )


def _add_transition(
    connection: Connection,
    alert_id: uuid.UUID,
    by_name: str,
    *,
    before: AlertState | None,
    action: str,
    after: AlertState,
    reason: str,
) -> None:
    """Write one step that a rule made into an alert's life."""
    connection.run(
        query("alerting", "add_transition"),
        alert_id=alert_id,
        at=datetime.now(UTC),
        before=before,
        action=action,
        after=after,
        account_id=None,
        by_name=by_name,
        reason=reason,
    )


def _tell(connection: Connection, alert_id: uuid.UUID) -> None:
    """Write the alert's change row and give notice."""
    connection.run(query("alerting", "tell_alert"), id=alert_id)
    connection.run(query("feed", "notify"))
