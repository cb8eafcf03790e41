"""What an act makes of an alert: the row's next values, decided apart from the database."""

from dataclasses import dataclass, replace
from datetime import datetime

from db.rows import AlertRow
from domain.alerts import LONGEST_SHELF, AlertState, Transition


@dataclass(frozen=True, slots=True)
class NextValues:
    """The columns that an act changes; what is not on the shelf says nothing of one."""

    state: AlertState
    owner_id: int | None = None
    owner_name: str | None = None
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
    shelved_until: datetime | None = None
    shelved_by: str | None = None
    shelved_reason: str | None = None


def next_values(
    alert: AlertRow,
    step: Transition,
    at: datetime,
    account_id: int | None,
    name: str,
    *,
    shelved_until: datetime | None = None,
) -> NextValues:
    """Return what becomes of `alert`: who acknowledges owns it, who lets go or reopens frees it.

    What is shelved keeps its owner and comes back at `shelved_until`, after LONGEST_SHELF when none is given.
    """
    if step.after is AlertState.ACKNOWLEDGED:
        return NextValues(step.after, account_id, name, at)
    if step.after is AlertState.UNACKNOWLEDGED:
        return NextValues(step.after)
    kept = NextValues(step.after, alert.owner_id, alert.owner_name, alert.acknowledged_at)
    if step.after is AlertState.SHELVED:
        until = min(shelved_until or at + LONGEST_SHELF, at + LONGEST_SHELF)
        return replace(kept, shelved_until=until, shelved_by=name, shelved_reason=step.reason)
    return replace(kept, closed_at=at)
