"""Which dialect speaks on which topic: the one place where the next one is added."""

from domain.topics import VERSION, simulated_namespace
from ingest.dialects.frigate import read_frigate
from ingest.dialects.frigate_pictures import RecentObjects, read_frigate_picture
from ingest.dialects.outcome import Envelope, Outcome
from ingest.dialects.own import read_own
from ingest.inbox import Delivery
from ingest.registry import Registry

MAX_PAYLOAD_BYTES = 1024 * 1024


def read(delivery: Delivery, registry: Registry, recent: RecentObjects) -> Outcome:
    """Return what a delivery comes to, in whatever dialect it speaks."""
    topic, payload, received_at = delivery.topic, delivery.payload, delivery.received_at
    if len(payload) > MAX_PAYLOAD_BYTES:
        envelope = Envelope(topic, payload, received_at, "none")
        return envelope.refused_without_bytes(f"too large: at most {MAX_PAYLOAD_BYTES} bytes are taken")
    if topic.startswith(
        (f"{registry.district}/{VERSION}/", f"{simulated_namespace(registry.district)}/{VERSION}/")
    ):
        return read_own(topic, payload, received_at, registry)
    if registry.frigate.instance_of(topic) is None:
        return Envelope(topic, payload, received_at, "none").refused("no dialect speaks on this topic", {})
    if topic.endswith("/snapshot"):
        return read_frigate_picture(topic, payload, received_at, registry, recent)
    outcome = read_frigate(topic, payload, received_at, registry)
    recent.remember(outcome.received)
    return outcome
