"""Messages on their way to the broker, on disk until it has them.

One file a message, named by its order: facts in one folder, pictures in another. When the room is
used up, the oldest pictures go first; only when none is left do the oldest facts go. Both are
counted and said in the log. A file is whole or not there: it is written aside and then renamed.
"""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec

from edge.errors import EdgeError
from edge.settings import SpoolSettings

_FACTS, _PICTURES = "facts", "pictures"

log = logging.getLogger(__name__)


class Parcel(msgspec.Struct, frozen=True):
    """One payload, where it goes, and whether the broker keeps it.

    `batch` is the topic on which it may go together with others of its kind; empty when it goes by itself.
    """

    topic: str
    payload: bytes
    is_retained: bool = False
    is_picture: bool = False
    batch: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """The name of a parcel in the spool; facts sort before pictures, then by age."""

    is_picture: bool
    number: int


class Spool:
    """A queue on disk that a restart finds again; every method may be called from any thread."""

    def __init__(self, settings: SpoolSettings) -> None:
        self._root = settings.folder
        self._max_bytes = settings.max_bytes
        self._lock = threading.Lock()
        self._sizes: dict[Slip, int] = {}
        self.dropped_pictures = 0
        self.dropped_facts = 0
        try:
            for name in (_FACTS, _PICTURES):
                (self._root / name).mkdir(parents=True, exist_ok=True)
            self._find_again()
        except OSError as error:
            raise EdgeError(f"the spool folder {self._root} cannot be used: {error.strerror}") from error
        self._next_number = 1 + max((slip.number for slip in self._sizes), default=0)
        self._bytes = sum(self._sizes.values())

    def __len__(self) -> int:
        """Return how many parcels wait."""
        return len(self._sizes)

    def put(self, parcel: Parcel) -> None:
        """Keep the parcel, at the cost of the oldest pictures and then the oldest facts if need be."""
        data = msgspec.msgpack.encode(parcel)
        with self._lock:
            slip = Slip(parcel.is_picture, self._next_number)
            self._next_number += 1
            self._make_room(len(data))
            try:
                self._write(slip, data)
            except OSError as error:
                self._count_lost(parcel.is_picture)
                log.warning("a message is lost: the spool cannot be written: %s", error.strerror)
                return
            self._sizes[slip] = len(data)
            self._bytes += len(data)

    def waiting(self, limit: int, besides: frozenset[Slip] = frozenset()) -> list[Slip]:
        """Return up to `limit` parcels that wait and are not `besides`, in the order they should go."""
        with self._lock:
            return sorted(slip for slip in self._sizes if slip not in besides)[:limit]

    def read(self, slip: Slip) -> Parcel | None:
        """Return the parcel, or None when it is gone or spoilt (and then it is forgotten)."""
        try:
            return msgspec.msgpack.decode(self._path(slip).read_bytes(), type=Parcel)
        except (OSError, msgspec.DecodeError):
            self.remove(slip)
            return None

    def remove(self, slip: Slip) -> None:
        """Forget the parcel: the broker has it."""
        with self._lock:
            self._forget(slip)

    def _find_again(self) -> None:
        for name, is_picture in ((_FACTS, False), (_PICTURES, True)):
            for path in (self._root / name).iterdir():
                if path.stem.isdecimal() and path.suffix == ".parcel":
                    self._sizes[Slip(is_picture, int(path.stem))] = path.stat().st_size
                else:
                    path.unlink()

    def _make_room(self, needed: int) -> None:
        while self._sizes and self._bytes + needed > self._max_bytes:
            # Pictures sort last, so the oldest picture is the least of the last group.
            oldest = min(self._sizes, key=lambda slip: (not slip.is_picture, slip.number))
            self._count_lost(oldest.is_picture)
            self._forget(oldest)

    def _count_lost(self, is_picture: bool) -> None:
        if is_picture:
            self.dropped_pictures += 1
        else:
            self.dropped_facts += 1
        lost = self.dropped_pictures + self.dropped_facts
        if lost & (lost - 1) == 0:  # said at 1, 2, 4, 8 … so that a long outage does not fill the log
            log.warning(
                "the spool is full: %d pictures and %d facts are lost so far",
                self.dropped_pictures,
                self.dropped_facts,
            )

    def _write(self, slip: Slip, data: bytes) -> None:
        path = self._path(slip)
        aside = path.with_suffix(".part")
        aside.write_bytes(data)
        aside.rename(path)

    def _forget(self, slip: Slip) -> None:
        self._bytes -= self._sizes.pop(slip, 0)
        self._path(slip).unlink(missing_ok=True)

    def _path(self, slip: Slip) -> Path:
        return self._root / (_PICTURES if slip.is_picture else _FACTS) / f"{slip.number:016d}.parcel"
