"""Who may be told what: people with the same audience share one encoded stream."""

from dataclasses import dataclass
from enum import StrEnum

from domain.roles import WARD_BOUND, Person, Right


class LiveKind(StrEnum):
    """What the live state is made of; the value is its key on the wire."""

    CAMERAS = "cameras"
    UNITS = "units"
    ALERTS = "alerts"
    WARDS = "wards"
    SYSTEMS = "systems"
    GATEWAYS = "gateways"
    PICTURES = "pictures"
    ORDERS = "orders"
    TASKS = "tasks"
    POSTS = "posts"
    SEGMENTS = "segments"
    REPORTS = "reports"
    HEAT = "heat"
    SITES = "sites"
    INCIDENTS = "incidents"
    LOOKING = "looking"


_RIGHT_OF_KIND = {
    LiveKind.CAMERAS: Right.SEE_MAP,
    LiveKind.UNITS: Right.SEE_UNITS,
    LiveKind.ALERTS: Right.SEE_ALERTS,
    LiveKind.WARDS: Right.SEE_MAP,
    LiveKind.SYSTEMS: Right.SEE_MAP,
    LiveKind.GATEWAYS: Right.SEE_MAP,
    LiveKind.PICTURES: Right.SEE_PICTURES,
    LiveKind.ORDERS: Right.SEE_UNITS,
    LiveKind.TASKS: Right.SEE_UNITS,
    LiveKind.POSTS: Right.SEE_UNITS,
    LiveKind.SEGMENTS: Right.SEE_MAP,
    LiveKind.REPORTS: Right.SEE_ALERTS,
    LiveKind.HEAT: Right.SEE_MAP,
    LiveKind.SITES: Right.SEE_MAP,
    LiveKind.INCIDENTS: Right.SEE_INCIDENTS,
    LiveKind.LOOKING: Right.SEE_INCIDENTS,
}


@dataclass(frozen=True, slots=True)
class Audience:
    """The kinds that are seen, and the wards whose things are seen (None for all)."""

    kinds: frozenset[LiveKind]
    wards: frozenset[str] | None

    def sees(self, kind: LiveKind, ward_code: str | None) -> bool:
        """Tell whether a thing of `kind` in `ward_code` (None: of the whole district) is shown."""
        return kind in self.kinds and (self.wards is None or ward_code is None or ward_code in self.wards)


def audience_of(person: Person) -> Audience:
    """Return the audience that `person` belongs to."""
    kinds = frozenset(kind for kind, right in _RIGHT_OF_KIND.items() if person.may(right))
    return Audience(kinds, person.ward_codes if person.role in WARD_BOUND else None)
