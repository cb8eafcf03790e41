"""The papers of the shift room: the hand-over as it would be now or was signed, and the reports."""

from datetime import UTC, date, datetime

from dashboard.context import ConsoleContext
from dashboard.printing.document import Document
from dashboard.printing.handover_document import Signed, handover_document
from dashboard.printing.naming import Names
from dashboard.printing.report_document import report_document
from dashboard.shifts import shift_now
from db.connection import AsyncConnection
from db.reports import report_facts
from db.shift_handover import SignedHandover
from db.shift_state import left_to_do
from domain.handovers import FORMAT, HandoverBody, read_body
from domain.local_time import ZONE
from domain.places import District
from domain.reports import Period, report_of, span_of
from domain.roles import Person
from domain.words import sort_key


def names_for(district: District, language: str, today: date) -> Names:
    """Return how documents name things; wards by the names that hold today, in the order of a dictionary."""
    wards = sorted((it for it in district.wards if it.is_valid_on(today)), key=lambda it: sort_key(it.name))
    return Names(language, district.name, {ward.code: ward.name for ward in wards})


async def handover_body(connection: AsyncConnection, context: ConsoleContext, person: Person) -> HandoverBody:
    """Return what the shift that is on duty would hand over now."""
    now = datetime.now(UTC)
    shift = shift_now(now, context.settings.shift_changes)
    left = await left_to_do(connection, shift.began, now)
    return HandoverBody(FORMAT, context.district.name, shift.began, shift.ends, person.display_name, left)


def draft_document(body: HandoverBody, names: Names) -> Document:
    """Return a hand-over that nobody has signed."""
    return handover_document(body, Signed(body.left_by, None, None, None, "", ""), names)


def signed_document(kept: SignedHandover, names: Names) -> Document:
    """Return a hand-over as it was signed, from the text that was signed."""
    signed = Signed(kept.left_by, kept.left_at, kept.taken_by, kept.taken_at, kept.remark, kept.sha256)
    return handover_document(read_body(kept.body), signed, names)


async def report(connection: AsyncConnection, period: Period, day: date, names: Names) -> Document:
    """Return the report of the day, week or month that `day` lies in."""
    now, span = datetime.now(UTC), span_of(period, day, ZONE)
    facts = await report_facts(connection, span, now)
    return report_document(report_of(facts, span, now), names)
