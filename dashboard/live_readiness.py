"""How far the centre is from being shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the database answers, its tables are ours, and the live state is read from it."""

    database: bool = False
    migrations: bool = False
    state: bool = False

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing is missing."""
        return self.database and self.migrations and self.state
