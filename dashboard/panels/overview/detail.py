"""One system in detail: its sites with their readings, the nine fields of the public services. All pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard.live_entries import SystemEntry
from dashboard.panels.marking import attributes, span, text
from dashboard.system_metrics import metrics_of
from dashboard.words import phrase
from dashboard.written import clock, number
from db.rows import SystemRow
from domain.messages import CameraState
from domain.places import Site
from domain.public_services import FIELD_METRICS, FieldMetric, ServiceField, ServiceFigure
from domain.smart_systems import SmartSystem
from domain.system_limits import LIMIT_OF
from domain.words import sort_key


@dataclass(frozen=True, slots=True)
class SiteNames:
    """What the district calls its sites and wards."""

    sites: Mapping[str, Site]
    wards: Mapping[str, str]

    def site(self, code: str) -> str:
        """Return the name of a site; its code when the district does not know it."""
        return self.sites[code].name if code in self.sites else code

    def ward(self, code: str) -> str:
        """Return the name of a ward; its code when it is none of today's."""
        return self.wards.get(code, code)


def of_system(
    system: SmartSystem, entry: SystemEntry | None, rows: Sequence[SystemRow], names: SiteNames, language: str
) -> list[Component]:
    """Return the tables of a system: of the readings of the provenance that its card shows."""
    shown = [row for row in rows if entry is not None and row.provenance is entry.p]
    if not shown:
        return [span("overview.detail.empty", language, className="overview-gone")]
    fields = field_table(shown, language) if system is SmartSystem.PUBLIC_SERVICES else []
    return [
        *fields,
        text(html.H3, "overview.detail.sites", language),
        site_table(system, shown, names, language),
    ]


def site_table(system: SmartSystem, rows: Sequence[SystemRow], names: SiteNames, language: str) -> Component:
    """Return each site with its figures, the time of the newest and the way to its place on the map."""
    metrics = [it for it in metrics_of(system) if any(row.metric == it.key for row in rows)]
    heads = [
        *(phrase(f"overview.detail.{name}", language) for name in ("site", "ward")),
        *(f"{it.en if language == 'en' else it.vi}{f' ({it.unit})' if it.unit else ''}" for it in metrics),
        *(phrase(f"overview.detail.{name}", language) for name in ("at", "map")),
    ]
    of_site: dict[str, dict[str, SystemRow]] = {}
    for row in rows:
        if row.metric not in FIELD_METRICS:
            of_site.setdefault(row.site, {})[row.metric] = row
    sites = sorted(of_site, key=lambda code: sort_key(names.site(code)))
    body = [_site(code, of_site[code], [it.key for it in metrics], names, language) for code in sites]
    return _table(heads, body, "sites")


def _site(
    code: str, readings: Mapping[str, SystemRow], metrics: Sequence[str], names: SiteNames, language: str
) -> Component:
    newest = max(readings.values(), key=lambda row: row.observed_at)
    cells = [_value(readings.get(metric), language) for metric in metrics]
    return html.Tr(
        [
            html.Th(names.site(code), scope="row"),
            html.Td(names.ward(newest.ward_code), className="words"),
            *cells,
            html.Td(clock(newest.observed_at), className="mono"),
            html.Td(_way_to_map(newest, names.site(code), language)),
        ]
    )


def _value(row: SystemRow | None, language: str) -> Component:
    """Return a figure; beyond the limit that opens an alert it says so in words too."""
    if row is None:
        return html.Td("–", className="quiet")
    limit = LIMIT_OF.get((row.system, row.metric))
    written = number(row.value, language, 2)
    if limit is None or not limit.is_beyond(row.value):
        return html.Td(written)
    beyond = phrase("overview.limit", language).format(limit=number(limit.at, language, 2))
    return html.Td([html.B(written), html.Span(f" {beyond}")], className="beyond")


def _way_to_map(row: SystemRow, name: str, language: str) -> Component | None:
    if row.lat is None or row.lon is None:
        return None
    label = f"{phrase('overview.detail.show', language)}: {name}"
    return html.Button(
        "◎",
        className="button small faint",
        title=label,
        **attributes({"data-map": f"{row.lat:.6f},{row.lon:.6f}", "aria-label": label}),
    )


def field_table(rows: Sequence[SystemRow], language: str) -> list[Component]:
    """Return the nine fields: files today, shares at level 3 and 4, share in time; then all together."""
    told: dict[FieldMetric, float] = {
        FIELD_METRICS[row.metric]: row.value for row in rows if row.metric in FIELD_METRICS
    }
    heads = [
        phrase("overview.field", language),
        *(phrase(f"overview.field.{figure}", language) for figure in ServiceFigure),
    ]
    title = text(html.H3, "overview.fields", language)
    if not told:
        return [title, span("overview.fields.empty", language, className="overview-gone")]
    body = [
        html.Tr(
            [
                html.Th(phrase(f"overview.field.{field}", language), scope="row"),
                *(_share(told.get(FieldMetric(field, figure)), figure, language) for figure in ServiceFigure),
            ]
        )
        for field in ServiceField
    ]
    return [title, _table(heads, [*body, _all_fields(told, language)])]


def _all_fields(told: Mapping[FieldMetric, float], language: str) -> Component:
    """Return the row of all fields: shares weighed by the files they are shares of."""
    files = {field: told.get(FieldMetric(field, ServiceFigure.FILES), 0.0) for field in ServiceField}
    total = sum(files.values())

    def whole(figure: ServiceFigure) -> float | None:
        if figure is ServiceFigure.FILES:
            return total
        known = [(told[FieldMetric(field, figure)], files[field]) for field in ServiceField
                 if FieldMetric(field, figure) in told]  # fmt: skip
        weight = sum(count for _, count in known)
        return sum(share * count for share, count in known) / weight if weight else None

    cells = [_share(whole(figure), figure, language) for figure in ServiceFigure]
    return html.Tr([html.Th(phrase("overview.field.all", language), scope="row"), *cells], className="total")


def _share(value: float | None, figure: ServiceFigure, language: str) -> Component:
    """Return a number of files, or a share with a bar as long as it."""
    if value is None:
        return html.Td("–", className="quiet")
    if figure is ServiceFigure.FILES:
        return html.Td(number(value, language, 0))
    bar = html.Span(className="share", style={"--share": f"{min(100.0, max(0.0, value)):.1f}%"})
    return html.Td([bar, f"{number(value, language, 0)} %"])


def camera_table(
    counts: Mapping[str, Counter[CameraState]], names: SiteNames, language: str
) -> list[Component]:
    """Return the cameras of each ward by state, as the map counts them."""
    if not counts:
        return [span("overview.detail.empty", language, className="overview-gone")]
    heads = [
        phrase("overview.detail.ward", language),
        phrase("overview.cameras", language),
        *(phrase(f"camera.{state}", language) for state in CameraState),
    ]
    wards = sorted(counts, key=lambda code: sort_key(names.ward(code)))
    body = [
        html.Tr(
            [
                html.Th(names.ward(code), scope="row"),
                html.Td(number(counts[code].total(), language, 0)),
                *(html.Td(number(counts[code][state], language, 0)) for state in CameraState),
            ]
        )
        for code in wards
    ]
    return [_table(heads, body)]


def _table(heads: Sequence[str], body: Sequence[Component], kind: str = "") -> Component:
    head = html.Thead(html.Tr([html.Th(it, scope="col") for it in heads]))
    return html.Table([head, html.Tbody(list(body))], className=f"figures {kind}".rstrip())


def looked_at(at: datetime, language: str) -> Component:
    """Return when the readings were looked at."""
    return html.P(phrase("overview.detail.now", language).format(time=clock(at)), className="quiet")
