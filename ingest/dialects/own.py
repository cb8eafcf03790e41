"""Our own messages: read by the codec, then held against the topic, the clock and the registry."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from db.intake import Received
from db.registry import KnownCamera, KnownUnit
from domain.codec import EARLIEST, check_clock, decode, encode, latest_plausible
from domain.errors import DomainError
from domain.identities import without_plates
from domain.messages import (
    AnyMessage,
    CameraEventObserved,
    CameraStatusReported,
    GatewayStatusReported,
    Message,
    Provenance,
    SnapshotTaken,
    SystemReadingTaken,
    UnitMoved,
    UnitStatusReported,
)
from domain.privacy_zones import Zone
from domain.topics import SenderClass, Topic, is_home_of, parse_topic, type_due_on
from ingest.dialects.outcome import Envelope, Outcome, together
from ingest.door import OWN_KEYS, without_identities
from ingest.pixelation import PictureRefusedError, checked, painted, pixelated
from ingest.registry import Registry, Standing

DIALECT = "opscenter"
Source = KnownCamera | KnownUnit | None
_SETS_STATE = frozenset({CameraStatusReported, UnitMoved, UnitStatusReported})
_KEPT_NOWHERE = frozenset({(SenderClass.CAMERA, "request"), (SenderClass.CAMERA, "live")})
_UNIT_KINDS = frozenset({"position", "status", "command", "ack"})


def read_own(topic_text: str, payload: bytes, received_at: datetime, registry: Registry) -> Outcome:
    """Return what a payload on one of our own topics comes to."""
    envelope = Envelope(topic_text, payload, received_at, DIALECT)
    is_picture = "/snapshot" in topic_text
    try:
        topic = parse_topic(topic_text)
        messages = decode(payload)
    except DomainError as error:
        return envelope.refused_without_bytes(error) if is_picture else envelope.refused(error, OWN_KEYS)
    if (topic.sender, topic.kind) in _KEPT_NOWHERE:
        return Outcome()
    return together(_read_one(envelope, topic, message, registry) for message in messages)


def _read_one(envelope: Envelope, topic: Topic, message: AnyMessage, registry: Registry) -> Outcome:
    """Return what one message comes to: the fact, or why it is refused."""
    source = registered_source(topic, registry)
    fault = next(faults(topic, message, source, envelope.received_at, registry), None)
    if fault is not None:
        is_unknown = source is None and _must_be_registered(topic)
        if isinstance(message, SnapshotTaken):
            refused = envelope.refused_without_bytes(fault, is_unknown_source=is_unknown)
        else:
            refused = envelope.refused(fault, OWN_KEYS, payload=encode(message), is_unknown_source=is_unknown)
        return _numbered(refused, message) if _speaks_for_itself(topic, message, source) else refused
    if isinstance(message, SnapshotTaken):
        try:
            message = admitted_picture(message, source, registry.zones.get(message.source, ()))
        except PictureRefusedError as error:
            return _numbered(envelope.refused_without_bytes(error), message)
    camera = source if isinstance(message, CameraEventObserved) and isinstance(source, KnownCamera) else None
    fact = Received(
        message=without_identities(message),
        ward_code=topic.ward_code,
        received_at=envelope.received_at,
        lat=None if camera is None else camera.lat,
        lon=None if camera is None else camera.lon,
    )
    return Outcome((fact,))


def standing_of(topic_text: str, registry: Registry) -> Standing | None:
    """Return what a registered source may say on this topic; None where each message is looked at anew."""
    try:
        topic = parse_topic(topic_text)
    except DomainError:
        return None
    source = registered_source(topic, registry)
    if topic.event_id is not None or (topic.sender, topic.kind) in _KEPT_NOWHERE or source is None:
        return None
    kind = type_due_on(topic)
    may_come = frozenset(
        provenance
        for provenance in Provenance
        if not any(_provenance_faults(topic, kind, provenance, source, registry))
    )
    if source.ward_code != topic.ward_code or not may_come:
        return None
    is_placed = kind is CameraEventObserved and isinstance(source, KnownCamera)
    place = (source.lat, source.lon) if is_placed and isinstance(source, KnownCamera) else (None, None)
    return Standing(kind, topic.source, topic.ward_code, may_come, *place)


def read_quickly(payload: bytes, received_at: datetime, standing: Standing) -> list[Received] | None:
    """Return the facts of a payload in which nothing is wrong; None leaves it to `read_own` to say what is.

    The same questions as in `faults`, asked in bulk: nearly every message passes, and only a refusal
    needs words.
    """
    try:
        messages = decode(payload)
    except DomainError:
        return None
    kind, source, ward_code = standing.kind, standing.source, standing.ward_code
    lat, lon, latest = standing.lat, standing.lon, latest_plausible(received_at)
    facts = []
    for message in messages:
        if (
            type(message) is not kind
            or message.source != source
            or message.provenance not in standing.may_come
            or not EARLIEST <= message.observed_at <= latest
        ):
            return None
        clean = without_identities(message)
        facts.append(Received(clean, ward_code, received_at, DIALECT, None, None, None, lat, lon))
    return facts or None


def _numbered(refused: Outcome, message: AnyMessage) -> Outcome:
    """Return a refusal that tells which message it was, so that the message does not count as lost."""
    return replace(refused, dead=tuple(replace(letter, refused=message) for letter in refused.dead))


def _speaks_for_itself(topic: Topic, message: AnyMessage, source: Source) -> bool:
    """Tell whether a message is of the source it names: nobody may hide the loss of another's."""
    is_at_home = source is None or source.ward_code == topic.ward_code
    return is_at_home and message.source == topic.source


def registered_source(topic: Topic, registry: Registry) -> Source:
    """Return what the registry knows of the topic's source: a camera or a unit, else nothing."""
    if topic.sender is SenderClass.CAMERA:
        return registry.sources.cameras.get(topic.source)
    if topic.sender is SenderClass.POLICE:
        return registry.sources.units.get(topic.source)
    return None


def faults(
    topic: Topic, message: AnyMessage, source: Source, received_at: datetime, registry: Registry
) -> Iterator[str]:
    """Yield every reason not to take this message, the first one first."""
    if not is_home_of(topic, message):
        yield "type, source and event of the message must agree with its topic"
    try:
        check_clock(message, received_at)
    except DomainError as error:
        yield str(error)
    yield from _source_faults(topic, message, source, registry)
    yield from _provenance_faults(topic, type(message), message.provenance, source, registry)


def _source_faults(topic: Topic, message: AnyMessage, source: Source, registry: Registry) -> Iterator[str]:
    """Yield what is wrong with who speaks, and from where."""
    if source is not None:
        if source.ward_code != topic.ward_code:
            yield f"{topic.source} is registered in ward {source.ward_code}, not in {topic.ward_code}"
        return
    if _must_be_registered(topic):
        what = "camera" if topic.sender is SenderClass.CAMERA else "unit"
        yield f"{what} {topic.source} is not registered: import it first (opscenter cameras import)"
    if registry.wards and topic.ward_code not in registry.wards:
        yield f"nothing is registered in a ward {topic.ward_code}: check the ward code"
    names = (topic.source, message.site) if isinstance(message, SystemReadingTaken) else (topic.source,)
    if any(without_plates(name) != name for name in names):
        yield "the source's name reads as a number plate"


def _provenance_faults(
    topic: Topic, kind: type[Message], provenance: Provenance, source: Source, registry: Registry
) -> Iterator[str]:
    """Yield what is wrong with the claim of being real, simulated or replayed."""
    is_real = provenance is Provenance.REAL
    if is_real and topic.is_simulated:
        yield f"nothing on {topic.district}/ can be real: real sources publish under their own login"
    if is_real and source is not None and source.provenance is not Provenance.REAL:
        yield f"{topic.source} is registered as {source.provenance}, so it cannot speak as real"
    if not is_real and kind in _SETS_STATE and _is_registered_real(source):
        yield f"{topic.source} is registered as real: what is {provenance} cannot set its state"
    if kind is GatewayStatusReported:
        known = registry.gateways.get(topic.source)
        if known and is_real != (Provenance.REAL in known):
            yield f"gateway {topic.source} speaks for cameras of another provenance than {provenance}"


def _must_be_registered(topic: Topic) -> bool:
    return topic.sender is SenderClass.CAMERA or (
        topic.sender is SenderClass.POLICE and topic.kind in _UNIT_KINDS
    )


def _is_registered_real(source: Source) -> bool:
    return source is not None and source.provenance is Provenance.REAL


def admitted_picture(message: SnapshotTaken, source: Source, zones: Sequence[Zone]) -> SnapshotTaken:
    """Return the picture as it may be kept: pixelated unless wholly simulated, its zones painted out.

    Raises PictureRefusedError when it is not the JPEG that its sender named, or cannot be pixelated.
    """
    picture = checked(message.jpeg)
    if picture.sha256 != message.sha256:
        raise PictureRefusedError("the picture's bytes are not those its sender hashed (sha256 differs)")
    is_simulated = message.provenance is Provenance.SIMULATED and not _is_registered_real(source)
    masked = picture if is_simulated else pixelated(message.jpeg)
    kept = checked(painted(masked.jpeg, zones))
    return msgspec.structs.replace(
        message, jpeg=kept.jpeg, sha256=kept.sha256, width=kept.width, height=kept.height
    )
