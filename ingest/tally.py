"""Counts of what went through a lane, logged now and then."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """How many messages and what became of them since the last report."""

    received: int = 0
    stored: int = 0
    repeated: int = 0
    dead: int = 0
    dropped_keys: int = 0
    batches: int = 0

    def add(self, received: int, stored: int, repeated: int, dead: int, dropped_keys: int) -> None:
        """Count one batch."""
        self.received += received
        self.stored += stored
        self.repeated += repeated
        self.dead += dead
        self.dropped_keys += dropped_keys
        self.batches += 1

    def fields(self) -> dict[str, int]:
        """Return the counts as fields of a log line."""
        return {
            "received": self.received,
            "stored": self.stored,
            "repeated": self.repeated,
            "dead": self.dead,
            "dropped_keys": self.dropped_keys,
            "batches": self.batches,
        }
