"""The whole file of an incident: all that belongs to it, cut to who reads it."""

from datetime import datetime
from uuid import UUID

import msgspec

from dashboard.live_entries import AlertEntry, alert_entry
from dashboard.live_incident_entries import IncidentEntry, as_entry
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.dispatching import orders_of_incident
from db.incident_links import alerts_of, links
from db.incident_papers import attachments, steps
from db.incident_rows import (
    IncidentAttachmentRow,
    IncidentCaller,
    IncidentEntryRow,
    IncidentLinkRow,
    IncidentRow,
    IncidentStepRow,
)
from db.incidents import callers_of, timeline
from db.post_rows import TransferRow
from db.rows import CommandRow
from db.transfers import transfers_of_incident
from domain.correlation import spoken
from domain.incidents import IncidentAction, possible_actions
from domain.roles import Person, Right


class LinkTold(msgspec.Struct, frozen=True):
    """What belongs (or belonged) to the incident, and in both languages why."""

    id: int
    subject: str
    key: str
    linked_at: datetime
    linked_by: str
    is_automatic: bool
    why: str
    why_en: str
    unlinked_at: datetime | None
    unlinked_by: str | None


class EntryTold(msgspec.Struct, frozen=True):
    """A line of the timeline; what a rule wrote is spoken in both languages."""

    id: int
    at: datetime
    happened_at: datetime | None
    kind: str
    before: str | None
    action: str | None
    after: str | None
    account_id: int | None
    by_name: str
    text: str
    text_en: str
    details: dict[str, object] | None


class IncidentFile(msgspec.Struct, frozen=True):
    """Everything about one incident; `caller` is null for whom it is none of their business."""

    incident: IncidentRow
    entry: IncidentEntry
    can: tuple[IncidentAction, ...]
    timeline: list[EntryTold]
    links: list[LinkTold]
    alerts: dict[UUID, AlertEntry]
    steps: list[IncidentStepRow]
    orders: list[CommandRow]
    transfers: list[TransferRow]
    attachments: list[IncidentAttachmentRow]
    caller: IncidentCaller | None
    callers: list[IncidentCaller]


async def incident_file(connection: AsyncConnection, row: IncidentRow, person: Person) -> IncidentFile:
    """Return the whole file of an incident as this person may read it."""
    callers = await _callers(connection, row, person)
    found = await links(connection, row.id)
    return IncidentFile(
        incident=row,
        entry=as_entry(row),
        can=possible_actions(row.state),
        timeline=[entry_told(entry) for entry in await timeline(connection, row.id)],
        links=[link_told(link) for link in found],
        alerts={alert.id: alert_entry(alert) for alert in await alerts_of(connection, row.id)},
        steps=await steps(connection, row.id),
        orders=await orders_of_incident(connection, row.id),
        transfers=await transfers_of_incident(connection, row.id),
        attachments=await attachments(connection, row.id),
        caller=callers[0] if callers else None,
        callers=callers,
    )


def may_see_callers(row: IncidentRow, person: Person) -> bool:
    """Tell whether who called is this person's business: the owner's, and theirs who may see callers."""
    return row.owner_id == person.account_id or person.may(Right.SEE_CALLERS, row.ward_code)


def link_told(row: IncidentLinkRow) -> LinkTold:
    """Return a link with why it was made, in both languages."""
    return LinkTold(
        id=row.id,
        subject=row.subject,
        key=row.key,
        linked_at=row.linked_at,
        linked_by=row.linked_by,
        is_automatic=row.is_automatic,
        why=spoken(row.why, "vi"),
        why_en=spoken(row.why, "en"),
        unlinked_at=row.unlinked_at,
        unlinked_by=row.unlinked_by,
    )


def entry_told(row: IncidentEntryRow) -> EntryTold:
    """Return a line of the timeline in both languages."""
    return EntryTold(
        id=row.id,
        at=row.at,
        happened_at=row.happened_at,
        kind=row.kind,
        before=row.before,
        action=row.action,
        after=row.after,
        account_id=row.account_id,
        by_name=row.by_name,
        text=spoken(row.text, "vi"),
        text_en=spoken(row.text, "en"),
        details=None if row.details is None else dict(row.details),
    )


async def _callers(connection: AsyncConnection, row: IncidentRow, person: Person) -> list[IncidentCaller]:
    """Return who called; that somebody else than the owner looked is written down."""
    if not may_see_callers(row, person):
        return []
    callers = await callers_of(connection, row.id)
    if callers and row.owner_id != person.account_id:
        await record_audit(connection, person, "see_caller", str(row.id), {"number": row.number})
    return callers
