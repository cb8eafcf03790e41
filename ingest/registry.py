"""What messages are checked against: the registered sources, and the devices of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from db.registry import KnownSources
from domain.messages import Provenance
from ingest.dialects.device_registry import DeviceRegistry


@dataclass(frozen=True)
class Registry:
    """The sources that may speak; a new one is made whenever the database's registry is read again."""

    district: str
    sources: KnownSources
    devices: DeviceRegistry = field(default_factory=DeviceRegistry)

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
