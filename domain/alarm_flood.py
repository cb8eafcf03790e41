"""Alarm flood: more new alerts in a while than people can take; further ones are grouped."""

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta

from domain.rule_settings import FloodRule


class FloodWatch:
    """Counts new alerts lately, apart for what must not disturb each other (real, simulated, a drill)."""

    def __init__(self) -> None:
        self._opened: dict[Hashable, deque[datetime]] = {}

    def opened(self, stream: Hashable, at: datetime) -> None:
        """Take in a new alert."""
        self._opened.setdefault(stream, deque()).append(at)

    def is_flooded(self, stream: Hashable, at: datetime, rule: FloodRule) -> bool:
        """Tell whether one alert more would be a flood."""
        opened = self._opened.get(stream)
        if opened is None:
            return False
        oldest = at - timedelta(seconds=rule.within_s)
        while opened and opened[0] <= oldest:
            opened.popleft()
        return len(opened) >= rule.more_than
