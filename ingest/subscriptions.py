"""Which topics ingest listens to, and on which of its two connections.

A single worker subscribes plainly: mosquitto (2.0.11, tried) does not restore shared subscriptions when
it is started again, so what is published before a sharing worker has come back is lost. Several workers
pay that price for sharing the stream.
"""

from dataclasses import dataclass

from domain.topics import SenderClass, simulated_namespace, topic_filter
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.router import SPOKEN

SHARE_GROUP = "ingest"

_SHARED_KINDS = (
    (SenderClass.CAMERA, "event"),
    (SenderClass.CAMERA, "flow"),
    (SenderClass.POLICE, "position"),
    (SenderClass.POLICE, "status"),
    (SenderClass.POLICE, "report"),
    (SenderClass.POLICE, "command"),
    (SenderClass.POLICE, "ack"),
    (SenderClass.CITIZEN, "report"),
    (SenderClass.SYSTEM, "reading"),
    (SenderClass.SYSTEM, "batch"),
)
_RETAINED_KINDS = (
    (SenderClass.CAMERA, "status"),
    (SenderClass.POLICE, "link"),
    (SenderClass.SYSTEM, "status"),
)


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """A subscription; a shared one is split between the workers, where there are several."""

    pattern: str
    is_shared: bool

    def written(self, is_sharing: bool) -> str:
        """Return the filter as it is sent to the broker."""
        return f"$share/{SHARE_GROUP}/{self.pattern}" if self.is_shared and is_sharing else self.pattern


def fact_filters(district: str, devices: DeviceRegistry) -> tuple[TopicFilter, ...]:
    """Return the subscriptions for everything but pictures.

    Retained topics are plain, since a shared subscription need not hand retained messages out;
    Frigate's are plain too: it speaks rarely and at QoS 0, so every worker may as well hear it.
    """
    namespaces = (district, simulated_namespace(district))
    shared = [TopicFilter(topic_filter(name, *kind), True) for name in namespaces for kind in _SHARED_KINDS]
    retained = [
        TopicFilter(topic_filter(name, *kind), False) for name in namespaces for kind in _RETAINED_KINDS
    ]
    for device in devices.devices:
        spoken = SPOKEN[device.dialect]
        shared += [TopicFilter(f"{device.prefix}/{tail}", True) for tail in spoken.facts]
        retained += [TopicFilter(f"{device.prefix}/{tail}", False) for tail in spoken.retained]
    return (*shared, *retained)


def picture_filters(district: str, devices: DeviceRegistry) -> tuple[TopicFilter, ...]:
    """Return the subscriptions for pictures, which have a connection of their own."""
    own = [
        TopicFilter(topic_filter(name, SenderClass.CAMERA, "snapshot"), True)
        for name in (district, simulated_namespace(district))
    ]
    others = [
        TopicFilter(f"{device.prefix}/{tail}", False)
        for device in devices.devices
        for tail in SPOKEN[device.dialect].pictures
    ]
    return (*own, *others)
