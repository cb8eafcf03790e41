"""What can go wrong with the database, in words that tell the person what to do."""

from datetime import datetime


class DatabaseError(Exception):
    """Something the database did not do; the one base class of this room."""


class DatabaseUnavailable(DatabaseError):  # noqa: N818 - reads as what happened
    """The database does not answer, is full or gave way to another: the same work may be tried again."""


class DataRefused(DatabaseError):  # noqa: N818 - reads as what happened
    """The database refused the data itself: trying the same again will not help."""


class AlreadyThere(DataRefused):
    """A unique key is taken."""


class MigrationError(DatabaseError):
    """The schema cannot be brought to this program's state; the text says why and what to do."""


class FeedLost(DatabaseError):  # noqa: N818 - reads as what happened
    """A reader's position is gone (pruned, or from another database): take a fresh picture first."""


class AlertNotFound(DatabaseError):  # noqa: N818 - reads as what happened
    """There is no such alert."""


class AlertConflict(DatabaseError):  # noqa: N818 - reads as what happened
    """Somebody was faster: names who did what, and when."""

    def __init__(self, by_name: str, action: str, at: datetime) -> None:
        super().__init__(f"{by_name} was faster ({action}): look at the alert again before acting")
        self.by_name = by_name
        self.action = action
        self.at = at


class IncidentNotFound(DatabaseError):  # noqa: N818 - reads as what happened
    """There is no such incident."""


class IncidentConflict(DatabaseError):  # noqa: N818 - reads as what happened
    """Somebody was faster with an incident: names who did what, and when."""

    def __init__(self, by_name: str, action: str, at: datetime) -> None:
        super().__init__(f"{by_name} was faster ({action}): look at the incident again before acting")
        self.by_name = by_name
        self.action = action
        self.at = at


class PlaceTaken(DatabaseError):  # noqa: N818 - reads as what happened
    """The alert cannot be opened again: another one of its kind is open at its place."""


class PastUnknown(DatabaseError):  # noqa: N818 - reads as what happened
    """A moment from which nothing is kept (any more); names the oldest that is."""

    def __init__(self, oldest_at: datetime | None) -> None:
        super().__init__(f"nothing is kept from that moment; the oldest is {oldest_at}")
        self.oldest_at = oldest_at


class RuleVersionMissing(DatabaseError):  # noqa: N818 - reads as what happened
    """There is no such version of the rules' settings, no such planned work and no such finding."""


class RuleVersionUntried(DatabaseError):  # noqa: N818 - reads as what happened
    """A version of the rules' settings goes live only after it was tried against the last 24 hours."""
