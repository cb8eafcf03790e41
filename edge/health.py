"""A camera's health, seen in its own pictures: covered, moved, frozen, or good.

`moved` is against the view the agent saw first; it stays until the camera is put back, or the
agent is started again and takes the new view for the right one.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from domain.messages import CameraState
from edge.frames import Gray
from edge.settings import HealthLimits

_LOOK_EVERY_S = 0.5
_REFERENCE_FRAMES = 12
_NOISE_STRENGTH = 10.0
_CLEAR_STRENGTH = 80.0


@dataclass(frozen=True, slots=True)
class ViewMatch:
    """How far a view is shifted against another (share of the width), and how well both match (0..1)."""

    shift_share: float
    match: float


def contrast(gray: Gray) -> float:
    """Return the standard deviation of the brightness."""
    return float(cv2.meanStdDev(gray)[1][0, 0])


def entropy_bits(gray: Gray) -> float:
    """Return how much the brightness of a pixel tells, 0 for one grey to 8 bits."""
    counts = np.bincount(gray.ravel(), minlength=256)
    shares = counts[counts > 0] / gray.size
    return float(-(shares * np.log2(shares)).sum())


def is_obscured(gray: Gray, limits: HealthLimits) -> bool:
    """Tell whether the picture shows next to nothing: all of one brightness."""
    return contrast(gray) < limits.lowest_contrast or entropy_bits(gray) < limits.lowest_entropy_bits


def match_views(outlines: np.ndarray, reference: np.ndarray) -> ViewMatch:
    """Return the shift between two pictures' outlines by phase correlation."""
    rows, columns = reference.shape
    window = cv2.createHanningWindow((columns, rows), cv2.CV_32F)
    # OpenCV multiplies the window into its arguments when they need no padding: give it copies.
    (across, down), response = cv2.phaseCorrelate(reference.copy(), outlines.copy(), window)
    return ViewMatch(math.hypot(across, down) / columns, float(response))


def outlines_of(gray: Gray) -> np.ndarray:
    """Return the strength of edges: where they are stays the same by day and by night."""
    smooth = cv2.GaussianBlur(gray, (5, 5), 0)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength = cv2.magnitude(across, down) - _NOISE_STRENGTH
    return np.asarray(np.clip(strength, 0.0, _CLEAR_STRENGTH), np.float32)


class HealthWatch:
    """Turns frames, and their absence, into the state of one camera; a state must hold to count."""

    def __init__(self, limits: HealthLimits, started_s: float) -> None:
        self._limits = limits
        self._state = CameraState.ONLINE
        self._candidate = CameraState.ONLINE
        self._candidate_since_s = started_s
        self._last_frame_s = started_s
        self._reference: np.ndarray | None = None
        self._reference_frames = 0
        self._last: Gray | None = None
        self._same_since_s = started_s
        self._looked_s = -math.inf

    @property
    def state(self) -> CameraState:
        """Return the state that holds now."""
        return self._state

    def see(self, gray: Gray, at_s: float) -> CameraState:
        """Take the frame at `at_s`; return the state that holds."""
        self._last_frame_s = at_s
        if self._last is None or not np.array_equal(gray, self._last):
            self._last, self._same_since_s = gray, at_s
        if at_s - self._looked_s < _LOOK_EVERY_S:
            return self._state
        self._looked_s = at_s
        return self._hold(self._look(gray, at_s), at_s, self._limits.hold_s)

    def miss(self, at_s: float) -> CameraState:
        """Take note that no frame has come; return the state that holds."""
        if at_s - self._last_frame_s < self._limits.offline_after_s:
            return self._state
        return self._hold(CameraState.OFFLINE, at_s, 0.0)

    def _look(self, gray: Gray, at_s: float) -> CameraState:
        if at_s - self._same_since_s >= self._limits.frozen_after_s:
            return CameraState.OFFLINE
        if is_obscured(gray, self._limits):
            return CameraState.OBSCURED
        outlines = outlines_of(gray)
        if self._reference is not None and self._reference.shape != outlines.shape:
            self._reference, self._reference_frames = None, 0
        if self._reference is None or self._reference_frames < _REFERENCE_FRAMES:
            self._learn(outlines)
            return CameraState.ONLINE
        return CameraState.MOVED if self._is_moved(outlines) else CameraState.ONLINE

    def _learn(self, outlines: np.ndarray) -> None:
        """Make the reference of the mean of the first good frames, so that traffic fades from it."""
        self._reference_frames += 1
        if self._reference is None:
            self._reference = outlines
        else:
            self._reference = self._reference + (outlines - self._reference) / self._reference_frames

    def _is_moved(self, outlines: np.ndarray) -> bool:
        if self._reference is None:
            return False
        view = match_views(outlines, self._reference)
        return view.shift_share > self._limits.largest_shift_share or view.match < self._limits.lowest_match

    def _hold(self, seen: CameraState, at_s: float, hold_s: float) -> CameraState:
        if seen is not self._candidate:
            self._candidate, self._candidate_since_s = seen, at_s
        if at_s - self._candidate_since_s >= hold_s:
            self._state = self._candidate
        return self._state
