"""What went through a lane, stage by stage: counted since its start, and told batch by batch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class SettledBatch:
    """One batch that was committed and acknowledged.

    `received` counts the broker's deliveries, `decoded` the messages in them (a delivery may be an array);
    `ignored` counts deliveries that are for nobody here.
    The lags are those of the batch's first message, from its clock to the commit; None when it had none.
    `dead_reasons` counts the dead letters by class of reason.
    """

    received: int
    decoded: int
    stored: int
    repeated: int
    dead: int
    dropped_keys: int
    commit_s: float
    ignored: int = 0
    received_lag_s: float | None = None
    observed_lag_s: float | None = None
    dead_reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Counts since the lane's start, and how things stood at its last batch.

    Written by the lane alone; any thread may read it, number by number. The counts only grow.
    `on_batch` is told of each batch; it must be quick.
    """

    received: int = 0
    decoded: int = 0
    stored: int = 0
    repeated: int = 0
    dead: int = 0
    dropped_keys: int = 0
    ignored: int = 0
    batches: int = 0
    commit_seconds: float = 0.0
    in_flight: int = 0
    last: SettledBatch | None = None
    on_batch: Callable[[SettledBatch], None] | None = None

    def add(self, batch: SettledBatch) -> None:
        """Count one batch."""
        self.received += batch.received
        self.decoded += batch.decoded
        self.stored += batch.stored
        self.repeated += batch.repeated
        self.dead += batch.dead
        self.dropped_keys += batch.dropped_keys
        self.ignored += batch.ignored
        self.batches += 1
        self.commit_seconds += batch.commit_s
        self.last = batch
        if self.on_batch is not None:
            self.on_batch(batch)

    def counts(self) -> dict[str, int]:
        """Return the counts as fields of a log line."""
        return {name: getattr(self, name) for name in _COUNTS}


_COUNTS = tuple(field.name for field in fields(Tally) if field.type is int and field.name != "in_flight")


def growth(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return by how much each count grew."""
    return {name: count - before.get(name, 0) for name, count in after.items()}
