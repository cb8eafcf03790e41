"""Frames: what a camera gives, whatever kind of camera it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Blue, green, red; rows by columns by 3."""

Gray = NDArray[np.uint8]
"""Brightness; rows by columns."""

Mask = NDArray[np.uint8]
"""255 where something is, 0 elsewhere; rows by columns."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture and when it was taken (UTC)."""

    picture: Picture
    taken_at: datetime


class FrameSource(Protocol):
    """Something that gives frames one after another."""

    @property
    def is_over(self) -> bool:
        """Tell whether no frame will ever come again, as at the end of a file."""
        ...

    def read(self, timeout_s: float) -> Frame | None:
        """Return the next frame, or None when none came in time."""
        ...

    def close(self) -> None:
        """Let go of the camera or file."""
        ...
