"""A standby takes over by one command: nothing acknowledged is lost, and everybody finds the new primary.

The story is told once: two servers, commits that wait for the standby, messages flowing, the first server
killed, the second promoted. The tests look at what became of it.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.connection import open_pool
from db.feed import listen
from db.migrate import migrate
from db.replication import wait_for_standby
from db.sql import Query
from db.status import status
from opscenter.embedded_broker import find_mosquitto
from opscenter.errors import OpscenterError
from opscenter.ports import free_port
from opscenter.proving.broker import own_mosquitto
from opscenter.proving.homes import temporary_home
from opscenter.proving.server import QUICK, PrivateServer, plain_server
from opscenter.standby import StandbyPlan, make_standby, promote_standby
from tests.integration.ingest.scene import (
    WARD,
    a_flow,
    a_worker,
    eventually,
    on_wire,
    ready,
    register,
    settings,
    value,
)
from tests.integration.mosquitto import NO_MOSQUITTO, Publisher

MANY = 4000
STORED = "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'"


@dataclass
class Story:
    """What was seen on the way."""

    dsn: str = ""
    refused_while_alive: str = ""
    seen_while_following: str = ""
    committed_at_the_kill: int = 0
    came_after: int = 0
    words: list[str] = field(default_factory=list)


def both(first: PrivateServer, port: int) -> str:
    """Return the address that services are given: both hosts, whoever takes writes."""
    parts = conninfo_to_dict(first.dsn)
    return make_conninfo(
        "",
        **{
            **parts,
            "host": "127.0.0.1,127.0.0.1",
            "port": f"{first.port},{port}",
            "target_session_attrs": "read-write",
        },
    )


def opscenter(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would."""
    command = [sys.executable, "-P", "-m", "opscenter", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings())


def surroundings() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "200"}


@contextlib.contextmanager
def running_standby(folder: Path, dsn: str) -> Iterator[None]:
    """Run the standby by its command, and end it."""
    command = [sys.executable, "-P", "-m", "opscenter", "standby", "run", "--folder", str(folder)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        eventually(lambda: answers(dsn))
        yield
    finally:
        process.send_signal(2)
        process.wait(60)


def answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with plain_server(QUICK) as first, temporary_home() as home:
        home.path.chmod(0o711)
        migrate(first.dsn)
        register(first.dsn)
        port = free_port()
        alone = first.dsn.replace(f"port={first.port}", f"port={port}")
        told = Story(dsn=both(first, port))
        folder = home.path / "standby"
        make_standby(first.dsn, StandbyPlan(folder, port))
        with running_standby(folder, alone):
            tell(told, first)
            yield told


def tell(told: Story, first: PrivateServer) -> None:
    """Let messages flow, kill the first server in their midst, and promote the second."""
    eventually(
        lambda: value(first.dsn, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1
    )
    wait_for_standby(first.dsn, "standby")
    eventually(lambda: value(first.dsn, "SELECT sync_state FROM pg_stat_replication") == "sync")
    told.seen_while_following = str(status(first.dsn).standbys)
    with pytest.raises(OpscenterError) as refused:
        promote_standby(told.dsn)
    told.refused_while_alive = str(refused.value)
    flows = [on_wire(a_flow(seq)) for seq in range(MANY)]
    with (
        own_mosquitto() as broker,
        a_worker(settings(told.dsn, broker)),
        Publisher(broker, f"sim-{WARD}") as ward,
    ):
        ready(ward, told.dsn)
        flowing = threading.Thread(target=ward.publish_all, args=(flows,))
        flowing.start()
        eventually(lambda: value(first.dsn, STORED) != 0)
        told.committed_at_the_kill = int(str(value(first.dsn, STORED)))
        first.kill()
        promoted = opscenter("standby", "promote", "--database-url", told.dsn)
        assert promoted.returncode == 0, promoted.stderr
        told.words = promoted.stdout.splitlines()
        flowing.join(60)
        eventually(lambda: value(told.dsn, STORED) == MANY)
    told.came_after = int(str(value(told.dsn, STORED)))


def test_nothing_acknowledged_is_lost_when_commits_wait_for_the_standby(story: Story) -> None:
    assert 0 < story.committed_at_the_kill < MANY
    assert story.came_after == MANY
    assert value(story.dsn, "SELECT count(*) FROM dead_letter") == 0


def test_a_standby_is_not_promoted_while_the_primary_takes_writes(story: Story) -> None:
    assert "still takes writes" in story.refused_while_alive


def test_the_status_shows_who_follows_and_that_commits_wait(story: Story) -> None:
    assert "name='standby'" in story.seen_while_following
    assert "sync_state='sync'" in story.seen_while_following


def test_the_new_primary_waits_for_no_standby(story: Story) -> None:
    assert value(story.dsn, "SHOW synchronous_standby_names") == ""
    assert "is the primary now" in story.words[0]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_the_consoles_pool_and_its_feed_find_the_new_primary(story: Story) -> None:
    async with open_pool(story.dsn, "test", 1, 2) as pool, pool.connection(30.0) as connection:
        is_standby = await connection.run(Query("is_standby", "", "SELECT 1 WHERE pg_is_in_recovery()"))
        assert is_standby == 0
    feed = listen(story.dsn)
    await anext(feed)
    await feed.aclose()
