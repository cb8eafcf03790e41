"""Answers what the health page asks: every ten seconds while it is open, and when something is chosen."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import dash
from dash import Input, Output, html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.health import cameras, feeds, house
from dashboard.panels.health.layout import CAMERA_COLUMNS, LETTER_COLUMNS, PAPER_COLUMNS, columns
from dashboard.panels.health.numbers import moment, number
from dashboard.panels.health.rows import GridRow, camera_rows, letter_rows, paper_rows
from dashboard.panels.health.tables import Row, note, section, table
from dashboard.words import phrase
from db.camera_papers import papers_of_real
from db.console import dead_letters
from db.errors import DatabaseError
from db.gaps import GapRow, gaps
from db.health import (
    CameraAsked,
    ListedCamera,
    camera_counts,
    count_delays,
    gateways_health,
    listed_cameras,
)
from db.resending import newest_resends
from domain.local_time import local_day
from domain.roles import Right
from domain.words import search_key

MOST_LISTED = 500
MOST_LETTERS = 300
_MOST_GAPS = 50
_LONGEST_TEXT = 80


def _outputs(*names: str) -> str:
    """Return several outputs as Dash names them together."""
    return f"..{'...'.join(names)}.."


def _grid(name: str, *more: str) -> str:
    """Return a grid's rows, its columns and the sentence over it as Dash names them together."""
    grid = f"health-{name}-grid"
    return _outputs(f"{grid}.rowData", f"{grid}.columnDefs", f"health-{name}-said.children", *more)


CALLBACKS = {
    _outputs("health-cameras.children", "health-now.children", "health-parts.children"): Right.READ_HEALTH,
    _grid("list"): Right.READ_HEALTH,
    _grid("papers"): Right.READ_HEALTH,
    _grid("letters", "health-gaps.children"): Right.READ_DEAD_LETTERS,
}
_NOW = Input("now-health", "data")
_LANGUAGE = Input("language-choice", "data")
_REAL_ONLY = Input("real-only", "data")
Columns = list[dict[str, object]]


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register what fills the tabs."""
    _register_state(app, context)
    _register_list(app, context)
    _register_papers(app, context)
    _register_letters(app, context)


def _register_state(app: dash.Dash, context: ConsoleContext) -> None:
    @app.callback(
        Output("health-cameras", "children"),
        Output("health-now", "children"),
        Output("health-parts", "children"),
        _NOW,
        _LANGUAGE,
        _REAL_ONLY,
    )
    async def now(
        _now: object, language: str | None, real_only: bool | None
    ) -> tuple[list[Component], list[Component], Component]:
        return await state_now(context, _language(language), real_only=bool(real_only))


def _register_list(app: dash.Dash, context: ConsoleContext) -> None:
    @app.callback(
        Output("health-list-grid", "rowData"),
        Output("health-list-grid", "columnDefs"),
        Output("health-list-said", "children"),
        _NOW,
        _LANGUAGE,
        _REAL_ONLY,
        Input("health-list-asked", "data"),
        Input("health-list-text", "value"),
    )
    async def listed(
        _now: object,
        language: str | None,
        real_only: bool | None,
        asked: dict[str, Any] | None,
        typed: str | None,
    ) -> tuple[list[GridRow], Columns, str]:
        question = asked_of(asked, typed)
        return await cameras_listed(context, question, _language(language), real_only=bool(real_only))


def _register_papers(app: dash.Dash, context: ConsoleContext) -> None:
    @app.callback(
        Output("health-papers-grid", "rowData"),
        Output("health-papers-grid", "columnDefs"),
        Output("health-papers-said", "children"),
        _NOW,
        _LANGUAGE,
    )
    async def papers(_now: object, language: str | None) -> tuple[list[GridRow], Columns, str]:
        return await papers_listed(context, _language(language))


def _register_letters(app: dash.Dash, context: ConsoleContext) -> None:
    @app.callback(
        Output("health-letters-grid", "rowData"),
        Output("health-letters-grid", "columnDefs"),
        Output("health-letters-said", "children"),
        Output("health-gaps", "children"),
        _NOW,
        _LANGUAGE,
        Input("health-letters-text", "value"),
    )
    async def letters(
        _now: object, language: str | None, typed: str | None
    ) -> tuple[list[GridRow], Columns, str, Component]:
        return await letters_listed(context, (typed or "")[:_LONGEST_TEXT], _language(language))


def asked_of(asked: Mapping[str, Any] | None, typed: str | None) -> CameraAsked:
    """Return which cameras somebody chose on the page; what is no text is no choice."""
    chosen = {
        name: value
        for name, value in (asked or {}).items()
        if isinstance(value, str) and value and len(value) <= _LONGEST_TEXT
    }
    return CameraAsked(
        ward_code=chosen.get("ward"),
        state=chosen.get("state"),
        recorder=chosen.get("recorder"),
        text=search_key((typed or "")[:_LONGEST_TEXT]),
    )


async def state_now(
    context: ConsoleContext, language: str, *, real_only: bool
) -> tuple[list[Component], list[Component], Component]:
    """Return the cameras and recorders, the parts below them, and the line of what runs."""
    at = datetime.now(UTC)
    wards = ward_names(context)
    missing = context.feed.missing_parts
    broker = context.broker.now()
    known = await context.house.now()
    running = house.parts(known, missing, broker, language)
    try:
        async with context.pool.connection() as connection:
            counts = await camera_counts(connection, real_only=real_only)
            gateways = await gateways_health(connection, real_only=real_only)
            delays = await count_delays(connection, at, real_only=real_only)
    except DatabaseError:
        return [section("cameras", language, note("health.database.away", language, "bad"))], [], running
    heard = [it for it in context.feed.delays.delays(at) if not real_only or it.provenance == "real"]
    of_cameras = [cameras.by_ward(counts, wards, language), cameras.recorders(counts, language)]
    columns_below = (
        [feeds.feeds(heard, delays, at, language)],
        [house.broker_part(broker, known, language), feeds.gateways(gateways, wards, at, language)],
        [house.database_part(known, at, language), house.jobs_part(known, at, language)],
    )
    return of_cameras, [html.Div(it, className="health-column") for it in columns_below], running


async def cameras_listed(
    context: ConsoleContext, asked: CameraAsked, language: str, *, real_only: bool
) -> tuple[list[GridRow], Columns, str]:
    """Return the cameras asked for, the columns, and in words what they are."""
    wards = ward_names(context)
    heads = columns("health.list", CAMERA_COLUMNS, language)
    try:
        async with context.pool.connection() as connection:
            found = await listed_cameras(connection, asked, real_only=real_only, limit=MOST_LISTED)
    except DatabaseError:
        return [], heads, phrase("health.database.away", language)
    said = said_of_list(asked, found, wards, language)
    return camera_rows(found, wards, datetime.now(UTC), language), heads, said


def said_of_list(
    asked: CameraAsked, found: list[ListedCamera], wards: Mapping[str, str], language: str
) -> str:
    """Return in words what the list shows: what was chosen, how many, and whether more are left out."""
    chosen = [
        wards.get(asked.ward_code, asked.ward_code) if asked.ward_code else None,
        phrase(f"health.state.{asked.state}", language) if asked.state in cameras.STATES else None,
        asked.recorder,
    ]
    total = found[0].found if found else 0
    key = "health.list.some" if total > len(found) else "health.list.said"
    said = phrase(key, language).replace("{n}", number(total, language))
    return " · ".join(
        [*(word for word in chosen if word), said.replace("{shown}", number(len(found), language))]
    )


async def papers_listed(context: ConsoleContext, language: str) -> tuple[list[GridRow], Columns, str]:
    """Return the real cameras with how they stand by their papers."""
    heads = columns("health.papers", PAPER_COLUMNS, language)
    try:
        async with context.pool.connection() as connection:
            found = await papers_of_real(connection)
    except DatabaseError:
        return [], heads, phrase("health.database.away", language)
    held = sum(it.held_since is not None for it in found)
    said = phrase("health.papers.said", language)
    said = said.replace("{n}", number(len(found), language)).replace("{held}", number(held, language))
    return paper_rows(found, ward_names(context), local_day(datetime.now(UTC)), language), heads, said


async def letters_listed(
    context: ConsoleContext, reason: str, language: str
) -> tuple[list[GridRow], Columns, str, Component]:
    """Return the newest dead letters, what became of those that were sent again, and the newest gaps."""
    heads = columns("health.letters", LETTER_COLUMNS, language)
    now = datetime.now(UTC)
    try:
        async with context.pool.connection() as connection:
            found = await dead_letters(
                connection, limit=MOST_LETTERS, with_unreadable=True, reason=reason or None
            )
            resends = await newest_resends(connection, [it.id for it in found])
            lost = await gaps(connection, limit=_MOST_GAPS, before_id=None, only_open=True)
    except DatabaseError:
        return [], heads, phrase("health.database.away", language), html.Div()
    said = phrase("health.letters.said", language).replace("{n}", number(len(found), language))
    return letter_rows(found, resends, now, language), heads, said, gaps_part(lost, now, language)


def gaps_part(found: list[GapRow], now: datetime, language: str) -> Component:
    """Return the messages that never came, by source."""
    if not found:
        return section("gaps", language, note("health.gaps.none", language))
    names = [f"health.gaps.{name}" for name in ("source", "missing", "between", "found")]
    rows = [
        Row(
            [
                f"{it.source} · {phrase(f'provenance.{it.provenance}', language)}",
                number(it.still_missing, language),
                f"{moment(it.after_at, now)} – {moment(it.before_at, now)}",
                moment(it.found_at, now),
            ]
        )
        for it in found
    ]
    return section("gaps", language, table(names, rows, language))


def ward_names(context: ConsoleContext) -> Mapping[str, str]:
    """Return the wards' names by their codes."""
    return {ward.code: ward.name for ward in context.district.wards}


def _language(chosen: str | None) -> str:
    return "en" if chosen == "en" else "vi"
