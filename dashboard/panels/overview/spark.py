"""A system's last day as a small line over what is usual at this time of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes
from dashboard.system_metrics import Combine, SystemMetric
from dashboard.words import phrase
from dashboard.written import number
from db.overview import SystemTrend
from domain.messages import Provenance

STEP = timedelta(minutes=15)
_ROOM = 0.12
"""Share of the height that stays free above and below the line."""


@dataclass(frozen=True, slots=True)
class SparkPoint:
    """A quarter of an hour: its figure, and what that usually is; None where nothing is known."""

    at: datetime
    value: float | None
    usual: float | None


def points_of(rows: Sequence[SystemTrend], metric: SystemMetric, provenance: Provenance) -> list[SparkPoint]:
    """Return the points of one figure, over the sites as the figure itself is made."""
    mine = [row for row in rows if row.figure == metric.key and row.provenance is provenance]
    return [SparkPoint(row.bucket, *_combined(row, metric.combine)) for row in mine]


def _combined(row: SystemTrend, combine: Combine) -> tuple[float | None, float | None]:
    if combine is Combine.SUM:
        return row.total, row.usual_total
    if combine is Combine.HIGHEST:
        return row.highest, row.usual_highest
    return row.mean, row.usual_mean


@dataclass(frozen=True, slots=True)
class Day:
    """The day that a line is of: from when to when, of what, in which provenance, told in which language."""

    since: datetime
    until: datetime
    figure: str
    provenance: Provenance
    language: str


def spark(points: Sequence[SparkPoint], day: Day) -> list[Component]:
    """Return the line with the usual behind it and its lowest and highest in words; a sentence when empty."""
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return [html.Span(phrase("overview.spark.empty", day.language), className="spark-empty")]
    values = [it.value for it in known if it.value is not None]
    usual = [point for point in points if point.usual is not None]
    scale = _Scale.over(values + [it.usual for it in usual if it.usual is not None], day.since, day.until)
    said = range_words(min(values), max(values), day)
    line = [scale.place(it.at, it.value) for it in known if it.value is not None]
    behind = [scale.place(it.at, it.usual) for it in usual if it.usual is not None]
    parts: list[Component] = []
    if len(behind) > 1:
        parts.append(html.Div(className="spark-usual", style={"clipPath": area(behind)}))
    parts.append(html.Div(className=f"spark-line from-{day.provenance}", style={"clipPath": stroke(line)}))
    lasting = phrase("overview.spark.day", day.language)
    label = f"{lasting}: {said}"
    drawn = html.Div(parts, className="spark", role="img", title=label, **attributes({"aria-label": label}))
    return [drawn, html.Div([html.Span(lasting), html.Span(said)], className="spark-foot")]


def range_words(low: float, high: float, day: Day) -> str:
    """Return the lowest and the highest of a day and what they are of; one number where they are the same."""
    written = [number(it, day.language) for it in (low, high)]
    return f"{' – '.join(dict.fromkeys(written))} {day.figure}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Puts times and values on a field of a hundred by a hundred, from the top left."""

    since: datetime
    length_s: float
    low: float
    height: float

    @classmethod
    def over(cls, values: Sequence[float], since: datetime, until: datetime) -> "_Scale":
        """Return the scale that holds all values with some room; a flat line lies in the middle."""
        low, high = min(values), max(values)
        height = (high - low) or max(1.0, abs(high))
        margin = height * _ROOM + (0.5 * height if high == low else 0.0)
        return cls(since, (until - since).total_seconds(), low - margin, height + 2 * margin)

    def place(self, at: datetime, value: float) -> tuple[float, float]:
        """Return how far right and how far down, in per cent."""
        x = 100 * (at - self.since).total_seconds() / self.length_s
        return round(min(100.0, max(0.0, x)), 2), round(100 - 100 * (value - self.low) / self.height, 2)


def stroke(line: Sequence[tuple[float, float]]) -> str:
    """Return a line two pixels thick as a CSS shape: there and back again."""
    there = [f"{x}% calc({y}% - 1px)" for x, y in line]
    back = [f"{x}% calc({y}% + 1px)" for x, y in reversed(line)]
    return f"polygon({', '.join([*there, *back])})"


def area(line: Sequence[tuple[float, float]]) -> str:
    """Return what lies below a line as a CSS shape."""
    above = [f"{x}% {y}%" for x, y in line]
    return f"polygon({', '.join([*above, f'{line[-1][0]}% 100%', f'{line[0][0]}% 100%'])})"
