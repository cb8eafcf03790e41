"""The sites of the eight smart systems on the map: where each is, how it is, its figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from dashboard.live_entries import Figure
from dashboard.live_systems import READING_RULE, SILENCE_RULE, SILENT_AFTER, system_of_alert
from dashboard.system_metrics import METRICS
from db.rows import AlertRow, SystemRow
from domain.alerts import OPEN_STATES
from domain.messages import Provenance
from domain.smart_systems import SmartSystem


class SiteEntry(Struct, frozen=True):
    """A site of a system: ok, warn, down or unknown, as the queue says; `site` is its code as a place."""

    sys: SmartSystem
    site: str
    w: str
    lat: float | None
    lon: float | None
    s: str
    figures: tuple[Figure, ...]
    at: datetime
    p: Provenance


@dataclass(slots=True)
class _Site:
    """What is known of one site."""

    rows: dict[str, SystemRow] = field(default_factory=dict)
    alerts: set[UUID] = field(default_factory=set)
    is_silent: bool = False

    @property
    def newest(self) -> SystemRow:
        """Return the site's newest reading."""
        return max(self.rows.values(), key=lambda row: row.observed_at)


Said = tuple[str, str, SiteEntry]
"""A site's key, its ward, and what is said of it."""


class SystemSites:
    """The newest readings of each site, and what stands open in the queue about it."""

    def __init__(self) -> None:
        self._sites: dict[tuple[SmartSystem, str], _Site] = {}
        self._silences: dict[SmartSystem, set[UUID]] = {}

    def take(self, row: SystemRow) -> Iterator[Said]:
        """Take a reading in, and yield what is said of its site; one that belongs to a drill is none."""
        if row.exercise:
            return
        site = self._sites.setdefault((row.system, row.site), _Site())
        site.rows[row.metric] = row
        site.is_silent = False
        yield from self._said(row.system, row.site)

    def take_alert(self, row: AlertRow) -> Iterator[Said]:
        """Take an alert in: one about a site stands for what is wrong there while it is open."""
        system = system_of_alert(row)
        if system is not None and row.rule == SILENCE_RULE:
            _note(self._silences.setdefault(system, set()), row)
            for known, name in list(self._sites):
                if known is system:
                    yield from self._said(system, name)
        elif system is not None and row.rule == READING_RULE:
            name = row.place_key.split("/")[1]
            _note(self._sites.setdefault((system, name), _Site()).alerts, row)
            yield from self._said(system, name)

    def notice_silence(self, now: datetime) -> Iterator[Said]:
        """Yield the sites that have fallen silent by `now`."""
        for (system, name), site in self._sites.items():
            if site.rows and not site.is_silent and now - site.newest.observed_at > SILENT_AFTER:
                site.is_silent = True
                yield from self._said(system, name)

    def _said(self, system: SmartSystem, name: str) -> Iterator[Said]:
        site = self._sites[system, name]
        if not site.rows:
            return
        is_down = bool(self._silences.get(system))
        state = "down" if is_down else "unknown" if site.is_silent else "warn" if site.alerts else "ok"
        newest = site.newest
        yield (
            f"{system}/{name}",
            newest.ward_code,
            SiteEntry(
                sys=system,
                site=name,
                w=newest.ward_code,
                lat=newest.lat,
                lon=newest.lon,
                s=state,
                figures=_figures(system, site.rows),
                at=newest.observed_at,
                p=newest.provenance,
            ),
        )


def _figures(system: SmartSystem, rows: Mapping[str, SystemRow]) -> tuple[Figure, ...]:
    """Return a site's figures in the order of METRICS."""
    return tuple(
        Figure(metric.vi, metric.en, round(rows[metric.key].value, 2), metric.unit)
        for metric in METRICS.get(system, ())
        if metric.key in rows
    )


def _note(open_ids: set[UUID], row: AlertRow) -> None:
    """Keep the alert's id while it is open."""
    if row.state in OPEN_STATES:
        open_ids.add(row.id)
    else:
        open_ids.discard(row.id)
