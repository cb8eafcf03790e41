"""What the console is told by its environment."""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from domain.places import District
from domain.procedures import Procedures
from domain.shifts import USUAL_CHANGES, Contact


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is and who we are to it; `ca_file` None means plain TCP."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """The console's settings.

    `cookie_secure` is set where browsers come by HTTPS; `trusted_proxies` names the addresses whose
    word about a browser's own address is taken (a comma-separated list, or "*"). Into `outage_folder` goes
    what is to be read when everything is down, every `outage_every_s`; None: nowhere.
    """

    database_url: str
    broker: BrokerAddress
    district: District
    host: str = "127.0.0.1"
    port: int = 8050
    cookie_secure: bool = False
    tile_url: str | None = None
    instance: str = "opscenter"
    trusted_proxies: str = "127.0.0.1"
    shift_changes: tuple[time, ...] = USUAL_CHANGES
    contacts: tuple[Contact, ...] = ()
    outage_folder: Path | None = None
    outage_every_s: int = 300
    procedures: Procedures = field(default_factory=Procedures)
