"""How soon a notice of changes is followed by a reading of them.

What a person waits for is read at once. What changes all the time (positions, states, readings) is
gathered, so that a steady stream of it costs no reading for each of its batches.
"""

from collections.abc import Sequence

AT_ONCE = ""
LATER = "later"
"""What a notice says of its changes: that somebody waits for them, or that they may be gathered."""

GATHER_S = 0.25
# A notice can come before its rows may be read (an older transaction is still running), and no other
# follows when they may: so it is followed by looks after these pauses.
_LOOKS_S = (0.0, 0.005, 0.02, 0.08, 0.3)


class ReadingPace:
    """Tells a reader when to read next; `now_s` is a clock that never goes back."""

    def __init__(self, idle_s: float) -> None:
        self._idle_s = idle_s
        self._looks_at: list[float] = []
        self._read_at = self._due_at = 0.0

    def begin_reading(self, now_s: float) -> None:
        """Note that a reading begins: it finds what may be read by now."""
        self._read_at, self._due_at = now_s, now_s + self._idle_s
        self._looks_at = [at for at in self._looks_at if at > now_s]

    def hear(self, notices: Sequence[str], now_s: float) -> None:
        """Take in what notices say."""
        if any(notice != LATER for notice in notices):
            self._looks_at = [now_s + pause_s for pause_s in _LOOKS_S]
        elif notices:
            self._due_at = min(self._due_at, self._read_at + GATHER_S)

    def wait_s(self, now_s: float) -> float:
        """Return how long to wait for a notice before the next reading; 0 when it is due."""
        return max(0.0, min([self._due_at, *self._looks_at]) - now_s)
