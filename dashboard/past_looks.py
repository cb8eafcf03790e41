"""Who is looking into the past: a look begins with the first question and lasts while others follow."""

import time
from collections import OrderedDict
from collections.abc import Callable

_LASTS_S = 600.0
_MOST = 5000


class PastLooks:
    """The looks that go on, by the session's token, the one that asked last at the end."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._asked_s: OrderedDict[str, float] = OrderedDict()

    def begins(self, token: str) -> bool:
        """Note a question; tell whether it begins a look, rather than going on with one."""
        now_s = self._clock_s()
        before_s = self._asked_s.pop(token, None)
        self._asked_s[token] = now_s
        if len(self._asked_s) > _MOST:
            self._asked_s.popitem(last=False)
        return before_s is None or now_s - before_s > _LASTS_S

    def forget(self, token: str) -> None:
        """Let the next question begin a look."""
        self._asked_s.pop(token, None)
