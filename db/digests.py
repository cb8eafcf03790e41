"""Computes the small figures of wards and systems from the larger ones, piece by piece, on both engines.

Each digest remembers up to where it is computed and goes on from a little before that; a look back now
and then takes in what came late.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from db.connection import Connection
from db.sql import query
from domain.congestion import FREE_SPEED_KMH, FULL_OCCUPANCY, WORST_SHARE
from domain.local_time import ZONE

# The change feed waits for the oldest transaction, so no piece may take long, and no run all night.
_PIECES_AT_ONCE = 150
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Digest:
    """A small figure: by what step, how much in one piece, how far each run goes back, how far a look back.

    `runs_on` is whether the bucket that is still filling is computed too; `measures` is what its query
    takes beside the span.
    """

    name: str
    step: timedelta
    piece: timedelta
    overlap: timedelta
    late: timedelta
    kept: timedelta
    runs_on: bool = False
    measures: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def first_of(self) -> str:
        """The query that tells where the larger figures begin."""
        return f"first_of_{self.name}"

    @property
    def drop_old(self) -> str:
        """The query that deletes what is older than it is kept."""
        return f"drop_old_{self.name}"


_JAMS = {
    "free_speed_kmh": FREE_SPEED_KMH,
    "full_occupancy": FULL_OCCUPANCY,
    "worst_share": WORST_SHARE,
}
_FIVE_MINUTES = Digest(
    "ward_traffic_5m",
    step=timedelta(minutes=5),
    piece=timedelta(hours=1),
    overlap=timedelta(minutes=20),
    late=timedelta(days=1),
    kept=timedelta(days=60),
    measures=_JAMS,
)
_HOURS = Digest(
    "ward_traffic_1h",
    step=timedelta(hours=1),
    piece=timedelta(hours=12),
    overlap=timedelta(hours=4),
    late=timedelta(days=7),
    kept=timedelta(days=1830),
    measures=_JAMS,
)
_SYSTEMS = Digest(
    "system_15m",
    step=timedelta(minutes=15),
    piece=timedelta(minutes=15),
    overlap=timedelta(minutes=30),
    late=timedelta(hours=6),
    kept=timedelta(days=60),
    runs_on=True,
)
_DAYS = Digest(
    "event_day",
    step=timedelta(hours=1),
    piece=timedelta(days=1),
    overlap=timedelta(hours=2),
    late=timedelta(days=7),
    kept=timedelta(days=1830),
    runs_on=True,
    measures={"zone": str(ZONE)},
)
_WARD_DAYS = replace(_DAYS, name="ward_event_day")
DIGESTS = (_FIVE_MINUTES, _HOURS, _SYSTEMS, _DAYS, _WARD_DAYS)


def compute_digests(connection: Connection, now: datetime) -> None:
    """Bring all digests up to `now`; after a long pause the rest follows with the next runs."""
    for digest in DIGESTS:
        _compute(connection, digest, _begin(connection, digest, now), now)
    connection.run(query("digests", "note_cameras"), now=now)


def look_back(connection: Connection, now: datetime) -> None:
    """Compute anew what lately came late, and delete what is older than it is kept."""
    for digest in DIGESTS:
        _compute(connection, digest, now - digest.late, now)
        connection.run(query("digests", digest.drop_old), now=now)


def compute_whole(connection: Connection, now: datetime) -> None:
    """Compute traffic and events from where they begin, in large pieces: for a past that is made."""
    month = timedelta(days=30)
    for digest, piece in (
        (_FIVE_MINUTES, timedelta(days=1)),
        (_HOURS, month),
        (_DAYS, month),
        (_WARD_DAYS, month),
    ):
        larger = replace(digest, piece=piece)
        _compute(connection, larger, _begin(connection, larger, now), now)


def _begin(connection: Connection, digest: Digest, now: datetime) -> datetime | None:
    """Return from when to compute: where the last run ended, else where the larger figures begin."""
    known: list[datetime] = connection.values(query("digests", "position"), digest=digest.name)
    if known:
        return max(known[0] - digest.overlap, now - digest.kept)
    found: list[datetime] = connection.values(query("digests", digest.first_of), since=now - digest.kept)
    return found[0] if found else None


def _compute(connection: Connection, digest: Digest, since: datetime | None, now: datetime) -> None:
    """Compute a digest from `since` to `now`, a piece per transaction."""
    if since is None:
        return
    end = _floor(now, digest.step) + (digest.step if digest.runs_on else timedelta(0))
    first = _floor(since, digest.step)
    for _ in range(_PIECES_AT_ONCE):
        if first >= end:
            return
        beyond = min(first + digest.piece, end)
        with connection.transaction():
            connection.run(query("digests", digest.name), first=first, beyond=beyond, **digest.measures)
            connection.run(query("digests", "save_position"), digest=digest.name, until=beyond)
        first = beyond


def _floor(at: datetime, step: timedelta) -> datetime:
    """Return the start of the bucket that `at` is in."""
    return at - (at - _EPOCH) % step
