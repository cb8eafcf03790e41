"""Our own messages the short way: what may come is worked out once, and each is held against that in bulk.

Nearly every message passes. Where one does not, or needs a closer look, the long way (`own`) takes the
payload: only a refusal needs words.
"""

from datetime import datetime

from db.intake import Received
from db.registry import KnownCamera
from domain.codec import EARLIEST, decode, latest_plausible
from domain.errors import DomainError
from domain.messages import AnyMessage, CameraEventObserved, Message, Provenance
from domain.topics import Topic, home_on, parse_topic, type_due_on
from ingest.dialects.own import DIALECT, KEPT_NOWHERE, provenance_faults, registered_source, stranger_to
from ingest.door import without_identities
from ingest.registry import Registry, Standing

_BATCH_TAIL = "/batch"


def read_own_quickly(
    topic: str, payload: bytes, received_at: datetime, registry: Registry
) -> list[Received] | None:
    """Return the facts of a payload in which nothing is wrong; None leaves it to `own` to say what is."""
    is_batch = topic.endswith(_BATCH_TAIL)
    of_topic = None if is_batch else registry.standings.get(topic) or _standing_on(topic, registry)
    if of_topic is None and not is_batch:
        return None
    latest = latest_plausible(received_at)
    facts = []
    for message in _decoded(payload):
        standing = of_topic or _standing_in_batch(topic, message, registry)
        if standing is None or not _may_come(message, standing, latest):
            return None
        clean, ward_code, place = without_identities(message), standing.ward_code, standing.place
        facts.append(Received(clean, ward_code, received_at, DIALECT, None, None, None, *place))
    return facts or None


def _decoded(payload: bytes) -> list[AnyMessage]:
    """Return the messages; none where the long way must say why not."""
    try:
        return decode(payload)
    except DomainError:
        return []


def _may_come(message: AnyMessage, standing: Standing, latest: datetime) -> bool:
    """Ask what `own.faults` asks, without words."""
    return (
        type(message) is standing.kind
        and message.source == standing.source
        and message.provenance in standing.may_come
        and EARLIEST <= message.observed_at <= latest
    )


def _standing_on(topic_text: str, registry: Registry) -> Standing | None:
    """Work out what a registered source may say on its topic, and remember it."""
    topic = _parsed(topic_text, registry)
    if topic is None or topic.is_batch:
        return None
    standing = _standing_of(topic, type_due_on(topic), registry)
    if standing is not None:
        registry.standings[topic_text] = standing
    return standing


def _standing_in_batch(topic_text: str, message: AnyMessage, registry: Registry) -> Standing | None:
    """Return what the message's camera may say in this batch, worked out once for each camera and type."""
    key = (topic_text, message.source, type(message))
    standing = registry.standings_in_batches.get(key)
    if standing is None:
        standing = _worked_out(topic_text, message, registry)
        if standing is not None:
            registry.standings_in_batches[key] = standing
    return standing


def _worked_out(topic_text: str, message: AnyMessage, registry: Registry) -> Standing | None:
    carrier = _parsed(topic_text, registry)
    if carrier is None or not carrier.is_batch:
        return None
    home = home_on(carrier, message)
    if stranger_to(carrier, message, registered_source(home, registry)) is not None:
        return None
    return _standing_of(home, type(message), registry)


def _parsed(topic_text: str, registry: Registry) -> Topic | None:
    """Return the topic; None where it is not one of this district's."""
    if not topic_text.startswith(registry.namespaces):
        return None
    try:
        return parse_topic(topic_text)
    except DomainError:
        return None


def _standing_of(topic: Topic, kind: type[Message], registry: Registry) -> Standing | None:
    """Return what a registered source may say on its topic; None where each message is looked at anew."""
    source = registered_source(topic, registry)
    if topic.event_id is not None or (topic.sender, topic.kind) in KEPT_NOWHERE or source is None:
        return None
    may_come = frozenset(
        provenance
        for provenance in Provenance
        if not any(provenance_faults(topic, kind, provenance, source, registry))
    )
    if source.ward_code != topic.ward_code or not may_come:
        return None
    is_placed = kind is CameraEventObserved and isinstance(source, KnownCamera)
    place = (source.lat, source.lon) if is_placed and isinstance(source, KnownCamera) else (None, None)
    return Standing(kind, topic.source, topic.ward_code, may_come, place)
