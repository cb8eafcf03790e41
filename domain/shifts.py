"""The shifts of the operations room and its seats: when a shift changes, which seat a ward belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from domain.errors import DomainError

USUAL_CHANGES = (time(6), time(14), time(22))
"""Three shifts a day, by local time, where nothing else is set."""


class ShiftHoursError(DomainError):
    """The hours of the shifts cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift, from its beginning to its end, in UTC."""

    began: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk of the room: the wards whose alerts and incidents are proposed to whoever holds it."""

    code: str
    name: str
    ward_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat as it stands: who holds it since when; `holding_id` names that holding, None for nobody."""

    code: str
    name: str
    ward_codes: tuple[str, ...]
    holding_id: int | None = None
    account_id: int | None = None
    by_name: str | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call when everything else is down; a phone of no digits is one that nobody wrote down yet."""

    name: str
    phone: str


def shift_changes(text: str) -> tuple[time, ...]:
    """Return the hours at which shifts change, written as `06:00,14:00,22:00`.

    Raises ShiftHoursError when one cannot be read or stands twice.
    """
    try:
        found = sorted(time.fromisoformat(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise ShiftHoursError(f"{text!r} must be hours such as 06:00,14:00,22:00") from error
    if len(set(found)) < len(found) or any(it.tzinfo is not None for it in found):
        raise ShiftHoursError(f"{text!r} must be hours of the day, each once")
    return tuple(found)


def shift_at(now: datetime, changes: Sequence[time], zone: tzinfo) -> Shift:
    """Return the shift that is on duty at `now`; one that begins at `now` is on duty already."""
    local = now.astimezone(zone)
    days = [local.date() + timedelta(days=day) for day in (-1, 0, 1)]
    moments = sorted(datetime.combine(day, change, zone) for day in days for change in changes)
    began = max(moment for moment in moments if moment <= local)
    ends = min(moment for moment in moments if moment > local)
    return Shift(began.astimezone(UTC), ends.astimezone(UTC))


def proposed_owner(ward_code: str, seats: Iterable[HeldSeat]) -> HeldSeat | None:
    """Return the held seat that a ward's new incident is proposed to; None when nobody sits there."""
    return next(
        (seat for seat in seats if ward_code in seat.ward_codes and seat.account_id is not None), None
    )
