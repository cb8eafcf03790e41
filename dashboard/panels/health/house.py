"""The house itself: which parts run, the broker, the database with its size and jobs, loss, dead letters."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.broker_facts import BrokerWord
from dashboard.panels.health.numbers import moment, number, seconds, size, span
from dashboard.panels.health.tables import Cell, Row, chip, facts, note, section, table
from dashboard.words import phrase
from db.health import House
from db.self_watch import LanePulse
from db.status import JobStatus

_SILENT_S = 20.0
_JOB_LATE = timedelta(hours=2)


def parts(house: House | None, missing: Sequence[str], broker: BrokerWord, language: str) -> Component:
    """Return which parts of the centre run: rules, ingest, broker, database."""
    states = {
        "rules": "rules" not in missing,
        "ingest": "ingest" not in missing,
        "broker": broker.is_connected,
        "database": house is not None,
    }
    chips = [
        chip(
            f"{phrase(f'health.part.{name}', language)}: "
            f"{phrase('health.runs' if is_there else 'health.missing', language)}",
            "calm" if is_there else "bad",
        )
        for name, is_there in states.items()
    ]
    return html.Div(chips, className="health-chips", role="status")


def broker_part(broker: BrokerWord, house: House | None, language: str) -> Component:
    """Return what is known of the broker, and how its messages are taken."""
    pairs: list[tuple[str, Cell]] = [
        ("health.broker.state", _connection(broker, language)),
        ("health.broker.version", broker.version or phrase("health.broker.silent", language)),
        ("health.broker.uptime", _uptime(broker.uptime, language)),
    ]
    if house is not None:
        pairs.append(("health.broker.backlog", _backlog(house.lanes, language)))
    warning = [note("health.broker.demo", language, "warn")] if is_demo(broker) else []
    lanes = [] if house is None else [_lanes(house.lanes, language)]
    return section("broker", language, *warning, facts(pairs, language), *lanes)


def _uptime(said: str | None, language: str) -> str:
    """Return for how long the broker is up: mosquitto says `363 seconds`."""
    word = (said or "").partition(" ")[0]
    return span(int(word), language) if word.isdecimal() else said or "–"


def is_demo(broker: BrokerWord) -> bool:
    """Tell whether the broker is one that may lose messages, or does not say what it is."""
    return broker.is_connected and not broker.is_ours


def _connection(broker: BrokerWord, language: str) -> Component:
    key = "health.broker.connected" if broker.is_connected else "health.broker.away"
    return chip(phrase(key, language), "calm" if broker.is_connected else "bad")


def _backlog(lanes: Sequence[LanePulse], language: str) -> str:
    """Return whether more is waiting than is taken: the broker tells nobody how much."""
    pressed = [lane.lane for lane in lanes if lane.is_pressed]
    if not pressed:
        return phrase("health.broker.no_backlog", language)
    return phrase("health.broker.has_backlog", language).replace("{lanes}", ", ".join(pressed))


def _lanes(lanes: Sequence[LanePulse], language: str) -> Component:
    columns = [f"health.lanes.{name}" for name in ("name", "state", "lag", "heard")]
    return table(columns, [_lane_row(lane, language) for lane in lanes], language)


def _lane_row(lane: LanePulse, language: str) -> Row:
    is_well = lane.is_connected and lane.silent_s < _SILENT_S
    tone = "warn" if is_well and lane.is_pressed else "calm" if is_well else "bad"
    word = "pressed" if tone == "warn" else "well" if is_well else "lost"
    return Row(
        [
            f"{lane.worker} · {phrase(f'health.lane.{lane.lane}', language)}",
            chip(phrase(f"health.lane.is_{word}", language), tone),
            seconds(lane.lag_s, language),
            span(lane.silent_s, language),
        ],
        tone,
    )


def database_part(house: House | None, now: datetime, language: str) -> Component:
    """Return the database: engine, size, standbys, streams, loss and dead letters."""
    if house is None:
        return section("database", language, note("health.database.away", language, "bad"))
    database = house.database
    engine = f"PostgreSQL {database.server_version}"
    if database.timescaledb_version:
        engine += f" · TimescaleDB {database.timescaledb_version}"
    standbys = [
        f"{it.name}: {it.state} {it.sync_state} ({size(it.bytes_behind or 0, language)})".strip()
        for it in database.standbys
    ]
    pairs: list[tuple[str, Cell]] = [
        ("health.database.engine", engine),
        ("health.database.size", size(database.size_bytes, language)),
        ("health.database.standbys", "; ".join(standbys) or phrase("health.database.no_standby", language)),
        ("health.database.schema", _schema(house, language)),
        ("health.database.letters", _letters(house, language)),
        ("health.database.gaps", _gaps(house, language)),
        ("health.database.read", moment(house.at, now)),
    ]
    return section("database", language, facts(pairs, language), _streams(house, language))


def _schema(house: House, language: str) -> str:
    applied = house.database.applied
    if house.database.pending:
        return phrase("health.database.pending", language).replace(
            "{names}", ", ".join(house.database.pending)
        )
    return applied[-1].name if applied else "–"


def _letters(house: House, language: str) -> str:
    said = phrase("health.database.letters_said", language)
    if house.overflow.letters:
        said += " " + phrase("health.database.letters_dropped", language)
    return (
        said.replace("{n}", number(house.letters.letters, language))
        .replace("{size}", size(house.letters.bytes, language))
        .replace("{dropped}", number(house.overflow.letters, language))
    )


def _gaps(house: House, language: str) -> str:
    if not any(it.missing for it in house.database.gaps):
        return phrase("health.database.no_gaps", language)
    return "; ".join(
        f"{phrase(f'provenance.{it.provenance}', language)}: {number(it.missing, language)}"
        for it in house.database.gaps
    )


def _streams(house: House, language: str) -> Component:
    keep = {it.relation: it.keep_days for it in house.database.retention}
    columns = [f"health.streams.{name}" for name in ("name", "days", "size", "keep")]
    rows = [
        Row(
            [
                it.relation,
                number(it.days, language),
                size(it.bytes, language),
                number(keep.get(it.relation), language),
            ]
        )
        for it in sorted(house.database.streams, key=lambda it: -it.bytes)
    ]
    return table(columns, rows, language)


def jobs_part(house: House | None, now: datetime, language: str) -> Component:
    """Return the jobs that keep the database in order: how the last run went, when the next is due."""
    if house is None or not house.database.jobs:
        return section("jobs", language, note("health.jobs.none", language))
    columns = [f"health.jobs.{name}" for name in ("name", "last", "result", "next")]
    rows = [_job_row(job, now, language) for job in house.database.jobs]
    return section("jobs", language, table(columns, rows, language))


def _job_row(job: JobStatus, now: datetime, language: str) -> Row:
    is_late = job.next_run_at is not None and now - job.next_run_at > _JOB_LATE
    has_failed = job.last_run not in (None, "Success")
    tone = "bad" if has_failed else "warn" if is_late else "calm"
    result = "failed" if has_failed else "never" if job.last_success_at is None else "done"
    return Row(
        [
            job.name,
            moment(job.last_success_at, now),
            chip(phrase(f"health.job.{result}", language), tone),
            moment(job.next_run_at, now),
        ],
        tone,
    )
