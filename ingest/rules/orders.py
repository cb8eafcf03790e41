"""Units' answers move their incidents; what nobody answers or takes over is noted by the clock."""

import logging
from collections.abc import Sequence
from datetime import datetime

from db.changes import Change
from db.connection import Connection
from db.errors import DataRefused
from db.order_answers import flag_late_orders, follow_answer, return_transfers
from db.rows import CommandRow

log = logging.getLogger(__name__)


def follow_orders(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    """Let the answers among these changes be told in their incidents; in the reader's own transaction."""
    for change in changes:
        row = change.row
        if not isinstance(row, CommandRow) or row.answer is None or row.incident_id is None:
            continue
        try:
            with connection.transaction():
                follow_answer(connection, row, now)
        except DataRefused as error:
            log.error("the database refused what a unit answered: %s", error)  # noqa: TRY400


def look_at_orders(connection: Connection, now: datetime) -> None:
    """Flag who has not answered in time, and let return what nobody has taken over."""
    late = flag_late_orders(connection, now)
    if late:
        log.info("units have not answered in time", extra={"orders": late})
    returned = return_transfers(connection, now)
    if returned:
        log.info("transfers returned without an answer", extra={"transfers": returned})
