"""The six figures of the trends, each made of rows alone: nothing is read and nothing looked up here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

from dashboard.drawings import COLOURS, Drawing, axis, local, sentence
from dashboard.panels.trends.asked import View
from dashboard.words import phrase
from db.trends import EventSum, TrafficPoint
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance

MOST_KINDS = 10
_HOURS = range(24)
_WEEKDAYS = range(1, 8)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all figures of a page have in common: the view, whose data, the language, the wards' names."""

    view: View
    provenance: Provenance
    language: str
    ward_names: Mapping[str, str]

    @property
    def colour(self) -> str:
        """Return the token in which this provenance is drawn."""
        return COLOURS[self.provenance]

    @property
    def hover_time(self) -> str:
        """Return how a moment is written under the pointer."""
        return "%{x|%d/%m}" if self.view.event_step.days else "%{x|%d/%m %H:%M}"

    def say(self, key: str) -> str:
        """Return a phrase in the page's language."""
        return phrase(key, self.language)


def flow(points: Sequence[TrafficPoint], frame: Frame) -> Json:
    """Return how many vehicles a minute pass a camera, over the band of the four weeks before."""
    return _line(points, frame, lambda it: it.vehicles_per_min, "trends.unit.flow", ":,.1f")


def congestion(points: Sequence[TrafficPoint], frame: Frame) -> Json:
    """Return how congested the wards are in per cent, over the band of the four weeks before."""
    figure = _line(
        points,
        frame,
        lambda it: None if it.congestion is None else 100 * it.congestion,
        "trends.unit.congestion",
        ":.0f",
    )
    figure["layout"]["yaxis"] |= {"range": [0, 100], "ticksuffix": " %"}
    return figure


def events(sums: Sequence[EventSum], frame: Frame) -> Json:
    """Return events by hour or by day."""
    steps = [it for it in sums if it.step is not None]
    if not any(it.events for it in steps):
        return sentence(frame.say("trends.empty.events"), frame.language)
    bars = _bars(
        [local(it.step) for it in steps if it.step],
        [it.events for it in steps],
        frame,
        # A bar stands on its step, from its beginning on, not around it.
        offset=0,
        width=0.84 * frame.view.event_step / timedelta(milliseconds=1),
        hovertemplate=f"{frame.hover_time} · %{{y:,}} {frame.say('trends.unit.events')}<extra></extra>",
    )
    return Drawing([bars], {"xaxis": _time_axis(frame)}).as_json(frame.language)


def kinds(sums: Sequence[EventSum], frame: Frame) -> Json:
    """Return events by kind, the most frequent first; the kind that is asked for stands out."""
    counted = sorted(
        ((it.events, it.kind) for it in sums if it.kind is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )[:MOST_KINDS]
    rows = [(kind_name(kind, frame.language), count, kind == frame.view.kind) for count, kind in counted]
    return _ranking(rows, frame, is_narrowed=frame.view.kind is not None)


def wards(sums: Sequence[EventSum], frame: Frame) -> Json:
    """Return events by ward, the most first; the ward that is asked for stands out."""
    counts = {it.ward_code: it.events for it in sums if it.ward_code is not None}
    if not any(counts.values()):
        return sentence(frame.say("trends.empty.events"), frame.language)
    rows = [(name, counts.get(code, 0), code == frame.view.ward) for code, name in frame.ward_names.items()]
    return _ranking(sorted(rows, key=lambda row: -row[1]), frame, is_narrowed=frame.view.ward is not None)


def week(sums: Sequence[EventSum], frame: Frame) -> Json:
    """Return events by hour and weekday as a field: when in the week most happens."""
    counts = {(it.weekday, it.hour): it.events for it in sums if it.weekday is not None}
    if not any(counts.values()):
        return sentence(frame.say("trends.empty.events"), frame.language)
    names = [frame.say(f"trends.weekday.{day}") for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    field: Json = {
        "type": "heatmap",
        "x": [f"{hour:02d}" for hour in _HOURS],
        "y": names,
        "z": [[counts.get((day, hour), 0) for hour in _HOURS] for day in _WEEKDAYS],
        "xgap": 2,
        "ygap": 2,
        "colorscale": [[0, f"@{frame.colour}/0.06"], [1, f"@{frame.colour}/0.95"]],
        "zmin": 0,
        "colorbar": {"thickness": 8, "outlinewidth": 0, "tickfont": {"color": "@muted"}, "nticks": 4},
        "hovertemplate": f"%{{y}}, {frame.say('trends.hour')} %{{x}} · %{{z:,}} "
        f"{frame.say('trends.unit.events')}<extra></extra>",
    }
    # Without "category" Plotly takes 00 to 23 for numbers and writes 0, 5, 10.
    hours = axis(type="category", tickvals=[f"{hour:02d}" for hour in _HOURS[::3]], showgrid=False)
    days = axis(autorange="reversed", showgrid=False, dtick=1)
    return Drawing([field], {"xaxis": hours, "yaxis": days}).as_json(frame.language)


def kind_name(kind: IncidentKind, language: str) -> str:
    """Return the words of a kind."""
    return KINDS[kind].en if language == "en" else KINDS[kind].vi


def _line(
    points: Sequence[TrafficPoint],
    frame: Frame,
    value: Callable[[TrafficPoint], float | None],
    unit: str,
    shape: str,
) -> Json:
    """Return a line of the span itself over the band of the weeks before."""
    own = [it for it in points if it.weeks == 0]
    if not own:
        return sentence(frame.say("trends.empty.traffic"), frame.language)
    x, y = _with_gaps(own, value, frame.view.traffic_step)
    line: Json = {
        "type": "scatter",
        "mode": "lines" if len(own) > 1 else "markers",
        "x": x,
        "y": y,
        "line": {"color": f"@{frame.colour}", "width": 2},
        "hovertemplate": f"{frame.hover_time} · %{{y{shape}}} {frame.say(unit)}<extra></extra>",
    }
    title = {"text": frame.say(unit), "font": {"color": "@muted"}, "standoff": 6}
    layout = {
        "xaxis": _time_axis(frame),
        "yaxis": axis(rangemode="tozero", nticks=5, title=title),
        "hovermode": "x",
    }
    return Drawing([*_band([it for it in points if it.weeks], value), line], layout).as_json(frame.language)


def _with_gaps(
    points: Sequence[TrafficPoint], value: Callable[[TrafficPoint], float | None], step: timedelta
) -> tuple[list[str], list[float | None]]:
    """Return the line's points, broken where a step is missing: what nobody counted is not drawn."""
    x: list[str] = []
    y: list[float | None] = []
    last: datetime | None = None
    for point in points:
        if last is not None and point.bucket - last > step:
            x.append(local(last + step))
            y.append(None)
        x.append(local(point.bucket))
        y.append(value(point))
        last = point.bucket
    return x, y


def _band(points: Sequence[TrafficPoint], value: Callable[[TrafficPoint], float | None]) -> list[Json]:
    """Return the band between the least and the most of earlier weeks, with their mean in it."""
    found: dict[datetime, list[float]] = {}
    for point in points:
        told = value(point)
        if told is not None:
            found.setdefault(point.bucket, []).append(told)
    if not found:
        return []
    moments = sorted(found)
    x = [local(at) for at in moments]
    edge: Json = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    lowest = edge | {"y": [min(found[at]) for at in moments]}
    highest = edge | {
        "y": [max(found[at]) for at in moments],
        "fill": "tonexty",
        "fillcolor": "@muted/0.20",
    }
    mean = edge | {
        "y": [fmean(found[at]) for at in moments],
        "line": {"width": 1.2, "dash": "dot", "color": "@muted"},
    }
    return [lowest, highest, mean]


def _ranking(rows: Sequence[tuple[str, int, bool]], frame: Frame, *, is_narrowed: bool) -> Json:
    """Return lying bars, the longest on top; when one is asked for the others step back."""
    if not rows:
        return sentence(frame.say("trends.empty.events"), frame.language)
    strength = [f"@{frame.colour}/{0.75 if is_chosen or not is_narrowed else 0.25}" for *_, is_chosen in rows]
    bars = _bars(
        [count for _, count, _ in rows],
        [name for name, *_ in rows],
        frame,
        orientation="h",
        text=[count for _, count, _ in rows],
        texttemplate="%{x:,}",
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        hovertemplate=f"%{{y}} · %{{x:,}} {frame.say('trends.unit.events')}<extra></extra>",
    )
    bars["marker"] = {"color": strength}
    layout = {
        "xaxis": axis(visible=False, range=[0, 1.14 * max(count for _, count, _ in rows) or 1]),
        "yaxis": axis(autorange="reversed", showgrid=False, ticklabelstandoff=4, dtick=1),
    }
    return Drawing([bars], layout).as_json(frame.language)


def _bars(x: Sequence[object], y: Sequence[object], frame: Frame, **more: object) -> Json:
    return {"type": "bar", "x": list(x), "y": list(y), "marker": {"color": f"@{frame.colour}/0.75"}, **more}


def _time_axis(frame: Frame) -> Json:
    """Return the axis of the span, from its beginning to its end, so that what is missing is seen."""
    return axis(
        type="date",
        range=[local(frame.view.since), local(frame.view.until)],
        tickformat="%H:%M<br>%d/%m" if frame.view.is_fine else "%d/%m",
        nticks=8,
        showgrid=False,
    )
