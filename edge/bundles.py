"""What goes out together: counts of a gateway's cameras in one payload, all else by itself; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from edge.spool import Parcel, Slip

_MOST_MESSAGES = 500
_MOST_BYTES = 256 * 1024


@dataclass(slots=True)
class Bundle:
    """Parcels that travel as one payload."""

    slips: list[Slip] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    size: int = 0

    def add(self, slip: Slip, parcel: Parcel) -> None:
        """Take a parcel in."""
        self.slips.append(slip)
        self.parcels.append(parcel)
        self.size += len(parcel.payload)

    @property
    def is_full(self) -> bool:
        """Tell whether no more should travel with it."""
        return len(self.slips) >= _MOST_MESSAGES or self.size >= _MOST_BYTES

    def whole(self) -> Parcel:
        """Return what is published: the parcel itself, or an array of several on their gateway's topic."""
        if len(self.parcels) == 1:
            return self.parcels[0]
        payload = b"[" + b",".join([parcel.payload for parcel in self.parcels]) + b"]"
        return Parcel(self.parcels[0].batch, payload)


def bundles(waiting: Iterable[tuple[Slip, Parcel]], room: int, *, are_counts_due: bool) -> list[Bundle]:
    """Return at most `room` bundles, in the order of their first parcels.

    `waiting` is read no further than needed. Counts that are not due wait for more; nothing waits for them.
    """
    made: list[Bundle] = []
    open_for: dict[str, Bundle] = {}
    for slip, parcel in _due(waiting, are_counts_due):
        bundle = open_for.get(parcel.batch)
        if bundle is None or bundle.is_full:
            if len(made) == room:
                break
            bundle = Bundle()
            made.append(bundle)
        if parcel.batch:
            open_for[parcel.batch] = bundle
        bundle.add(slip, parcel)
    return made


def _due(waiting: Iterable[tuple[Slip, Parcel]], are_counts_due: bool) -> Iterator[tuple[Slip, Parcel]]:
    return ((slip, parcel) for slip, parcel in waiting if are_counts_due or not parcel.batch)
