"""Tries settings of the rules against the last 24 hours, beside those that are in force.

Both engines hear the same: what cameras saw and people reported, in order. What comes of counts, of cameras'
states and of the eight systems' figures is left out on both sides alike. Nobody works on a replayed alert,
so one counts as closed when it has had no further sign for a while.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from db.alerting import NewAlert
from db.changes import Change, Position, Subject
from db.connection import Connection
from db.rows import AlertRow, EventRow, ReportRow
from db.rule_keeping import MOST_TRIED, past_signs
from domain.alerts import AlertState
from domain.rule_settings import RuleSettings
from ingest.rules.decisions import AlertKey, Clear, Decision, Suppressed, key_of
from ingest.rules.engine import Engine
from ingest.rules.in_force import InForce
from ingest.rules.situation import Situation

SPAN = timedelta(hours=24)
CLOSED_AFTER = timedelta(minutes=20)
_STEP = timedelta(seconds=30)


def try_settings(
    connection: Connection, asked: RuleSettings, known: InForce, situation: Situation, now: datetime
) -> Mapping[str, Any]:
    """Return what the asked settings would have opened in the last 24 hours, beside those in force."""
    signs = past_signs(connection, now - SPAN, now)
    return compared(signs, asked, known, situation)


def compared(
    signs: list[EventRow | ReportRow], asked: RuleSettings, known: InForce, situation: Situation
) -> Mapping[str, Any]:
    """Return the alerts of both settings on the same signs, in all and by kind."""
    before = Counter(alert.kind for alert in opened_by(signs, known, situation))
    tried = replace(known, settings=asked)
    after = Counter(alert.kind for alert in opened_by(signs, tried, situation))
    return {
        "signs": len(signs),
        "is_cut": len(signs) >= MOST_TRIED,
        "begins": signs[0].observed_at.isoformat() if signs else None,
        "before": before.total(),
        "after": after.total(),
        "kinds": {kind: [before[kind], after[kind]] for kind in sorted({*before, *after})},
    }


def opened_by(
    signs: Iterable[EventRow | ReportRow], in_force: InForce, situation: Situation
) -> Iterator[NewAlert]:
    """Yield the alerts that these signs open under these settings; further signs of one are none."""
    engine = Engine(situation, (), in_force=in_force)
    life = _Life(engine)
    for number, row in enumerate(signs):
        yield from life.until(row.observed_at)
        yield from life.heard(_change(number, row))


class _Life:
    """The alerts of a replay: what is open, and when it had its last sign."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[AlertKey, AlertRow] = {}
        self._looked_at: datetime | None = None

    def until(self, now: datetime) -> Iterator[NewAlert]:
        """Let time pass: quiet alerts end, and those without a further sign count as closed."""
        if self._looked_at is not None and now - self._looked_at < _STEP:
            return
        self._looked_at = now
        yield from self._taken(self._engine.on_time(now))
        for key, alert in list(self._open.items()):
            if now - alert.last_at >= CLOSED_AFTER:
                del self._open[key]
                closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
                self._engine.on_change(_told(closed, now))

    def heard(self, change: Change) -> Iterator[NewAlert]:
        """Take in one sign."""
        yield from self._taken(self._engine.on_change(change))

    def _taken(self, decisions: Iterable[Decision]) -> Iterator[NewAlert]:
        for decision in decisions:
            if isinstance(decision, Clear):
                self._open.pop(decision.key, None)
            elif not isinstance(decision, Suppressed):
                yield from self._opened(decision)

    def _opened(self, new: NewAlert) -> Iterator[NewAlert]:
        key = key_of(new)
        known = self._open.get(key)
        if known is None:
            yield new
        row = alert_row(new) if known is None else replace(known, last_at=max(known.last_at, new.at))
        self._open[key] = row
        self._engine.on_change(_told(row, new.at))


def _change(number: int, row: EventRow | ReportRow) -> Change:
    subject = Subject.EVENT if isinstance(row, EventRow) else Subject.REPORT
    return Change(Position(0, number), row.observed_at, subject, str(row.id), row.ward_code, row)


def _told(alert: AlertRow, at: datetime) -> Change:
    return Change(Position(0, 0), at, Subject.ALERT, str(alert.id), alert.ward_code, alert)


def alert_row(new: NewAlert) -> AlertRow:
    """Return a new alert as the database would."""
    return AlertRow(
        id=uuid.uuid4(),
        rule=new.rule,
        place_key=new.place_key,
        ward_code=new.ward_code,
        kind=new.kind,
        severity=new.severity,
        state=AlertState.UNACKNOWLEDGED,
        camera_code=new.camera_code,
        lat=new.lat,
        lon=new.lon,
        place=new.place,
        source_channel=new.source_channel,
        event_id=new.event_id,
        event_at=new.event_at,
        opened_at=new.at,
        last_at=new.at,
        repeats=0,
        version=1,
        owner_id=None,
        owner_name=None,
        acknowledged_at=None,
        closed_at=None,
        provenance=new.provenance,
        exercise=new.exercise,
        details=new.details,
    )
