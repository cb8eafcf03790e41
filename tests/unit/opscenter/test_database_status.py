"""`opscenter db status` says in lines what a person asks of a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.gaps import OpenGaps
from db.migrate import Engine
from db.replication import Standby
from db.status import DatabaseStatus, JobStatus, StreamStatus
from opscenter.commands.database import status_lines

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
PLAIN = DatabaseStatus(
    where="127.0.0.1:5432/opscenter",
    engine=Engine.PLAIN,
    server_version="18.4",
    timescaledb_version=None,
    applied=(),
    pending=(),
    size_bytes=12_000_000,
)


def line(state: DatabaseStatus, beginning: str) -> str:
    """Return the one line that begins so."""
    (found,) = (it for it in status_lines(state) if it.startswith(beginning))
    return found


def test_engine_and_size_come_first() -> None:
    assert line(PLAIN, "engine") == "engine      plain (PostgreSQL 18.4)"
    assert line(PLAIN, "size").endswith("12.0 MB")


def test_a_stream_tells_its_days_and_how_many_are_compressed() -> None:
    stream = StreamStatus("flow", 5, 3, date(2026, 2, 25), date(2026, 3, 1), 1_000_000)
    assert "5 days, 3 compressed, 2026-02-25 to 2026-03-01" in line(
        replace(PLAIN, streams=(stream,)), "stream"
    )


def test_a_job_tells_when_it_ran_and_when_it_runs_next() -> None:
    job = JobStatus("roll-ups", "Success", NOW, NOW.replace(minute=1))
    said = line(replace(PLAIN, jobs=(job,)), "job")
    assert "last success 2026-03-01 08:00:00 UTC" in said
    assert "next 2026-03-01 08:01:00 UTC" in said


def test_what_never_came_is_told() -> None:
    gaps = OpenGaps("real", gaps=2, missing=7, read_until=NOW)
    assert "2 in real sources, 7 messages never came" in line(replace(PLAIN, gaps=(gaps,)), "gaps")


@pytest.mark.parametrize(
    ("sync_state", "said"), [("sync", "commits wait for it"), ("async", "commits do not wait for it")]
)
def test_a_standby_tells_whether_commits_wait_for_it(sync_state: str, said: str) -> None:
    follower = Standby("standby", "streaming", sync_state, 2_000_000, 0.4)
    assert f"streaming, {said}, 2.0 MB and 0.4 s behind" in line(
        replace(PLAIN, standbys=(follower,)), "standby"
    )


def test_a_standby_says_that_it_is_one() -> None:
    assert "follows another" in line(replace(PLAIN, is_standby=True), "standby")
