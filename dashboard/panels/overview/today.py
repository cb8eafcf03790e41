"""Today beside the same weekday: what is compared, how it is reckoned, and the table of it. All pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import span
from dashboard.panels.trends.asked import midnight
from dashboard.panels.trends.figures import kind_name
from dashboard.words import phrase
from dashboard.written import clock, number
from db.overview import AlertsOfDay, Days
from domain.kinds import IncidentKind
from domain.local_time import ZONE
from domain.messages import Provenance

MOST_KINDS = 10
_STEP = timedelta(minutes=5)
_SETTLED = timedelta(minutes=8)
"""How long after its five minutes a figure is there on either engine."""
_ENOUGH = 0.8
"""Share of a day's five minutes that must be known before the day is compared with."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of today beside its mean on the days before; None where nothing is known."""

    label: str
    today: float | None
    usual: float | None
    unit: str = ""
    is_part: bool = False

    @property
    def change(self) -> float | None:
        """Return by what share today is above (or below) the usual."""
        if self.today is None or not self.usual:
            return None
        return self.today / self.usual - 1


@dataclass(frozen=True, slots=True)
class Today:
    """What is said of today: up to when, beside how many of the days before, and whether today is whole."""

    since: datetime
    until: datetime
    weeks: int
    is_whole: bool
    rows: tuple[Compared, ...]


def span_of_today(now: datetime) -> tuple[datetime, datetime]:
    """Return from midnight to the newest five minutes whose figures are there on every engine."""
    settled = (now - _SETTLED).astimezone(UTC)
    until = settled - (settled - datetime.min.replace(tzinfo=UTC)) % _STEP
    return midnight(until.astimezone(ZONE).date()), until


def compared(days: Days, since: datetime, until: datetime, language: str) -> Today:
    """Return today beside the mean of those of the four days before that were watched."""
    expected = (until - since) / _STEP
    known = {it.weeks: it.buckets / expected for it in days.traffic} if expected else {}
    weeks = [week for week in (1, 2, 3, 4) if known.get(week, 0) >= _ENOUGH]
    rows = (*_alert_rows(days.alerts, weeks, language), *_flow_rows(days, weeks, language))
    return Today(
        since, until, len(weeks), known.get(0, 0) >= _ENOUGH, (*rows, *_event_rows(days, weeks, language))
    )


def _alert_rows(alerts: Sequence[AlertsOfDay], weeks: Sequence[int], language: str) -> list[Compared]:
    """Return how many alerts there were and how soon they were taken."""
    of = {it.weeks: it for it in alerts}
    nothing = AlertsOfDay(0, 0, 0, None, None)
    today, past = of.get(0, nothing), [of.get(week, nothing) for week in weeks]
    seconds = phrase("overview.unit.seconds", language)

    def row(name: str, now: float | None, before: Sequence[float | None], unit: str = "") -> Compared:
        return Compared(phrase(f"overview.today.{name}", language), now, _mean(before), unit)

    return [
        row("alerts", today.alerts, [it.alerts for it in past]),
        row("acknowledged", today.acknowledged, [it.acknowledged for it in past]),
        row("median", today.median_s, [it.median_s for it in past], seconds),
        row("slow", today.slow_s, [it.slow_s for it in past], seconds),
    ]


def _flow_rows(days: Days, weeks: Sequence[int], language: str) -> list[Compared]:
    vehicles = {it.weeks: it.vehicles for it in days.traffic}
    label = phrase("overview.today.vehicles", language)
    return [Compared(label, vehicles.get(0), _mean([vehicles.get(week, 0) for week in weeks]))]


def _event_rows(days: Days, weeks: Sequence[int], language: str) -> list[Compared]:
    """Return all events, then those of the kinds that are most frequent today or were before."""
    counts: dict[IncidentKind, dict[int, int]] = {}
    for it in days.events:
        counts.setdefault(it.kind, {})[it.weeks] = it.events
    rows = [
        Compared(
            kind_name(kind, language), of.get(0, 0), _mean([of.get(week, 0) for week in weeks]), is_part=True
        )
        for kind, of in counts.items()
    ]
    rows.sort(key=lambda it: (-(it.today or 0), -(it.usual or 0), it.label))
    total = sum(it.today or 0 for it in rows)
    usual = sum(it.usual or 0 for it in rows) if weeks else None
    return [Compared(phrase("overview.today.events", language), total, usual), *rows[:MOST_KINDS]]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [it for it in values if it is not None]
    return fmean(known) if known else None


def table(today: Today, provenance: Provenance, language: str) -> list[Component]:
    """Return the table with its sentences."""
    return [
        html.Div([html.P(it, className="quiet") for it in sentences(today, provenance, language)]),
        html.Table(
            [
                html.Thead(html.Tr([html.Th(it, scope="col") for it in _heads(today, language)])),
                html.Tbody([_row(it, language) for it in today.rows]),
            ],
            className="figures",
        ),
    ]


def sentences(today: Today, provenance: Provenance, language: str) -> list[str]:
    """Return up to when, whose figures these are, and what is missing for a comparison."""
    said = [
        " · ".join(
            [
                phrase("overview.today.until", language).format(time=clock(today.until)),
                phrase(f"provenance.{provenance}", language),
            ]
        )
    ]
    if not today.weeks:
        said.append(phrase("overview.today.no_past", language))
    if not today.is_whole:
        said.append(phrase("overview.today.partial", language))
    return said


def _heads(today: Today, language: str) -> list[str]:
    day = phrase(f"overview.day.{_DAYS[today.until.astimezone(ZONE).weekday()]}", language)
    usual = phrase("overview.today.usual", language).format(n=today.weeks, day=day)
    return [
        phrase("overview.today.figure", language),
        phrase("overview.today.today", language),
        usual if today.weeks else phrase("overview.today.usual.none", language),
        phrase("overview.today.change", language),
    ]


def _row(row: Compared, language: str) -> Component:
    cells = [
        html.Th(row.label, scope="row"),
        html.Td(_written(row.today, row.unit, language)),
        html.Td(_written(row.usual, row.unit, language)),
        html.Td(change_words(row, language), className="change"),
    ]
    return html.Tr(cells, className="is-part" if row.is_part else "")


def change_words(row: Compared, language: str) -> str:
    """Return how today stands beside the usual, by an arrow and a share; it is neither good nor bad."""
    if row.change is None:
        return "–"
    percent = round(100 * row.change)
    arrow = "▲" if percent > 0 else "▼" if percent < 0 else "="
    return f"{arrow} {number(abs(percent), language, 0)} %" if percent else arrow


def _written(value: float | None, unit: str, language: str) -> str:
    if value is None:
        return "–"
    return f"{number(value, language, 1 if value < 100 else 0)} {unit}".rstrip()


def gone(key: str, language: str) -> list[Component]:
    """Return a sentence in the place of what cannot be shown."""
    return [span(key, language, className="overview-gone", role="status")]
