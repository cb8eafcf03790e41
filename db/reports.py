"""The rows that a report is made of: by the indexes in time and from figures, never from raw events."""

from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection
from db.sql import query
from domain.report_figures import IncidentFact, TakenFact, TenMinutes
from domain.reports import AlertCount, CameraQuarters, Facts, Span


@dataclass(frozen=True, slots=True)
class _Held:
    """For how long."""

    seconds: float


async def report_facts(connection: AsyncConnection, span: Span, now: datetime) -> Facts:
    """Return the facts of a span, all of one instant."""
    told = {"since": span.since, "until": span.until}
    async with connection.snapshot():
        held = await connection.row(query("reports", "held"), _Held, now=now, **told)
        return Facts(
            incidents=tuple(await connection.rows(query("reports", "incidents"), IncidentFact, **told)),
            alerts=tuple(await connection.rows(query("reports", "alerts"), AlertCount, **told)),
            ten_minutes=tuple(await connection.rows(query("reports", "ten_minutes"), TenMinutes, **told)),
            critical=tuple(await connection.rows(query("reports", "critical"), TakenFact, **told)),
            cameras=tuple(await connection.rows(query("reports", "cameras"), CameraQuarters, **told)),
            held_s=held.seconds if held else 0.0,
        )
