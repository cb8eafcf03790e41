"""The ingest worker: two lanes between broker and database, one for facts and one for pictures."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from db.connection import connect
from db.errors import DatabaseError
from ingest.broker import Capabilities, Subscriber, probe
from ingest.devices import register_devices
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.errors import BrokerUnavailableError, DistrictMissingError
from ingest.guarantees import BrokerGuarantees
from ingest.inbox import Inbox
from ingest.lane import Lane
from ingest.lane_watch import watch_lanes
from ingest.metrics import IngestMetrics
from ingest.resending import keep_resending
from ingest.settings import IngestSettings
from ingest.subscriptions import TopicFilter, fact_filters, picture_filters

_PAUSE_S = 1.0
_PICTURES_IN_FLIGHT = 50
_ROOM_FOR_QOS_0 = 2000

log = logging.getLogger(__name__)
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one lane listens to, and how much of it may be in flight."""

    name: str
    client_id: str
    filters: Sequence[TopicFilter]
    receive_maximum: int


class _StoppedError(Exception):
    """The stop came while we were still starting."""


def run(settings: IngestSettings, stop: threading.Event, metrics: IngestMetrics | None = None) -> None:
    """Store what the broker hands over until `stop` is set.

    Broker and database are waited for as long as it takes.
    """
    try:
        guarantees = _patiently(lambda: probe(settings.broker), stop)
        devices = _patiently(lambda: _devices(settings), stop)
    except _StoppedError:
        return
    for sentence in guarantees.sentences():
        log.info(sentence)
    if settings.slot and not guarantees.may_share:
        log.warning("this broker serves one worker only, so slot %d does nothing", settings.slot)
        stop.wait()
        return
    lanes = _lanes(settings, guarantees, devices)
    threads = [threading.Thread(target=_run_lane, args=(lane, stop), name=lane.name) for lane in lanes]
    threads.append(_watching(settings, lanes, metrics or IngestMetrics(), stop))
    threads.append(threading.Thread(target=keep_resending, args=(settings, devices, stop), name="resend"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.info("ingest has stopped; the broker keeps what comes", extra={"slot": settings.slot})


def _patiently(act: Callable[[], ResultT], stop: threading.Event) -> ResultT:
    """Return what `act` returns once broker and database answer; raise _StoppedError at the stop."""
    while True:
        try:
            return act()
        except (BrokerUnavailableError, DatabaseError, DistrictMissingError) as error:
            log.warning("%s (trying again)", error)
        if stop.wait(_PAUSE_S):
            raise _StoppedError


def _devices(settings: IngestSettings) -> DeviceRegistry:
    if not settings.registries:
        return DeviceRegistry()
    with connect(settings.database_url, settings.client_id) as connection:
        return register_devices(connection, settings.registries)


def _lanes(settings: IngestSettings, guarantees: BrokerGuarantees, devices: DeviceRegistry) -> list[Lane]:
    recent = RecentObjects()
    capabilities = Capabilities(
        speaks_mqtt5=guarantees.protocol == "MQTT 5",
        is_sharing=guarantees.may_share and settings.workers > 1,
    )
    facts = fact_filters(settings.district, devices)
    pictures = picture_filters(settings.district, devices)
    plans = (
        _Plan("facts", settings.client_id, facts, settings.receive_maximum),
        _Plan("pictures", f"{settings.client_id}-pictures", pictures, _PICTURES_IN_FLIGHT),
    )
    return [_lane(settings, capabilities, plan, devices, recent) for plan in plans]


def _lane(
    settings: IngestSettings,
    capabilities: Capabilities,
    plan: _Plan,
    devices: DeviceRegistry,
    recent: RecentObjects,
) -> Lane:
    inbox = Inbox(plan.receive_maximum + _ROOM_FOR_QOS_0, settings.pace_s)
    subscriber = Subscriber(
        settings.broker,
        plan.client_id,
        plan.filters,
        inbox,
        capabilities=capabilities,
        receive_maximum=plan.receive_maximum,
    )
    return Lane(plan.name, settings, subscriber=subscriber, inbox=inbox, devices=devices, recent=recent)


def _watching(
    settings: IngestSettings, lanes: Sequence[Lane], metrics: IngestMetrics, stop: threading.Event
) -> threading.Thread:
    """Return the thread that watches the lanes; their batches are counted from now on."""
    for lane in lanes:
        metrics.watch(lane)
    return threading.Thread(target=watch_lanes, args=(settings, lanes, metrics, stop), name="watch")


def _run_lane(lane: Lane, stop: threading.Event) -> None:
    """Run one lane; when it ends, for whatever reason, so does the worker."""
    lane.subscriber.start()
    try:
        lane.run(stop)
    finally:
        stop.set()
        lane.subscriber.stop()
