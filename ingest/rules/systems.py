"""The eight systems and the gateways: figures beyond their limits, and what has fallen silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from db.alerting import NewAlert, SilentGateway
from db.rows import GatewayRow, SystemRow
from domain.kinds import IncidentKind, Severity
from domain.messages import GatewayState, Provenance
from domain.smart_systems import SYSTEM_WORDS
from domain.system_limits import LIMIT_OF
from ingest.rules.decisions import AlertKey, Clear, Decision
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

SILENT_AFTER = timedelta(minutes=5)
_DOWN = IncidentKind.SYSTEM_DOWN

READING_RULE = Rule(
    "system_reading",
    "A figure of one of the eight systems beyond its limit opens an alert; most clear when it is back.",
)
SILENCE_RULE = Rule(
    "system_silent",
    "A system from which no figure has come for five minutes opens an alert, cleared by its next figure.",
)
GATEWAY_RULE = Rule(
    "gateway_lost",
    "A gateway that is lost, or whose cameras have all fallen silent, opens one alert for all its cameras.",
)


def decision_of_reading(row: SystemRow, standing: StandingAlerts, situation: Situation) -> Decision | None:
    """Return what a figure decides: beyond its limit an alert, back again its end, between them nothing."""
    limit = LIMIT_OF.get((row.system, row.metric))
    if limit is None:
        return None
    key = AlertKey(
        READING_RULE.name, f"{row.system}/{row.site}/{row.metric}", limit.kind, row.provenance, row.exercise
    )
    if limit.is_back(row.value):
        return (
            Clear(key, f"{row.metric} is back at {row.value:g} {row.unit}") if limit.ends_by_itself else None
        )
    if not limit.is_beyond(row.value) or standing.is_open(key):
        return None
    lat, lon = situation.point_of_ward(row.ward_code)
    vi, _ = SYSTEM_WORDS[row.system]
    return NewAlert(
        rule=key.rule,
        place_key=key.place_key,
        ward_code=row.ward_code,
        kind=limit.kind,
        severity=limit.severity,
        lat=lat if row.lat is None else row.lat,
        lon=lon if row.lon is None else row.lon,
        place=situation.place_of_site(row.site, row.ward_code),
        source_channel="system",
        at=row.observed_at,
        provenance=row.provenance,
        exercise=row.exercise,
        details={
            "system": vi,
            "metric": row.metric,
            "value": row.value,
            "unit": row.unit,
            "limit": limit.at,
        },
    )


def silence_alert(last: SystemRow, now: datetime, situation: Situation) -> NewAlert:
    """Return the alert that a whole system has fallen silent; shown where it spoke last."""
    lat, lon = situation.point_of_ward(last.ward_code)
    vi, _ = SYSTEM_WORDS[last.system]
    key = silence_key(last)
    return NewAlert(
        rule=key.rule,
        place_key=key.place_key,
        ward_code=last.ward_code,
        kind=key.kind,
        severity=Severity.MEDIUM,
        lat=lat,
        lon=lon,
        place=vi,
        source_channel="system",
        at=now,
        provenance=last.provenance,
        details={"system": vi, "silent_since": last.observed_at.isoformat()},
    )


def end_of_silence(row: SystemRow) -> Clear:
    """Return the end that any figure of a system puts to its silence."""
    return Clear(silence_key(row), "figures come again")


def silence_key(row: SystemRow) -> AlertKey:
    """Return what the alert of a silent system is known by."""
    return AlertKey(SILENCE_RULE.name, f"system/{row.system}", _DOWN, row.provenance, False)


def decision_of_gateway(row: GatewayRow, standing: StandingAlerts, situation: Situation) -> Decision | None:
    """Return what a gateway's word, or its will, decides."""
    key = gateway_key(row.gateway, row.provenance)
    if row.state is GatewayState.ONLINE:
        return Clear(key, "the gateway is back")
    if standing.is_open(key):
        return None
    return _gateway_alert(row.gateway, row.ward_code, row.provenance, row.received_at, situation)


def decisions_of_silence(
    silent: Iterable[SilentGateway], now: datetime, standing: StandingAlerts, situation: Situation
) -> list[Decision]:
    """Return what the list of silent gateways decides: who is new to it, and who is no longer on it."""
    by_key = {gateway_key(it.gateway, it.provenance): it for it in silent}
    opened: list[Decision] = [
        _gateway_alert(it.gateway, it.ward_code, it.provenance, now, situation, is_silent=True)
        for key, it in by_key.items()
        if it.state is not GatewayState.LOST and not standing.is_open(key)
    ]
    ended: list[Decision] = [
        Clear(gateway_key(alert.place_key, alert.provenance), "its cameras count again")
        for alert in standing.of_rule(GATEWAY_RULE.name)
        if gateway_key(alert.place_key, alert.provenance) not in by_key
        and (alert.details or {}).get("is_silent") is True
    ]
    return opened + ended


def gateway_key(gateway: str, provenance: Provenance) -> AlertKey:
    """Return what a gateway's alert is known by."""
    return AlertKey(GATEWAY_RULE.name, gateway, _DOWN, provenance, False)


def _gateway_alert(
    gateway: str,
    ward_code: str,
    provenance: Provenance,
    at: datetime,
    situation: Situation,
    *,
    is_silent: bool = False,
) -> NewAlert:
    lat, lon = situation.point_of_ward(ward_code)
    cameras = sum(1 for camera in situation.cameras.values() if camera.gateway == gateway)
    return NewAlert(
        rule=GATEWAY_RULE.name,
        place_key=gateway,
        ward_code=ward_code,
        kind=_DOWN,
        severity=Severity.HIGH,
        lat=lat,
        lon=lon,
        place=f"{gateway} · {situation.place_in_ward(ward_code)}",
        source_channel="system",
        at=at,
        provenance=provenance,
        details={"gateway": gateway, "cameras": cameras, "is_silent": is_silent},
    )
