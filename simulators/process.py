"""The process: lets the district live by the clock and sends what it says through its gateways."""

import logging
import queue
import threading
from datetime import UTC, datetime, timedelta

from domain.messages import SnapshotRequested
from domain.topics import simulated_namespace
from simulators.district_life import DistrictLife
from simulators.fleet import gateway_of
from simulators.gateway import Asked, Gateway, GatewayPlace, speaks_mqtt5
from simulators.live_views import LiveViews
from simulators.metrics import SimulatorMetrics
from simulators.painter.picture import paint
from simulators.sending import Sending
from simulators.settings import SimulatorSettings
from simulators.timeline import Timeline

_TICK_S = 0.05
_STATUS_S = 30.0
_LONGEST_LAG = timedelta(seconds=5)
_MOST_ASKED = 1_000

log = logging.getLogger(__name__)


def run(settings: SimulatorSettings, stop: threading.Event, metrics: SimulatorMetrics | None = None) -> None:
    """Let the district live until `stop` is set; then every gateway says that it is gone."""
    asked: Asked = queue.Queue(_MOST_ASKED)
    timeline = Timeline(datetime.now(UTC), settings.speed)
    life = DistrictLife(settings.district, timeline, paint, cameras=settings.cameras, seed=settings.seed)
    gateways = _connected(settings, life.ward_codes, asked, stop)
    (metrics or SimulatorMetrics()).watch(gateways.values())
    timeline.postpone(datetime.now(UTC) - timeline.world(0.0))
    views = LiveViews(gateways)
    views.start()
    sending = Sending(gateways, batches_counts=settings.batches_counts)
    try:
        _live(life, sending, asked, views, stop)
    finally:
        views.stop()
        _leave(gateways)


def _connected(
    settings: SimulatorSettings, ward_codes: list[str], asked: Asked, stop: threading.Event
) -> dict[str, Gateway]:
    """Return a connected gateway for each ward."""
    namespace = simulated_namespace(settings.district.slug)
    places = [
        GatewayPlace(
            namespace, code, f"{settings.instance}-sim-{gateway_of(code)}", settings.logins.get(code)
        )
        for code in ward_codes
    ]
    first = places[0]
    is_new = speaks_mqtt5(settings.broker, f"{first.client_id}-hello", first.login, stop)
    gateways = {
        place.ward_code: Gateway(settings.broker, place, asked, speaks_mqtt5=is_new) for place in places
    }
    for gateway in gateways.values():
        gateway.start()
    log.info("the district begins to talk", extra={"gateways": len(gateways), "mqtt5": is_new})
    return gateways


def _live(
    life: DistrictLife,
    sending: Sending,
    asked: Asked,
    views: LiveViews,
    stop: threading.Event,
) -> None:
    """Send what is due, tick by tick."""
    next_status = datetime.now(UTC) + timedelta(seconds=_STATUS_S)
    lived_s = 0.0
    while not stop.wait(_TICK_S):
        now = datetime.now(UTC)
        lag = now - life.timeline.world(lived_s)
        if lag > _LONGEST_LAG:
            log.warning("the district was asleep for %.1f s; it goes on from now", lag.total_seconds())
            life.timeline.postpone(lag)
        lived_s = max(lived_s, life.timeline.life_s(now))
        _hear(life, sending, asked, views, lived_s)
        for outgoing in life.advance(lived_s):
            sending.send(outgoing)
        sending.send_counts_when_due(now)
        if now >= next_status:
            next_status = now + timedelta(seconds=_STATUS_S)
            sending.tell_online()


def _hear(life: DistrictLife, sending: Sending, asked: Asked, views: LiveViews, at_s: float) -> None:
    """Take what the centre asked since the last tick."""
    while True:
        try:
            message = asked.get_nowait()
        except queue.Empty:
            return
        if isinstance(message, SnapshotRequested) and message.live:
            views.ask(life.live_view(message, at_s))
            continue
        for outgoing in life.receive(message, at_s):
            sending.send(outgoing)


def _leave(gateways: dict[str, Gateway]) -> None:
    """Let every gateway say good-bye."""
    for gateway in gateways.values():
        gateway.stop()
    dropped = sum(gateway.dropped for gateway in gateways.values())
    log.info("the district is silent", extra={"dropped": dropped})
