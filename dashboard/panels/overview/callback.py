"""Answers what the overview asks: the systems' last day, today beside other days, one system's sites."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import dash
from dash import Input, Output
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.overview import detail
from dashboard.panels.overview.detail import SiteNames
from dashboard.panels.overview.spark import STEP, Day, points_of, spark
from dashboard.panels.overview.today import compared, gone, span_of_today, table
from dashboard.sessions import current_person
from dashboard.system_metrics import SystemMetric, metrics_of, told_as
from dashboard.visible_wards import visible_wards
from db.errors import DatabaseError
from db.overview import DaysAsked, MetricAsked, SystemTrend, days, system_trends
from domain.local_time import ZONE
from domain.messages import Provenance
from domain.roles import Person, Right
from domain.smart_systems import SmartSystem

_DAY = timedelta(hours=24)
_SPARKS = f"..{'...'.join(f'spark-{system}.children' for system in SmartSystem)}.."
_MAIN: dict[SmartSystem, SystemMetric] = {system: metrics_of(system)[0] for system in SmartSystem}

CALLBACKS = {
    _SPARKS: Right.SEE_MAP,
    "overview-today.children": Right.SEE_MAP,
    "overview-detail.children": Right.SEE_MAP,
}


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register the three questions; the script asks again once a minute, and of one system every tick."""
    common = (Input("real-only", "data"), Input("language-choice", "data"))

    @app.callback(
        [Output(f"spark-{system}", "children") for system in SmartSystem],
        Input("overview-asked", "data"),
        *common,
        prevent_initial_call=True,
    )
    async def sparks(_asked: Any, real_only: bool | None, language: str | None) -> list[list[Component]]:
        return await sparks_of(context, real_only=bool(real_only), language=_language(language))

    @app.callback(
        Output("overview-today", "children"),
        Input("overview-asked", "data"),
        *common,
        prevent_initial_call=True,
    )
    async def today(_asked: Any, real_only: bool | None, language: str | None) -> list[Component]:
        return await today_of(
            context, current_person(), real_only=bool(real_only), language=_language(language)
        )

    @app.callback(
        Output("overview-detail", "children"),
        Input("overview-asked", "data"),
        Input("now-overview", "data"),
        *common,
        prevent_initial_call=True,
    )
    async def one(
        asked: dict[str, Any] | None, _now: Any, real_only: bool | None, language: str | None
    ) -> list[Component]:
        return detail_of(
            context, current_person(), asked or {}, real_only=bool(real_only), language=_language(language)
        )


async def sparks_of(context: ConsoleContext, *, real_only: bool, language: str) -> list[list[Component]]:
    """Return the last day of every system's main figure, in the provenance that its card shows."""
    until = datetime.now(UTC)
    since = until - _DAY
    asked = [
        MetricAsked(system, name, metric.key) for system, metric in _MAIN.items() for name in told_as(metric)
    ]
    try:
        async with context.pool.connection() as connection:
            rows = await system_trends(connection, asked, since - STEP, until)
    except DatabaseError:
        return [gone("overview.away", language) for _ in SmartSystem]
    shown = {system: _provenance(context, system, until, real_only=real_only) for system in SmartSystem}
    return [
        _spark_of(system, [it for it in rows if it.system is system], shown[system], (since, until), language)
        for system in SmartSystem
    ]


def _spark_of(
    system: SmartSystem,
    rows: list[SystemTrend],
    provenance: Provenance,
    lasting: tuple[datetime, datetime],
    language: str,
) -> list[Component]:
    metric = _MAIN[system]
    words = metric.en if language == "en" else metric.vi
    return spark(points_of(rows, metric, provenance), Day(*lasting, words, provenance, language))


async def today_of(
    context: ConsoleContext, person: Person, *, real_only: bool, language: str
) -> list[Component]:
    """Return today beside the same weekday of the weeks before, of the wards that this person may see."""
    since, until = span_of_today(datetime.now(UTC))
    wards = visible_wards(context.district, person, until.astimezone(ZONE).date())
    provenance = Provenance.REAL if real_only else context.feed.state.sources.main_provenance()
    try:
        async with context.pool.connection() as connection:
            found = await days(connection, DaysAsked(since, until, list(wards), provenance))
    except DatabaseError:
        return gone("overview.away", language)
    return table(compared(found, since, until, language), provenance, language)


def detail_of(
    context: ConsoleContext, person: Person, asked: Mapping[str, Any], *, real_only: bool, language: str
) -> list[Component]:
    """Return one system's sites as they are now, from the same readings that its card is made of."""
    named = asked.get("system")
    if named not in set(SmartSystem):
        return [] if not named else gone("overview.detail.unknown", language)
    system, now = SmartSystem(str(named)), datetime.now(UTC)
    systems = context.feed.state.systems
    entry = systems.entry_of(system, now)
    if entry is not None and real_only and entry.p is not Provenance.REAL:
        return [detail.looked_at(now, language), *gone("system.no_real", language)]
    wards = visible_wards(context.district, person, now.astimezone(ZONE).date())
    names = SiteNames({site.code: site for site in context.district.sites}, wards)
    if system is SmartSystem.SECURITY_CAMERAS:
        counts = systems.cameras_of(entry.p) if entry is not None else {}
        seen = {code: states for code, states in counts.items() if code in wards}
        return [detail.looked_at(now, language), *detail.camera_table(seen, names, language)]
    rows = [row for row in systems.rows_of(system) if person.sees_ward(row.ward_code)]
    return [detail.looked_at(now, language), *detail.of_system(system, entry, rows, names, language)]


def _provenance(
    context: ConsoleContext, system: SmartSystem, now: datetime, *, real_only: bool
) -> Provenance:
    """Return the provenance that a system's card shows."""
    entry = context.feed.state.systems.entry_of(system, now)
    return Provenance.REAL if real_only or entry is None else entry.p


def _language(asked: str | None) -> str:
    return "en" if asked == "en" else "vi"
