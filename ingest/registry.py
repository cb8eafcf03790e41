"""What messages are checked against: the registered sources, and the devices of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from db.privacy_zones import PaintedZones
from db.registry import KnownSources
from domain.messages import Message, Provenance
from domain.topics import VERSION, simulated_namespace
from ingest.dialects.device_registry import DeviceRegistry


@dataclass(frozen=True, slots=True)
class Standing:
    """What a registered source may say on one topic, and what is known of it, worked out once.

    `place` (lat, lon) stands in where the message has no position.
    """

    kind: type[Message]
    source: str
    ward_code: str
    may_come: frozenset[Provenance]
    place: tuple[float | None, float | None]


@dataclass(frozen=True)
class Registry:
    """The sources that may speak, and what is painted out of whose pictures, as the database last said."""

    district: str
    sources: KnownSources
    devices: DeviceRegistry = field(default_factory=DeviceRegistry)
    zones: PaintedZones = field(default_factory=dict)

    standings: dict[str, Standing] = field(default_factory=dict, compare=False)
    """By topic, filled as they speak; no larger than the registry, since only its sources have one."""

    standings_in_batches: dict[tuple[str, str, type[Message]], Standing] = field(
        default_factory=dict, compare=False
    )
    """By a batch's topic, the camera that speaks in it, and the type of message."""

    @cached_property
    def namespaces(self) -> tuple[str, str]:
        """Return how the district's own topics begin: the registered sources' and the simulated ones'."""
        return f"{self.district}/{VERSION}/", f"{simulated_namespace(self.district)}/{VERSION}/"

    @cached_property
    def wards(self) -> frozenset[str]:
        """Return the codes of the wards in which something is registered."""
        cameras = frozenset(camera.ward_code for camera in self.sources.cameras.values())
        return cameras | frozenset(unit.ward_code for unit in self.sources.units.values())

    @cached_property
    def gateways(self) -> Mapping[str, frozenset[Provenance]]:
        """Return, by gateway, the provenances of the cameras it speaks for."""
        found: dict[str, set[Provenance]] = {}
        for camera in self.sources.cameras.values():
            found.setdefault(camera.gateway, set()).add(camera.provenance)
        return {gateway: frozenset(provenances) for gateway, provenances in found.items()}
