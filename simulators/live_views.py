"""Answers requests for live pictures in a thread of its own, so that painting holds up no message."""

import hashlib
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime

from domain.identifiers import uuid7
from domain.messages import LivePictureTaken, Provenance
from simulators.gateway import Gateway
from simulators.painter.live import LivePainter
from simulators.painter.scene import HEIGHT, WIDTH
from simulators.watching import LiveView

_STOP_LIMIT_S = 5.0


class LiveViews:
    """Paints what is asked for and sends it, the camera that waited longest first, as it was asked last.

    So a machine that is too slow for all shows each of them more rarely, and none never.
    """

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways
        self._painter = LivePainter()
        self._sent: Counter[str] = Counter()
        self._waiting: OrderedDict[str, LiveView] = OrderedDict()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._keep_painting, name="live-views", daemon=True)

    def start(self) -> None:
        """Begin to paint."""
        self._thread.start()

    def stop(self) -> None:
        """Paint no more."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join(_STOP_LIMIT_S)

    def ask(self, view: LiveView | None) -> None:
        """Paint a view soon; None is a camera that does not answer."""
        if view is None:
            return
        with self._changed:
            self._waiting[view.scene.camera_code] = view
            self._changed.notify()

    def _keep_painting(self) -> None:
        while (view := self._next()) is not None:
            self._gateways[view.ward_code].show(self._picture(view))

    def _next(self) -> LiveView | None:
        """Wait for a view and take it; None when it is time to stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_stopping)
            return None if self._is_stopping else self._waiting.popitem(last=False)[1]

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
