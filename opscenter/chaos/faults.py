"""The faults: each says what it does to a running centre, for how long, and leaves everything running."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from opscenter.chaos.centre import Centre
from opscenter.chaos.sender import Sender
from opscenter.chaos.small_disk import fill_disk, free_disk, needs_start

Act = Callable[[Centre, Sender, float], None]
_SUPERVISOR_WAITS_S = 1.0
_CLOCK_JUMP = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its name on the command line.

    `window` names the figure of what is lost where loss is in its nature: what a killed broker had not saved,
    and what a broker takes before its sharing workers are back (mosquitto saves no shared subscription).
    """

    name: str
    title: str
    act: Act
    workers: int = 1
    window: str | None = None
    needs_own_server: bool = False
    on_small_disk: bool = False


def _kill_worker(centre: Centre, _: Sender, seconds: float) -> None:
    for _round in range(max(1, round(seconds / 10))):
        centre.workers[0].kill()
        time.sleep(_SUPERVISOR_WAITS_S)
        centre.workers[0].start()
        time.sleep(_SUPERVISOR_WAITS_S)


def _kill_database(centre: Centre, _: Sender, seconds: float) -> None:
    if centre.database.server is not None:
        centre.database.server.kill()
    time.sleep(seconds)
    centre.restart_database()


def _stop_broker(centre: Centre, _: Sender, seconds: float) -> None:
    centre.broker.stop()
    time.sleep(seconds)
    centre.broker.start()


def _kill_broker(centre: Centre, _: Sender, seconds: float) -> None:
    centre.broker.kill()
    time.sleep(seconds)
    centre.broker.start()


def _cut_broker(centre: Centre, _: Sender, seconds: float) -> None:
    centre.broker_cable.cut()
    time.sleep(seconds)
    centre.broker_cable.mend()


def _cut_database(centre: Centre, _: Sender, seconds: float) -> None:
    if centre.database_cable is not None:
        centre.database_cable.cut()
        time.sleep(seconds)
        centre.database_cable.mend()


def _kill_broker_holding(centre: Centre, _: Sender, seconds: float) -> None:
    """Kill the broker while the database is away and all that comes is in the broker's hands."""
    if centre.database_cable is not None:
        centre.database_cable.cut()
        time.sleep(seconds)
        centre.broker.kill()
        centre.database_cable.mend()
        centre.broker.start()


def _fill_database_disk(centre: Centre, _: Sender, seconds: float) -> None:
    server = centre.database.server
    if server is not None:
        fill_disk(server)
        time.sleep(seconds)
        free_disk(server)
        if needs_start(server):
            server.stop()
            centre.restart_database()


def _kill_one_of_two(centre: Centre, _: Sender, seconds: float) -> None:
    time.sleep(seconds / 2)
    centre.workers[1].kill()
    time.sleep(seconds / 2)
    centre.workers[1].start()


def _let_clock_jump(_: Centre, sender: Sender, seconds: float) -> None:
    for ahead in (_CLOCK_JUMP, timedelta(0), -_CLOCK_JUMP, timedelta(0)):
        sender.clock_ahead = ahead
        time.sleep(seconds / 4)


FAULTS: tuple[Fault, ...] = (
    Fault("worker", "a worker is killed and comes back", _kill_worker),
    Fault("database", "the database is killed and comes back", _kill_database, needs_own_server=True),
    Fault("broker-stop", "the broker is stopped and started", _stop_broker),
    Fault("cut-broker", "no connection from worker to broker", _cut_broker),
    Fault("cut-database", "no connection from worker to database", _cut_database, needs_own_server=True),
    Fault("clock", "the cameras' clocks jump 40 min ahead, back, 40 min behind, back", _let_clock_jump),
    Fault(
        "disk", "the database's disk is full", _fill_database_disk, needs_own_server=True, on_small_disk=True
    ),
    Fault("two-workers", "two workers, one is killed and comes back", _kill_one_of_two, workers=2),
    Fault(
        "broker-stop-shared",
        "two workers, the broker is stopped and started",
        _stop_broker,
        workers=2,
        window="chaos.sharing_window",
    ),
    Fault("broker-kill", "the broker is killed and comes back", _kill_broker, window="chaos.broker_window"),
    Fault(
        "broker-kill-holding",
        "the broker is killed while it holds what comes",
        _kill_broker_holding,
        window="chaos.broker_window",
        needs_own_server=True,
    ),
)
