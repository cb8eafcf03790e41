"""What the rules process keeps: signs it suppressed, the verdicts of a month, trials of settings."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from db.alerting import NewAlert
from db.connection import AsyncConnection, Connection
from db.rows import EventRow, ReportRow
from db.sql import query
from domain.alarm_suppression import Cause
from domain.alarm_verdicts import Finding, Verdicts, finding_of
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.rule_settings import RuleSettings, VerdictRule, decode_settings

_KEPT = timedelta(days=30)
_MOST_SHOWN = 300
MOST_TRIED = 60_000
"""So many events, the newest ones, are replayed in a trial at most."""


@dataclass(frozen=True, slots=True)
class SuppressedRow:
    """An hour's signs of one place that called nobody, for one cause."""

    id: int
    rule: str
    kind: IncidentKind
    cause: Cause
    severity: Severity
    ward_code: str
    lat: float
    lon: float
    place: str
    source_channel: str
    camera_code: str | None
    event_id: uuid.UUID | None
    event_at: datetime | None
    why: str
    first_at: datetime
    last_at: datetime
    signs: int
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How many signs called nobody for a cause, at how many places and hours."""

    cause: Cause
    signs: int
    places: int


@dataclass(frozen=True, slots=True)
class AskedTrial:
    """A version that is to be tried."""

    number: int
    settings: RuleSettings


@dataclass(frozen=True, slots=True)
class _Asked:
    """A version's document, still text."""

    number: int
    settings: str


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """A month's verdicts on a rule's alerts of a kind."""

    rule: str
    kind: IncidentKind
    provenance: Provenance
    confirmed: int
    rejected: int


def keep_suppressed(connection: Connection, sign: NewAlert, cause: Cause, why: str) -> None:
    """Keep a sign that called nobody."""
    values = asdict(sign)
    del values["details"]
    connection.run(query("rule_settings", "keep_suppressed"), **values, cause=cause, why=why)


def forget_suppressed(connection: Connection, now: datetime) -> None:
    """Forget what called nobody a month ago."""
    connection.run(query("rule_settings", "forget_suppressed"), before=now - _KEPT)


def judge_rules(connection: Connection, rule: VerdictRule, now: datetime) -> None:
    """Write down what the verdicts of the last days make of each rule, kind by kind."""
    since = now - timedelta(days=rule.days)
    for row in connection.rows(query("rule_settings", "verdicts"), _Verdicts, since=since):
        finding = finding_of(Verdicts(row.rule, row.kind, row.confirmed, row.rejected), rule)
        if finding is not Finding.KEEP:
            connection.run(query("rule_settings", "put_mode"), **asdict(row), finding=finding)


def asked_trial(connection: Connection) -> AskedTrial | None:
    """Return the version that is to be tried next, if any."""
    asked = connection.row(query("rule_settings", "asked_trial"), _Asked)
    return None if asked is None else AskedTrial(asked.number, decode_settings(asked.settings))


def keep_trial(connection: Connection, number: int, trial: Mapping[str, Any]) -> None:
    """Keep what a trial said."""
    text = msgspec.json.encode(trial).decode()
    connection.run(query("rule_settings", "keep_trial"), number=number, trial=text)


def past_signs(connection: Connection, since: datetime, until: datetime) -> list[EventRow | ReportRow]:
    """Return what cameras saw and people reported, in order; of too much the newest part."""
    span = {"since": since, "until": until, "limit": MOST_TRIED}
    events = connection.rows(query("rule_settings", "past_events"), EventRow, **span)
    reports = connection.rows(query("rule_settings", "past_reports"), ReportRow, **span)
    return sorted([*events, *reports], key=lambda row: row.observed_at)


async def suppressed(
    connection: AsyncConnection, since: datetime, cause: Cause | None = None
) -> list[SuppressedRow]:
    """Return the signs that called nobody, the newest first."""
    return await connection.rows(
        query("rule_settings", "suppressed"), SuppressedRow, since=since, cause=cause, limit=_MOST_SHOWN
    )


async def suppressed_by_cause(connection: AsyncConnection, since: datetime) -> list[CauseCount]:
    """Return how many signs called nobody, by cause."""
    return await connection.rows(query("rule_settings", "suppressed_by_cause"), CauseCount, since=since)
