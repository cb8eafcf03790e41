"""How fresh the centre's data is, and how much of it is simulated, from what the feed says."""

from collections import Counter
from datetime import datetime

from dashboard.live_audience import Audience
from db.incident_rows import IncidentRow
from db.post_rows import PostRow
from db.rows import AlertRow, AnyRow, CameraRow, CommandRow, GatewayRow, PictureRow, SegmentStateRow, UnitRow
from domain.messages import GatewayState, Provenance


class Sources:
    """When each ward was last heard of, and where cameras and units come from."""

    def __init__(self) -> None:
        self._heard_at: dict[str, datetime] = {}
        self._lost_gateways: dict[str, str] = {}
        self._provenances: dict[str, tuple[str, Provenance]] = {}

    def hear(self, row: AnyRow) -> None:
        """Note what a row tells; what the centre itself makes of things is no source's word."""
        if isinstance(row, AlertRow | CommandRow | SegmentStateRow | IncidentRow | PostRow):
            return
        if isinstance(row, CameraRow | UnitRow):
            self._provenances[row.code] = (row.ward_code, row.provenance)
        if isinstance(row, GatewayRow):
            self._hear_gateway(row)
        at = row.observed_at
        if at is not None and not isinstance(row, PictureRow):
            self._heard_at[row.ward_code] = max(at, self._heard_at.get(row.ward_code, at))

    def oldest_s(self, now: datetime, audience: Audience) -> float | None:
        """Return the age of the newest word of the ward that is silent longest; None before any word.

        Wards whose gateway is lost are left out: they are shown as lost, which says more.
        """
        lost = set(self._lost_gateways.values())
        ages = [
            (now - at).total_seconds()
            for ward_code, at in self._heard_at.items()
            if ward_code not in lost and (audience.wards is None or ward_code in audience.wards)
        ]
        return max(0.0, round(max(ages), 1)) if ages else None

    def simulated_share(self, audience: Audience) -> float | None:
        """Return the share of cameras and units that are not real, 0 to 1; None when there are none."""
        seen = [
            provenance
            for ward_code, provenance in self._provenances.values()
            if audience.wards is None or ward_code in audience.wards
        ]
        if not seen:
            return None
        return round(sum(provenance is not Provenance.REAL for provenance in seen) / len(seen), 4)

    def main_provenance(self) -> Provenance:
        """Return the provenance that most cameras and units have; of equals, the real one."""
        counts = Counter(provenance for _, provenance in self._provenances.values())
        return max(Provenance, key=lambda it: (counts[it], it is Provenance.REAL))

    def _hear_gateway(self, row: GatewayRow) -> None:
        if row.state is GatewayState.LOST:
            self._lost_gateways[row.gateway] = row.ward_code
        else:
            self._lost_gateways.pop(row.gateway, None)
