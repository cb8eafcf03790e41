"""What an act makes of an alert: the row's next values, decided apart from the database."""

from dataclasses import dataclass
from datetime import datetime

from db.rows import AlertRow
from domain.alerts import OPEN_STATES, AlertState, Transition


@dataclass(frozen=True, slots=True)
class NextValues:
    """The columns that an act changes."""

    state: AlertState
    owner_id: int | None
    owner_name: str | None
    acknowledged_at: datetime | None
    closed_at: datetime | None


def next_values(
    alert: AlertRow, step: Transition, at: datetime, account_id: int | None, name: str
) -> NextValues:
    """Return what becomes of `alert`: who acknowledges owns it, who lets go or reopens frees it."""
    closed_at = None if step.after in OPEN_STATES else at
    if step.after is AlertState.ACKNOWLEDGED:
        return NextValues(step.after, account_id, name, at, None)
    if step.after is AlertState.UNACKNOWLEDGED:
        return NextValues(step.after, None, None, None, None)
    return NextValues(step.after, alert.owner_id, alert.owner_name, alert.acknowledged_at, closed_at)
