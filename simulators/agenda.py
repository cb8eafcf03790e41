"""What is to be done when: one queue for the whole district, in seconds of its life."""

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from domain.messages import Message


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and the ward whose gateway sends it."""

    ward_code: str
    message: Message


Action = Callable[[float], Iterable[Outgoing]]
"""Does what is due at the given second of life, and yields what is to be sent."""


class Agenda:
    """Actions in the order of their time; those with a period come back."""

    def __init__(self) -> None:
        self._order = itertools.count()
        self._heap: list[tuple[float, int, Action, float | None]] = []

    def once(self, at_s: float, action: Action) -> None:
        """Do `action` at one time."""
        heapq.heappush(self._heap, (at_s, next(self._order), action, None))

    def every(self, period_s: float, action: Action, *, first_s: float) -> None:
        """Do `action` from `first_s` on, each period."""
        heapq.heappush(self._heap, (first_s, next(self._order), action, period_s))

    def advance(self, until_s: float) -> Iterator[Outgoing]:
        """Do all that is due up to `until_s`, in order."""
        while self._heap and self._heap[0][0] <= until_s:
            at_s, _, action, period_s = heapq.heappop(self._heap)
            yield from action(at_s)
            if period_s is not None:
                self.every(period_s, action, first_s=at_s + period_s)
