"""Brings the figures up to date when a test wants it, as the jobs of each engine do by themselves."""

from datetime import datetime, timedelta

from db.connection import Connection
from db.maintenance import run_due
from tests.integration.db.conftest import Looking
from tests.integration.db.making import now
from tests.integration.postgres import Database

_FIGURES = ("flow_5m_sums", "flow_1h_sums", "event_1h_counts")


def refresh(database: Database, connection: Connection, look: Looking, at: datetime | None = None) -> None:
    """Let the jobs run now (on plain PostgreSQL: at `at`)."""
    if database.engine == "plain":
        run_due(connection, at or now())
        look.run("DELETE FROM maintenance_run WHERE task = 'roll-ups'")
        return
    for job in look.values(
        "SELECT job_id FROM timescaledb_information.jobs "
        "WHERE proc_name = 'policy_refresh_continuous_aggregate' ORDER BY hypertable_name DESC"
    ):
        look.run(f"CALL run_job({job})")


def refresh_as_of(database: Database, connection: Connection, look: Looking, at: datetime) -> None:
    """Bring the figures of the hours around `at` up to date as the jobs did at that time."""
    if database.engine == "plain":
        refresh(database, connection, look, at)
        return
    for figures in _FIGURES:
        look.run(
            "CALL refresh_continuous_aggregate(%(figures)s, %(first)s, %(last)s)",
            figures=figures,
            first=at - timedelta(hours=2),
            last=at + timedelta(hours=2),
        )
