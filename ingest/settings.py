"""What an ingest worker is told at its start."""

from dataclasses import dataclass, field
from pathlib import Path

from ingest.broker import BrokerAddress


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """One worker: its database, its broker, and the fixed slot whose session it takes up again.

    `workers` is how many share the stream; each must be told the same number.
    """

    database_url: str = field(repr=False)
    broker: BrokerAddress
    district: str = "d1"
    instance: str = "opscenter"
    slot: int = 0
    workers: int = 1
    frigate_registry: Path | None = None
    device_registry: Path | None = None
    batch_size: int = 2500
    receive_maximum: int = 5000
    pace_s: float = 0.1

    @property
    def registries(self) -> tuple[Path, ...]:
        """Return the registry files of devices of others."""
        return tuple(path for path in (self.frigate_registry, self.device_registry) if path is not None)

    @property
    def client_id(self) -> str:
        """Return the client id under which the broker keeps this slot's session."""
        return f"{self.instance}-ingest-{self.slot}"
