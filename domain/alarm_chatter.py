"""Chattering: one alarm that opens and ends again and again is held open until it is calm."""

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from domain.rule_settings import ChatterRule

Key = TypeVar("Key", bound=Hashable)


class Chatter(Generic[Key]):
    """Counts the openings of each alarm, and holds back the end of one that chatters."""

    def __init__(self) -> None:
        self._openings: dict[Key, deque[datetime]] = {}
        self._chattering: dict[Key, datetime] = {}
        self._wants_end: set[Key] = set()

    def opened(self, key: Key, at: datetime, rule: ChatterRule) -> bool:
        """Take in an opening; return True when with it the alarm has begun to chatter."""
        openings = self._openings.setdefault(key, deque(maxlen=rule.times))
        openings.append(at)
        is_fast = len(openings) == rule.times and (at - openings[0]).total_seconds() <= rule.within_s
        if is_fast:
            self._chattering[key] = at
        return is_fast

    def stirred(self, key: Key, at: datetime) -> None:
        """Take in a sign of an alarm that is open: while it chatters, it is not calm."""
        if key in self._chattering:
            self._chattering[key] = at
            self._wants_end.discard(key)

    def holds_back(self, key: Key, at: datetime) -> bool:
        """Tell whether an alarm's end must wait; it is remembered then."""
        if key not in self._chattering:
            return False
        self._chattering[key] = at
        self._wants_end.add(key)
        return True

    def calmed(self, now: datetime, rule: ChatterRule) -> list[Key]:
        """Return the alarms that have been calm for long enough and whose end was held back."""
        limit = now - timedelta(seconds=rule.calm_s)
        over = [key for key, at in self._chattering.items() if at <= limit]
        ended = [key for key in over if key in self._wants_end]
        for key in over:
            del self._chattering[key]
            self._openings.pop(key, None)
            self._wants_end.discard(key)
        return ended

    def forget_before(self, moment: datetime) -> None:
        """Forget openings that no longer matter."""
        self._openings = {key: times for key, times in self._openings.items() if times[-1] >= moment}
