"""What the console reads: live state, cameras, alerts, pictures, dead letters."""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from db.connection import AsyncConnection
from db.console_rows import (
    AlertDetail,
    CameraDetail,
    DeadLetterRow,
    EventCount,
    FlowBucket,
    LiveState,
    Picture,
    ProvenanceShare,
    TransitionRow,
    UsualBucket,
    WholeDeadLetter,
)
from db.dispatching import orders_to_show
from db.errors import AlertNotFound
from db.feed import current_position
from db.incident_rows import IncidentRow
from db.posts import posts_now
from db.rows import (
    AlertRow,
    CameraRow,
    EventRow,
    GatewayRow,
    PictureRow,
    SystemRow,
    UnitRow,
    WardStateRow,
)
from db.segments import (
    HEAT_LASTS,
    MOST_EVENTS,
    MOST_REPORTS,
    REPORTS_LAST,
    events_since,
    reports_since,
    segments_since,
)
from db.sql import query
from domain.kinds import IncidentKind
from domain.messages import Moment

_PICTURES_OF_CAMERA = 12
_USUAL_WEEKS = 4
_SEGMENTS_LAST = timedelta(minutes=10)


async def live_state(connection: AsyncConnection) -> LiveState:
    """Return the whole live state, all of one instant."""
    position = await current_position(connection)
    now = datetime.now(UTC)
    async with connection.snapshot():
        return LiveState(
            at=now,
            position=position,
            cameras=tuple(await connection.rows(query("console", "cameras"), CameraRow)),
            units=tuple(await connection.rows(query("console", "units"), UnitRow)),
            alerts=tuple(await connection.rows(query("alerting", "open_alerts"), AlertRow)),
            wards=tuple(await connection.rows(query("console", "ward_states"), WardStateRow)),
            systems=tuple(await connection.rows(query("console", "systems"), SystemRow)),
            gateways=tuple(await connection.rows(query("console", "gateways"), GatewayRow)),
            orders=tuple(await orders_to_show(connection, now)),
            posts=tuple(await posts_now(connection)),
            incidents=tuple(await connection.rows(query("incidents", "open_incidents"), IncidentRow)),
            segments=tuple(await segments_since(connection, now - _SEGMENTS_LAST)),
            reports=tuple(await reports_since(connection, now - REPORTS_LAST, MOST_REPORTS)),
            events=tuple(await events_since(connection, now - HEAT_LASTS, MOST_EVENTS)),
        )


async def camera_detail(
    connection: AsyncConnection, code: str, until: datetime | None = None, *, real_only: bool = False
) -> CameraDetail | None:
    """Return a camera with the 24 hours before `until` (None: now); None when it is not registered."""
    camera = await connection.row(query("console", "camera"), CameraRow, code=code)
    if camera is None:
        return None
    since = (until or datetime.now(UTC)) - timedelta(hours=24)
    pictures = await connection.rows(
        query("console", "camera_pictures"),
        PictureRow,
        code=code,
        since=since,
        until=until,
        limit=_PICTURES_OF_CAMERA,
    )
    events = await camera_events(connection, code, since, until, real_only=real_only)
    return CameraDetail(camera, tuple(events), tuple(pictures))


async def camera_events(
    connection: AsyncConnection,
    code: str,
    since: datetime,
    until: datetime | None = None,
    *,
    real_only: bool = False,
    limit: int = 200,
) -> list[EventRow]:
    """Return what a camera saw from one moment to another (None: up to now), the newest first."""
    return await connection.rows(
        query("console", "camera_events"),
        EventRow,
        code=code,
        since=since,
        until=until,
        real_only=real_only,
        limit=limit,
    )


async def camera_flow(
    connection: AsyncConnection,
    code: str,
    since: datetime,
    *,
    real_only: bool = False,
    now: datetime | None = None,
) -> list[FlowBucket]:
    """Return a camera's counts by five minutes since a moment; the last bucket is still filling."""
    return await connection.rows(
        query("console", "camera_flow"),
        FlowBucket,
        code=code,
        since=since,
        real_only=real_only,
        now=now or datetime.now(UTC),
    )


async def camera_usual_flow(
    connection: AsyncConnection, code: str, since: datetime, until: datetime, *, real_only: bool = False
) -> list[UsualBucket]:
    """Return what a camera usually counts by five minutes in that span of the week."""
    spans: dict[str, datetime] = {}
    for weeks in range(1, _USUAL_WEEKS + 1):
        spans[f"since_{weeks}"] = since - timedelta(weeks=weeks)
        spans[f"until_{weeks}"] = until - timedelta(weeks=weeks)
    return await connection.rows(
        query("console", "camera_usual_flow"), UsualBucket, code=code, real_only=real_only, **spans
    )


async def event_counts(
    connection: AsyncConnection, since: datetime, *, real_only: bool = True
) -> list[EventCount]:
    """Return events by hour, ward and kind since a moment."""
    return await connection.rows(
        query("console", "event_counts"), EventCount, since=since, real_only=real_only
    )


async def alert_by_id(connection: AsyncConnection, alert_id: uuid.UUID) -> AlertRow:
    """Return an alert as it stands; raise AlertNotFound when there is none."""
    alert = await connection.row(query("console", "alert"), AlertRow, id=alert_id)
    if alert is None:
        raise AlertNotFound(f"there is no alert {alert_id}")
    return alert


async def alert_detail(connection: AsyncConnection, alert_id: uuid.UUID) -> AlertDetail:
    """Return an alert with its life, event and pictures; raise AlertNotFound when there is none."""
    alert = await alert_by_id(connection, alert_id)
    transitions = await connection.rows(query("console", "alert_transitions"), TransitionRow, id=alert_id)
    if alert.event_id is None:
        return AlertDetail(alert, tuple(transitions), None, ())
    event = await connection.row(
        query("console", "alert_event"), EventRow, event_id=alert.event_id, event_at=alert.event_at
    )
    shown = await pictures(connection, alert.event_id)
    return AlertDetail(alert, tuple(transitions), event, tuple(shown))


async def alert_history(
    connection: AsyncConnection,
    since: datetime,
    until: datetime,
    *,
    ward_codes: Collection[str] | None = None,
    kind: IncidentKind | None = None,
    camera_code: str | None = None,
    real_only: bool = False,
    limit: int = 500,
) -> list[AlertRow]:
    """Return alerts opened in a span of time, the newest first; `ward_codes` None means all wards."""
    return await connection.rows(
        query("console", "alert_history"),
        AlertRow,
        since=since,
        until=until,
        ward_codes=None if ward_codes is None else list(ward_codes),
        kind=kind,
        camera_code=camera_code,
        real_only=real_only,
        limit=limit,
    )


async def pictures(connection: AsyncConnection, event_id: uuid.UUID) -> list[PictureRow]:
    """Return what masked pictures there are of an event, in the order they were taken."""
    return await connection.rows(query("console", "pictures"), PictureRow, event_id=event_id)


async def picture(connection: AsyncConnection, event_id: uuid.UUID, moment: Moment) -> Picture | None:
    """Return a masked picture with its bytes; None when there is none."""
    return await connection.row(query("console", "picture"), Picture, event_id=event_id, moment=moment)


async def dead_letters(
    connection: AsyncConnection,
    *,
    limit: int = 100,
    before_id: int | None = None,
    with_unreadable: bool = False,
    reason: str | None = None,
) -> list[DeadLetterRow]:
    """Return what could not be understood, the newest first; what may hold identities only when asked.

    With `reason` only those whose reason says it.
    """
    return await connection.rows(
        query("dead_letters", "letters"),
        DeadLetterRow,
        limit=limit,
        before_id=before_id,
        with_unreadable=with_unreadable,
        reason=reason,
    )


async def dead_letter(connection: AsyncConnection, letter_id: int) -> WholeDeadLetter | None:
    """Return one dead letter, whole."""
    return await connection.row(query("dead_letters", "letter"), WholeDeadLetter, id=letter_id)


async def provenance_shares(connection: AsyncConnection) -> list[ProvenanceShare]:
    """Return how many sources there are of each provenance."""
    return await connection.rows(query("console", "provenance_shares"), ProvenanceShare)
