"""What a person asks for when starting a whole centre."""

from dataclasses import dataclass
from pathlib import Path

from opscenter.embedded_broker import BrokerChoice


@dataclass(frozen=True, slots=True)
class UpOptions:
    """The command line of `opscenter up`."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8050
    speed: float = 1.0
    seed: int = 1
    cameras: int = 1115
    simulates: bool = True
    frigate: Path | None = None
    devices: Path | None = None
    district: Path | None = None
    is_fresh: bool = False
    broker: BrokerChoice = BrokerChoice.AUTO
    metrics_port: int = 0
