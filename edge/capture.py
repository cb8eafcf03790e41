"""Frames from files and network cameras: the one place that opens a cv2.VideoCapture."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

from edge.errors import FramesUnavailableError
from edge.frames import Frame

_OPEN_TIMEOUT_MS = 5_000
_READ_TIMEOUT_MS = 5_000
_RETRY_FIRST_S = 1.0
_RETRY_MOST_S = 30.0
_USUAL_FRAMES_PER_S = 25.0

log = logging.getLogger(__name__)


class FileFrames:
    """Frames of a video file, at the file's own pace; `frames_per_s` thins them out.

    With `is_paced` false they come as fast as they are asked for. Times run from `started_at`.
    """

    def __init__(
        self,
        path: Path,
        *,
        started_at: datetime,
        frames_per_s: float,
        repeats: bool = False,
        is_paced: bool = True,
    ) -> None:
        if not path.is_file():
            raise FramesUnavailableError(f"the video file {path} is not there")
        self._path = path
        self._video = self._opened()
        file_rate = self._video.get(cv2.CAP_PROP_FPS)
        self._file_rate = file_rate if 0 < file_rate < 1_000 else _USUAL_FRAMES_PER_S
        self._step = max(1, round(self._file_rate / frames_per_s))
        self._started_at = started_at
        self._started_s = time.monotonic()
        self._repeats = repeats
        self._is_paced = is_paced
        self._index = 0
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """Tell whether the file has been read to its end, and does not repeat."""
        return self._is_over

    def read(self, timeout_s: float) -> Frame | None:
        """Return the next frame when it is due; a wait longer than `timeout_s` gives None."""
        age_s = self._index / self._file_rate
        if self._is_paced:
            wait_s = self._started_s + age_s - time.monotonic()
            time.sleep(max(0.0, min(wait_s, timeout_s)))
            if wait_s > timeout_s:
                return None
        is_read, picture = self._next_picture()
        if not is_read:
            return None
        return Frame(picture, self._started_at + timedelta(seconds=age_s))

    def close(self) -> None:
        """Close the file."""
        self._video.release()

    def _next_picture(self) -> tuple[bool, np.ndarray]:
        is_read, picture = self._video.read()
        if not is_read and self._repeats and self._index > 0:
            self._video.release()
            self._video = self._opened()
            is_read, picture = self._video.read()
        if not is_read:
            self._is_over = True
            return False, np.empty(0, np.uint8)
        for _ in range(self._step - 1):
            self._video.grab()
        self._index += self._step
        return True, picture

    def _opened(self) -> cv2.VideoCapture:
        video = cv2.VideoCapture(str(self._path))
        if not video.isOpened():
            raise FramesUnavailableError(f"the video file {self._path} cannot be read: is it a video?")
        return video


class StreamFrames:
    """Frames of a network camera; only the newest is held, so a slow reader sees the present.

    A thread of its own reads, gives up on a camera that is silent for 5 s, and connects again
    after 1, 2, 4 … 30 s.
    """

    def __init__(self, address: str, *, frames_per_s: float) -> None:
        self._address = address
        self._interval_s = 1.0 / frames_per_s
        self._newest: Frame | None = None
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_reading, name="frames", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Tell that a network camera may always come back."""
        return False

    def read(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not yet given, or None when none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None, timeout_s)
            frame, self._newest = self._newest, None
            return frame

    def close(self) -> None:
        """Stop reading; the thread ends within the read timeout."""
        self._stopping.set()
        self._thread.join(_READ_TIMEOUT_MS / 1000 + 1)

    def _keep_reading(self) -> None:
        retry_s = _RETRY_FIRST_S
        while not self._stopping.is_set():
            if self._read_until_lost():
                retry_s = _RETRY_FIRST_S
            if self._stopping.wait(retry_s):
                return
            retry_s = min(retry_s * 2, _RETRY_MOST_S)

    def _read_until_lost(self) -> bool:
        """Read one connection to its end; tell whether it gave any frame."""
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            _OPEN_TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            _READ_TIMEOUT_MS,
        ]
        video = cv2.VideoCapture(self._address, cv2.CAP_FFMPEG, limits)
        has_read = False
        next_s = 0.0
        try:
            # grab() empties the camera's buffer at its own pace; only what is due is decoded.
            while not self._stopping.is_set() and video.grab():
                has_read = True
                if time.monotonic() >= next_s:
                    next_s = time.monotonic() + self._interval_s
                    self._offer(video)
        finally:
            video.release()
        if not self._stopping.is_set():
            log.warning("the camera's stream is lost or not there, trying again")
        return has_read

    def _offer(self, video: cv2.VideoCapture) -> None:
        is_read, picture = video.retrieve()
        if not is_read:
            return
        with self._changed:
            self._newest = Frame(np.asarray(picture, np.uint8), datetime.now(UTC))
            self._changed.notify_all()
