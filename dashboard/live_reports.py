"""The reports of the last hours on the map: what, where and when; never who told it, nor their words."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from db.rows import ReportRow
from db.segments import MOST_REPORTS, REPORTS_LAST
from domain.kinds import IncidentKind
from domain.messages import Provenance

_DEGREES = 4
"""Decimal places of a citizen's coordinate: about 11 m, a house front, not a door."""


class ReportEntry(Struct, frozen=True):
    """A report; `ch` is police or citizen."""

    k: IncidentKind
    ch: str
    w: str
    lat: float
    lon: float
    at: datetime
    p: Provenance
    x: bool


Said = tuple[str, str, ReportEntry | None]
"""A report's key, its ward, and what is said of it; None when it is gone."""


class RecentReports:
    """The newest reports, in the order in which they came."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, ReportRow] = OrderedDict()

    def take(self, row: ReportRow) -> Iterator[Said]:
        """Take a report in and yield what is said of it, and that the oldest is gone where it gives way."""
        key = str(row.id)
        self._rows[key] = row
        yield key, row.ward_code, report_entry(row)
        if len(self._rows) > MOST_REPORTS:
            yield self._drop(next(iter(self._rows)))

    def forget(self, now: datetime) -> Iterator[Said]:
        """Yield what is too old to be shown by `now`."""
        old = [key for key, row in self._rows.items() if now - row.observed_at > REPORTS_LAST]
        for key in old:
            yield self._drop(key)

    def _drop(self, key: str) -> Said:
        return key, self._rows.pop(key).ward_code, None


def report_entry(row: ReportRow) -> ReportEntry:
    """Return what browsers are told of a report."""
    digits = 6 if row.channel == "police" else _DEGREES
    return ReportEntry(
        k=row.kind,
        ch=row.channel,
        w=row.ward_code,
        lat=round(row.lat, digits),
        lon=round(row.lon, digits),
        at=row.observed_at,
        p=row.provenance,
        x=row.exercise,
    )
