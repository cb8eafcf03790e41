"""Which dialect speaks on which topic: the one place where the next one is added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.topics import VERSION, simulated_namespace
from ingest.dialects import axis, frigate, frigate_pictures, onvif
from ingest.dialects.device_entries import Dialect
from ingest.dialects.frigate_pictures import RecentObjects, read_frigate_picture
from ingest.dialects.outcome import Envelope, Outcome
from ingest.dialects.own import read_own
from ingest.inbox import Delivery
from ingest.registry import Registry

MAX_PAYLOAD_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SpokenDialect:
    """How devices of a dialect are listened to: the topics below their prefix, and what reads them.

    `facts` may be shared between workers; `retained` are heard by each.
    """

    read: Callable[[str, bytes, datetime, Registry], Outcome]
    facts: tuple[str, ...] = ()
    retained: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


SPOKEN: Mapping[Dialect, SpokenDialect] = {
    Dialect.FRIGATE: SpokenDialect(
        frigate.read_frigate, retained=frigate.FACT_TOPICS, pictures=frigate_pictures.PICTURE_TOPICS
    ),
    Dialect.ONVIF: SpokenDialect(onvif.read_onvif, facts=onvif.FACT_TOPICS),
    Dialect.AXIS: SpokenDialect(axis.read_axis, facts=axis.FACT_TOPICS, retained=axis.RETAINED_TOPICS),
}


def read(delivery: Delivery, registry: Registry, recent: RecentObjects) -> Outcome:
    """Return what a delivery comes to, in whatever dialect it speaks; what is for nobody is counted."""
    outcome = _read(delivery, registry, recent)
    return outcome if outcome.received or outcome.dead else replace(outcome, ignored=1)


def _read(delivery: Delivery, registry: Registry, recent: RecentObjects) -> Outcome:
    topic, payload, received_at = delivery.topic, delivery.payload, delivery.received_at
    if len(payload) > MAX_PAYLOAD_BYTES:
        envelope = Envelope(topic, payload, received_at, "none")
        return envelope.refused_without_bytes(f"too large: at most {MAX_PAYLOAD_BYTES} bytes are taken")
    if topic.startswith(
        (f"{registry.district}/{VERSION}/", f"{simulated_namespace(registry.district)}/{VERSION}/")
    ):
        return read_own(topic, payload, received_at, registry)
    device = registry.devices.device_of(topic)
    if device is None:
        return Envelope(topic, payload, received_at, "none").refused("no dialect speaks on this topic", {})
    if device.dialect is Dialect.FRIGATE and topic.endswith("/snapshot"):
        return read_frigate_picture(topic, payload, received_at, registry, recent)
    outcome = SPOKEN[device.dialect].read(topic, payload, received_at, registry)
    recent.remember(outcome.received)
    return outcome
