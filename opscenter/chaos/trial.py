"""One trial: messages flow, a fault happens, and then every message is accounted for."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import Connection, connect
from db.errors import DatabaseError
from db.numbers import count_since, has_count, missing_by_now, numbers_since
from domain.roles import Person, Role
from opscenter.chaos.centre import Centre
from opscenter.chaos.console_view import differences, stored_state
from opscenter.chaos.faults import Fault
from opscenter.chaos.sender import Sender, Sent
from opscenter.errors import OpscenterError
from opscenter.proving.processes import wait_until

LEFT_OUT = 3
_BEFORE_S = 2.0
_SETTLE_S = 0.2
_RECOVERY_LIMIT_S = 180.0
_NOTHING_COMES_S = 10.0
_PERSON = Person(0, "chaos", "chaos", Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages of one trial.

    `lost` were acknowledged by the broker and are not in the database, `twice` are there more than once.
    Of the numbers that never came, `unseen` were not reported as gaps, `false_gaps` were and had come.
    `wrong_in_console` is what the console shows otherwise than the database has it, to the end.
    """

    title: str
    messages: int
    lost: int
    twice: int
    unseen: int
    false_gaps: int
    recovered_s: float
    wrong_in_console: int
    window: str | None


def run_trial(centre: Centre, fault: Fault, sender: Sender, seconds: float) -> Outcome:
    """Let `fault` happen for `seconds` in the midst of a stream, and return what became of it."""
    began = datetime.now(UTC)
    sender.begin(LEFT_OUT)
    time.sleep(_BEFORE_S)
    fault.act(centre, sender, seconds)
    recovered_s = _time_to_recover(centre, sender)
    sent = sender.end(_RECOVERY_LIMIT_S)
    with connect(centre.database.dsn, "opscenter-chaos") as connection:
        _wait_for_all(connection, began, len(sent.acknowledged))
        return _accounted(centre, fault, connection, sent, began=began, recovered_s=recovered_s)


def _accounted(
    centre: Centre, fault: Fault, connection: Connection, sent: Sent, *, began: datetime, recovered_s: float
) -> Outcome:
    """Hold what was sent against what was stored, reported and shown."""
    stored = numbers_since(connection, began)
    lost = sent.acknowledged - stored.keys()
    never_came = lost | sent.left_out
    time.sleep(_SETTLE_S)
    reported = missing_by_now(connection, began, datetime.now(UTC))
    return Outcome(
        title=fault.title,
        messages=len(sent.acknowledged),
        lost=len(lost),
        twice=sum(times - 1 for times in stored.values()),
        unseen=len(never_came - reported),
        false_gaps=len(reported - never_came),
        recovered_s=recovered_s,
        wrong_in_console=len(_lasting_differences(centre)),
        window=fault.window,
    )


def _time_to_recover(centre: Centre, sender: Sender) -> float:
    """Return the seconds until a message that is made now, and with it all before, is stored."""
    began = time.monotonic()
    mark = sender.newest

    def has_come() -> bool:
        try:
            with connect(centre.database.dsn, "opscenter-chaos") as connection:
                return has_count(connection, mark.source, mark.observed_at)
        except DatabaseError:
            return False

    wait_until(has_come, _RECOVERY_LIMIT_S, lambda: centre.workers[0].words[-2000:])
    return time.monotonic() - began


def _wait_for_all(connection: Connection, since: datetime, count: int) -> None:
    """Wait until `count` messages are stored, or nothing has come for a while."""
    stored, changed_at = -1, time.monotonic()
    while stored < count and time.monotonic() - changed_at < _NOTHING_COMES_S:
        now_stored = count_since(connection, since)
        if now_stored != stored:
            stored, changed_at = now_stored, time.monotonic()
        time.sleep(_SETTLE_S)


def _lasting_differences(centre: Centre) -> list[str]:
    """Return what the console goes on to show otherwise than the database has it."""
    found = ["the console gives no state"]

    def is_equal() -> bool:
        shown = centre.view.state()
        if shown is not None:
            found[:] = differences(shown, stored_state(centre.database.dsn, _PERSON))
        return not found

    try:
        wait_until(is_equal, _NOTHING_COMES_S)
    except OpscenterError:
        return found
    return []
