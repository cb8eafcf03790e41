"""Handing an incident to others: to whom, what can become of the asking, and when it returns by itself."""

from datetime import timedelta
from enum import StrEnum

from domain.errors import DomainError

RETURNS_AFTER = timedelta(minutes=10)
"""What nobody has accepted or refused by then returns to who asked."""


class Party(StrEnum):
    """Who an incident can be handed to; `ward` is a ward's police post."""

    WARD = "ward"
    CSGT = "csgt"
    POLICE_113 = "113"
    FIRE_114 = "114"
    AMBULANCE_115 = "115"
    CITY_1022 = "1022"


class TransferState(StrEnum):
    """How a transfer stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class TransferAction(StrEnum):
    """What becomes of a transfer that was asked."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    RETURN = "return"
    WITHDRAW = "withdraw"


_AFTER = {
    TransferAction.ACCEPT: TransferState.ACCEPTED,
    TransferAction.REFUSE: TransferState.REFUSED,
    TransferAction.RETURN: TransferState.RETURNED,
    TransferAction.WITHDRAW: TransferState.WITHDRAWN,
}


class TransferRefusedError(DomainError):
    """The transfer cannot be answered so; the text says why."""


def transfer_step(state: TransferState, action: TransferAction, name: str, reason: str = "") -> TransferState:
    """Return what a transfer becomes: answered once, by name, and refused only with a reason."""
    if state is not TransferState.ASKED:
        raise TransferRefusedError(f"the transfer is {state} already")
    if not name.strip():
        raise TransferRefusedError("who answers a transfer says a name")
    if action is TransferAction.REFUSE and not reason.strip():
        raise TransferRefusedError("a refusal needs a reason")
    return _AFTER[action]
