"""What the broker took is in the database once, at the moments that fault trials do not hit by themselves.

What dies in the midst of a stream is in tests/integration/chaos.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psycopg

from ingest.broker import probe
from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest.scene import (
    WARD,
    a_flow,
    a_worker,
    an_event,
    eventually,
    on_wire,
    ready,
    rows,
    settings,
    value,
)
from tests.integration.mosquitto import Publisher

MANY = 3000


def test_a_worker_killed_between_store_and_acknowledgement_loses_nothing(
    dsn: str, broker: OwnMosquitto
) -> None:
    flows = [on_wire(a_flow(seq)) for seq in range(MANY)]
    with Publisher(broker, f"sim-{WARD}") as ward:
        with a_worker_process(dsn, broker) as worker:
            ready(ward, dsn)
            with a_held_up_table(dsn):
                # The worker now stands in its transaction, with messages it has not acknowledged.
                ward.publish_all(flows)
                eventually(lambda: is_waiting_for_the_lock(dsn))
                worker.kill()
                worker.wait(10)
        assert value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == 0
        with a_worker_process(dsn, broker):
            eventually(lambda: value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == MANY)
    assert value(dsn, "SELECT count(*) FROM dead_letter") == 0


def test_what_is_published_while_no_worker_runs_waits_in_the_broker(dsn: str, broker: OwnMosquitto) -> None:
    with Publisher(broker, f"sim-{WARD}") as ward:
        with a_worker(settings(dsn, broker)):
            ready(ward, dsn)
        ward.publish_all([on_wire(a_flow(seq)) for seq in range(MANY)])
        with a_worker(settings(dsn, broker)):
            eventually(lambda: value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == MANY)


def test_a_broker_stopped_and_started_loses_nothing(dsn: str, broker: OwnMosquitto) -> None:
    with Publisher(broker, f"sim-{WARD}") as ward:
        with a_worker(settings(dsn, broker)):
            ready(ward, dsn)
        ward.publish_all([on_wire(a_flow(seq)) for seq in range(500)])
    broker.stop()
    broker.start()
    with a_worker(settings(dsn, broker)):
        eventually(lambda: value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == 500)


def test_a_poison_message_is_buried_and_blocks_nobody(dsn: str, broker: OwnMosquitto) -> None:
    # A constraint of the database's own stands for whatever it may one day refuse.
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE event ADD CONSTRAINT no_poison CHECK (label <> 'poison')")
    events = [an_event(seq, label="poison" if seq == 137 else "fine") for seq in range(300)]
    with a_worker(settings(dsn, broker)), Publisher(broker, f"sim-{WARD}") as ward:
        ready(ward, dsn)
        ward.publish_all([on_wire(event) for event in events])
        eventually(lambda: value(dsn, "SELECT count(*) FROM event") == 299)
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
    assert "refused the data" in str(value(dsn, "SELECT reason FROM dead_letter WHERE readable"))


def test_two_workers_share_the_stream_and_store_each_message_once(dsn: str, broker: OwnMosquitto) -> None:
    first, second = (replace(settings(dsn, broker), slot=slot, workers=2) for slot in (0, 1))
    with a_worker(first), a_worker(second), Publisher(broker, f"sim-{WARD}") as ward:
        eventually(lambda: have_both_stored(ward, dsn))
        ward.publish_all([on_wire(a_flow(seq)) for seq in range(MANY)])
        eventually(lambda: value(dsn, "SELECT count(*) FROM flow WHERE camera_code = 'cam-1'") == MANY)
    assert value(dsn, "SELECT count(*) FROM dead_letter") == 0


def test_a_session_forgets_the_shared_subscriptions_of_more_workers(dsn: str, broker: OwnMosquitto) -> None:
    told = settings(dsn, broker)
    with Publisher(broker, f"sim-{WARD}") as ward:
        for workers in (2, 1, 2):
            with a_worker(replace(told, workers=workers)):
                ready(ward, dsn)
        with a_worker(told):
            ready(ward, dsn)
            ward.publish(*on_wire(an_event(1)))
            eventually(lambda: value(dsn, "SELECT count(*) FROM event") == 1)


def test_the_shipped_configuration_is_loss_proof(broker: OwnMosquitto) -> None:
    guarantees = probe(settings("", broker).broker)
    assert guarantees.is_loss_proof, guarantees.sentences()


def have_both_stored(ward: Publisher, dsn: str) -> bool:
    """Publish one more count, and tell whether both workers have opened their database connection."""
    ward.publish(*on_wire(a_flow(0, "cam-2")))
    workers = value(
        dsn,
        "SELECT count(DISTINCT application_name) FROM pg_stat_activity "
        "WHERE application_name LIKE 'test-ingest-%-facts' AND datname = current_database()",
    )
    return workers == 2


@contextlib.contextmanager
def a_worker_process(dsn: str, broker: OwnMosquitto) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker as a process of its own, and kill it at the end."""
    command = [sys.executable, "-m", "tests.integration.ingest.worker_main", dsn, str(broker.port), "0"]
    worker = subprocess.Popen(command)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(10)


@contextlib.contextmanager
def a_held_up_table(dsn: str) -> Iterator[None]:
    """Hold the table of counts, so that a worker that stores must wait."""
    with psycopg.connect(dsn) as connection:
        connection.execute("LOCK TABLE flow IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def is_waiting_for_the_lock(dsn: str) -> bool:
    """Tell whether a worker stands before a lock."""
    return bool(
        rows(
            dsn,
            "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'test-ingest%' "
            "AND wait_event_type = 'Lock'",
        )
    )
