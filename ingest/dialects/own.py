"""Our own messages: read by the codec, then held against the topic, the clock and the registry."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from db.intake import Received
from db.registry import KnownCamera, KnownUnit
from domain.codec import Head, Undecoded, check_clock, decode, decode_apart, encode, head_of
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
from domain.topics import BATCHED, SenderClass, Topic, home_on, is_home_of, parse_topic
from ingest.dialects.outcome import Envelope, Outcome, together
from ingest.door import OWN_KEYS, without_identities
from ingest.pixelation import PictureRefusedError, checked, painted, pixelated
from ingest.registry import Registry

DIALECT = "opscenter"
Source = KnownCamera | KnownUnit | None
_SETS_STATE = frozenset({CameraStatusReported, UnitMoved, UnitStatusReported})
KEPT_NOWHERE = frozenset({(SenderClass.CAMERA, "request"), (SenderClass.CAMERA, "live")})
_UNIT_KINDS = frozenset({"position", "status", "command", "ack"})


def read_own(topic_text: str, payload: bytes, received_at: datetime, registry: Registry) -> Outcome:
    """Return what a payload on one of our own topics comes to."""
    envelope = Envelope(topic_text, payload, received_at, DIALECT)
    is_picture = "/snapshot" in topic_text
    try:
        topic = parse_topic(topic_text)
        messages = decode(payload) if is_picture else decode_apart(payload)
    except DomainError as error:
        return envelope.refused_without_bytes(error) if is_picture else envelope.refused(error, OWN_KEYS)
    if (topic.sender, topic.kind) in KEPT_NOWHERE:
        return Outcome()
    return together(
        _not_understood(envelope, topic, message, registry)
        if isinstance(message, Undecoded)
        else _read_one(envelope, topic, message, registry)
        for message in messages
    )


def _not_understood(envelope: Envelope, carrier: Topic, piece: Undecoded, registry: Registry) -> Outcome:
    """Return the dead letter of what could not be decoded, with its number where that can be read."""
    refused = envelope.refused(piece.reason, OWN_KEYS, payload=piece.payload)
    head = head_of(piece.payload)
    return _numbered(refused, head) if head is not None and _may_number(carrier, head, registry) else refused


def _may_number(carrier: Topic, head: Head, registry: Registry) -> bool:
    """Tell whether who speaks on a topic may speak for who the message names: nobody hides another's loss."""
    if not carrier.is_batch:
        return _speaks_for_itself(carrier, head, registered_source(carrier, registry))
    camera = registry.sources.cameras.get(head.source)
    return camera is not None and camera.ward_code == carrier.ward_code and _is_spoken_for(camera, carrier)


def _read_one(envelope: Envelope, carrier: Topic, message: AnyMessage, registry: Registry) -> Outcome:
    """Return what one message comes to: the fact, or why it is refused; `carrier` is the topic it came on."""
    topic = home_on(carrier, message)
    source = registered_source(topic, registry)
    stranger = stranger_to(carrier, message, source)
    fault = stranger or next(faults(topic, message, source, envelope.received_at, registry), None)
    if fault is not None:
        is_unknown = source is None and _must_be_registered(topic)
        if isinstance(message, SnapshotTaken):
            refused = envelope.refused_without_bytes(fault, is_unknown_source=is_unknown)
        else:
            refused = envelope.refused(fault, OWN_KEYS, payload=encode(message), is_unknown_source=is_unknown)
        is_its_own = stranger is None and _speaks_for_itself(topic, message, source)
        return _numbered(refused, message) if is_its_own else refused
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


def _numbered(refused: Outcome, message: AnyMessage | Head) -> Outcome:
    """Return a refusal that tells which message it was, so that the message does not count as lost."""
    return replace(refused, dead=tuple(replace(letter, refused=message) for letter in refused.dead))


def _speaks_for_itself(topic: Topic, message: AnyMessage | Head, source: Source) -> bool:
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


def stranger_to(carrier: Topic, message: AnyMessage, source: Source) -> str | None:
    """Return why a message has no place in the batch it came in; None where it did not, or has one.

    Who is not registered at all is left to `faults`.
    """
    if not carrier.is_batch:
        return None
    if type(message) not in BATCHED:
        return "a batch holds counts and events of cameras only: each other message goes on its own topic"
    if isinstance(source, KnownCamera) and not _is_spoken_for(source, carrier):
        return (
            f"camera {message.source} is registered with another gateway and recorder than {carrier.source}: "
            "import it with this one, or let it speak on its own topic"
        )
    return None


def _is_spoken_for(camera: KnownCamera, carrier: Topic) -> bool:
    """Tell whether a batch comes from the camera's own gateway or recorder."""
    return carrier.source in (camera.gateway, camera.recorder)


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
    yield from provenance_faults(topic, type(message), message.provenance, source, registry)


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


def provenance_faults(
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
