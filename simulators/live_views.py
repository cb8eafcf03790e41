"""Answers requests for live pictures in a thread of its own, so that painting holds up no message."""

import contextlib
import hashlib
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from domain.identifiers import uuid7
from domain.messages import LivePictureTaken, Provenance
from simulators.gateway import Gateway
from simulators.painter.live import LivePainter
from simulators.painter.scene import HEIGHT, WIDTH
from simulators.watching import LiveView

_MOST_WAITING = 64
_WORTHLESS_AFTER_S = 2.0
_STOP_LIMIT_S = 5.0
_LOOK_S = 0.5

log = logging.getLogger(__name__)


class LiveViews:
    """Paints what is asked for and sends it; what waited too long is dropped, for it is asked again."""

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways
        self._painter = LivePainter()
        self._sent: Counter[str] = Counter()
        self._waiting: queue.Queue[tuple[float, LiveView]] = queue.Queue(_MOST_WAITING)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_painting, name="live-views", daemon=True)

    def start(self) -> None:
        """Begin to paint."""
        self._thread.start()

    def stop(self) -> None:
        """Paint no more."""
        self._stopping.set()
        self._thread.join(_STOP_LIMIT_S)

    def ask(self, view: LiveView | None) -> None:
        """Paint a view soon; None is a camera that does not answer."""
        if view is None:
            return
        try:
            self._waiting.put_nowait((time.monotonic(), view))
        except queue.Full:
            log.debug("more live pictures are asked for than can be painted")

    def _keep_painting(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(queue.Empty):
                asked_s, view = self._waiting.get(timeout=_LOOK_S)
                if time.monotonic() - asked_s < _WORTHLESS_AFTER_S:
                    self._gateways[view.ward_code].show(self._picture(view))

    def _picture(self, view: LiveView) -> LivePictureTaken:
        """Return the painted view as its camera sends it."""
        jpeg = self._painter.paint(view.scene)
        code = view.scene.camera_code
        self._sent[code] += 1
        return LivePictureTaken(
            id=uuid7(datetime.now(UTC)),
            source=code,
            seq=self._sent[code],
            observed_at=view.observed_at,
            provenance=Provenance.SIMULATED,
            request_id=view.request_id,
            width=WIDTH,
            height=HEIGHT,
            sha256=hashlib.sha256(jpeg).hexdigest(),
            jpeg=jpeg,
        )
