"""The centre's watch over itself: ingest that stopped or fell behind, a disk that fills, refused messages.

A backlog from a time when the centre was down is not the same as falling behind: while it grows smaller
the alert says that ingest is catching up. Every trouble has to hold for a while before an alert opens,
and to be over for as long before it clears, with room between the limits, so that nothing flaps.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.alerting import NewAlert
from db.self_watch import LanePulse
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance
from ingest.rules.decisions import AlertKey, Clear, Decision, key_of
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

HOLD = timedelta(seconds=15)
SILENT_S = 20.0
BEHIND_S, CAUGHT_UP_S = 30.0, 10.0
TREND = timedelta(seconds=30)
FALLING_BY_S = 3.0
"""By how much the delay must shrink within TREND to be called catching up."""
REFUSED_SPAN = timedelta(minutes=5)
MANY_REFUSED, FEW_REFUSED = 100, 20
DISK_FULL_AT, DISK_WELL_AT = 0.10, 0.15
RULE = Rule(
    "self_watch",
    "A worker of ingest that is silent, or that cannot keep up, a database disk that is nearly full, and "
    "many refused messages open an alert of the centre about itself; it clears when the trouble is over.",
)
_DISK, _REFUSED = "database-disk", "dead-letters"


@dataclass(frozen=True, slots=True)
class SelfFacts:
    """What the centre knows of itself now; `free_disk` is a share, None where no disk is watched."""

    lanes: Sequence[LanePulse]
    refused: int
    free_disk: float | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong with a part of the centre, with its figure in both languages."""

    part: str
    kind: IncidentKind
    text: str


class SelfWatch:
    """What the watch remembers: since when each trouble is there, or over, and how the delays went."""

    def __init__(self, hold: timedelta = HOLD) -> None:
        self._hold = hold
        self._began_at: datetime | None = None
        self._bad_since: dict[AlertKey, datetime] = {}
        self._well_since: dict[AlertKey, datetime] = {}
        self._delays: defaultdict[str, deque[tuple[datetime, float]]] = defaultdict(deque)

    def decide(
        self, facts: SelfFacts, now: datetime, standing: StandingAlerts, situation: Situation
    ) -> list[Decision]:
        """Return the alerts whose trouble has held, and the ends of those whose trouble is over."""
        self._began_at = self._began_at or now
        open_kinds = {(alert.place_key, alert.kind) for alert in standing.of_rule(RULE.name)}
        troubles = {_key(it.part, it.kind): it for it in self._troubles(facts, now, open_kinds)}
        return [*self._opened(troubles, now, standing, situation), *self._ended(troubles, now, standing)]

    def _troubles(
        self, facts: SelfFacts, now: datetime, open_kinds: set[tuple[str, IncidentKind]]
    ) -> Iterable[Trouble]:
        """Yield what is wrong now; what has an alert already is held to the milder limit."""
        workers: defaultdict[str, list[LanePulse]] = defaultdict(list)
        for lane in facts.lanes:
            workers[lane.worker].append(lane)
        for worker, lanes in workers.items():
            trouble = self._trouble_of(worker, lanes, now, open_kinds)
            if trouble is not None:
                yield trouble
        refused_limit = (
            FEW_REFUSED if (_REFUSED, IncidentKind.MESSAGES_REFUSED) in open_kinds else MANY_REFUSED
        )
        if facts.refused >= refused_limit:
            yield _refused(facts.refused)
        disk_limit = (
            DISK_WELL_AT if (_DISK, IncidentKind.DATABASE_DISK_FILLING) in open_kinds else DISK_FULL_AT
        )
        if facts.free_disk is not None and facts.free_disk < disk_limit:
            yield _filling(facts.free_disk)

    def _trouble_of(
        self,
        worker: str,
        lanes: Sequence[LanePulse],
        now: datetime,
        open_kinds: set[tuple[str, IncidentKind]],
    ) -> Trouble | None:
        """Return what is wrong with a worker: nothing heard of it, or more comes than it can store."""
        watched_s = (now - (self._began_at or now)).total_seconds()
        # Nobody listened before the watch began, so what was silent then is not yet known to be.
        if any(min(lane.silent_s, watched_s) >= SILENT_S or not lane.is_connected for lane in lanes):
            self._delays.pop(worker, None)
            return _stopped(worker)
        delay_s = max(
            (lane.lag_s for lane in lanes if lane.is_pressed and lane.lag_s is not None), default=0.0
        )
        behind = {IncidentKind.INGEST_BEHIND, IncidentKind.INGEST_CATCHING_UP}
        known = next((kind for part, kind in open_kinds if part == worker and kind in behind), None)
        if delay_s < (BEHIND_S if known is None else CAUGHT_UP_S):
            self._delays.pop(worker, None)
            return None
        return _behind(worker, self._kind_of_delay(worker, delay_s, now, known), delay_s)

    def _kind_of_delay(
        self, worker: str, delay_s: float, now: datetime, known: IncidentKind | None
    ) -> IncidentKind:
        """Return whether the delay shrinks or not; in doubt what was said before, and else the worse.

        What was called behind stays so until it is over: one alert tells the whole of it.
        """
        if known is IncidentKind.INGEST_BEHIND:
            return known
        delays = self._delays[worker]
        delays.append((now, delay_s))
        while now - delays[0][0] > TREND:
            delays.popleft()
        shrunk_s = delays[0][1] - delay_s
        if shrunk_s >= FALLING_BY_S:
            return IncidentKind.INGEST_CATCHING_UP
        if shrunk_s <= 0 and now > delays[0][0]:
            return IncidentKind.INGEST_BEHIND
        return known or IncidentKind.INGEST_BEHIND

    def _opened(
        self,
        troubles: Mapping[AlertKey, Trouble],
        now: datetime,
        standing: StandingAlerts,
        situation: Situation,
    ) -> list[Decision]:
        self._bad_since = {key: self._bad_since.get(key, now) for key in troubles}
        return [
            _alert(trouble, now, situation)
            for key, trouble in troubles.items()
            if now - self._bad_since[key] >= self._hold and not standing.is_open(key)
        ]

    def _ended(
        self, troubles: Mapping[AlertKey, Trouble], now: datetime, standing: StandingAlerts
    ) -> list[Decision]:
        over = {key_of(alert) for alert in standing.of_rule(RULE.name)} - troubles.keys()
        self._well_since = {key: self._well_since.get(key, now) for key in over}
        return [
            Clear(key, "the centre is well again")
            for key in sorted(over)
            if now - self._well_since[key] >= self._hold
        ]


def _key(part: str, kind: IncidentKind) -> AlertKey:
    return AlertKey(RULE.name, part, kind, Provenance.REAL, False)


def _stopped(worker: str) -> Trouble:
    return Trouble(
        worker,
        IncidentKind.INGEST_STOPPED,
        "Không có dữ liệu mới được lưu; broker giữ lại · nothing new is stored; the broker keeps it",
    )


def _behind(worker: str, kind: IncidentKind, delay_s: float) -> Trouble:
    return Trouble(
        worker, kind, f"Dữ liệu được lưu trễ {delay_s:.0f} s · data is stored {delay_s:.0f} s late"
    )


def _refused(count: int) -> Trouble:
    return Trouble(
        _REFUSED,
        IncidentKind.MESSAGES_REFUSED,
        f"{count} thông điệp bị từ chối trong 5 phút · {count} messages refused in 5 minutes",
    )


def _filling(free: float) -> Trouble:
    return Trouble(_DISK, IncidentKind.DATABASE_DISK_FILLING, f"Còn trống {free:.0%} · {free:.0%} free")


def _alert(trouble: Trouble, now: datetime, situation: Situation) -> NewAlert:
    centre = situation.the_centre()
    return NewAlert(
        rule=RULE.name,
        place_key=trouble.part,
        ward_code=centre.ward_code,
        kind=trouble.kind,
        severity=KINDS[trouble.kind].severity,
        lat=centre.lat,
        lon=centre.lon,
        place=f"{centre.name} · {trouble.part}",
        source_channel="system",
        at=now,
        provenance=Provenance.REAL,
        details={"text": trouble.text},
    )
