"""Who looks at an alert or an incident just now: in memory alone, and only while the page says so again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from dashboard.live_audience import LiveKind
from dashboard.live_state import Entry
from domain.roles import Person

EXPIRES = timedelta(seconds=45)
"""How long a look is believed; the page says it anew every 15 seconds."""

LookedAt = Literal["alert", "incident"]


@dataclass(frozen=True, slots=True)
class _Look:
    """One session's look at one thing."""

    key: str
    ward_code: str | None
    account_id: int
    name: str
    until: datetime


class Looking:
    """Who looks at what: one alert and one incident for each session."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, LookedAt], _Look] = {}

    def look(
        self, session: str, person: Person, subject: LookedAt, seen: Entry | None, now: datetime
    ) -> list[Entry]:
        """Take in that a session looks at `seen` (None: at nothing), and return what is different."""
        before = self._looks.pop((session, subject), None)
        if seen is not None:
            self._looks[session, subject] = _Look(
                key=f"{subject}/{seen.key}",
                ward_code=seen.ward_code,
                account_id=person.account_id,
                name=person.display_name,
                until=now + EXPIRES,
            )
        now_seen = self._looks.get((session, subject))
        return self._entries([look for look in (before, now_seen) if look is not None])

    def pass_time(self, now: datetime) -> list[Entry]:
        """Forget looks of which nobody spoke again, and return what is different."""
        over = {which: look for which, look in self._looks.items() if look.until <= now}
        for which in over:
            del self._looks[which]
        return self._entries(over.values())

    def _entries(self, looks: Iterable[_Look]) -> list[Entry]:
        """Return how the things of `looks` are looked at now, each once."""
        wards = {look.key: look.ward_code for look in looks}
        return [Entry(LiveKind.LOOKING, key, ward, self._names(key)) for key, ward in wards.items()]

    def _names(self, key: str) -> bytes | None:
        """Return who looks at a thing, each person once, as JSON; None for nobody."""
        people = {look.account_id: look.name for look in self._looks.values() if look.key == key}
        return msgspec.json.encode(sorted(people.values())) if people else None
