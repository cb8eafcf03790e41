"""What the rules process is told at its start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.rules.self_watch import HOLD
from ingest.rules.situation import CentrePlace


@dataclass(frozen=True, slots=True)
class RulesSettings:
    """Where the database is, and how often the rules look at what no change tells of.

    `site_names` are the names of the district's sites by their codes, for the alerts' places; `centre` is
    where the centre itself is. `database_disk` is a folder on the database's disk, None to leave it alone.
    """

    database_url: str = field(repr=False)
    instance: str = "opscenter"
    site_names: Mapping[str, str] = field(default_factory=dict)
    centre: CentrePlace | None = None
    database_disk: Path | None = None
    traffic_every_s: float = 5.0
    traffic_window_s: float = 60.0
    segments_every_s: float = 60.0
    upkeep_every_s: float = 30.0
    gaps_every_s: float = 10.0
    gaps_settling_s: float = 60.0
    watch_every_s: float = 5.0
    watch_hold_s: float = HOLD.total_seconds()
    stand_by_every_s: float = 2.0
