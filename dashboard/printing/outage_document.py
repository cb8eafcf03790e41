"""The page for when everything is down: what is open, where the units are, whom to call, a form to fill."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from dashboard.printing.document import Column, Document, Kind, Row, Section, Table
from dashboard.printing.left_sections import sections_of
from dashboard.printing.naming import Names
from dashboard.printing.values import full_moment
from dashboard.written import number
from db.shift_state import UnitNow
from domain.handovers import Left, provenances
from domain.local_time import ZONE
from domain.shifts import Contact, HeldSeat

_LINES_TO_WRITE_ON = 22
_LINE_MM = 9.0
_DOTS = "." * 26


def outage_document(
    left: Left, units: Sequence[UnitNow], seats: Sequence[HeldSeat], contacts: Sequence[Contact], names: Names
) -> Document:
    """Return the page as it stood at `left.at`."""
    whose = provenances(left)
    names = names.of(whose)
    incidents, *rest = sections_of(left, names)
    return Document(
        title=names.say("outage.title"),
        subtitle=names.say("outage.subtitle", at=full_moment(left.at)),
        head=names.head(),
        motto=names.motto(),
        at=left.at,
        language=names.language,
        stamp=names.stamp(whose),
        lead=tuple(names.say(f"outage.lead.{step}") for step in ("1", "2", "3")),
        sections=(
            incidents,
            _contacts(contacts, names),
            _seats(seats, names),
            _units(units, names),
            *(section for section in rest if section.table is not None),
            _form(names),
        ),
        foot=names.say("outage.foot", at=full_moment(left.at)),
    )


def _contacts(contacts: Sequence[Contact], names: Names) -> Section:
    """Return the contacts, two beside each other: the list is read in a hurry and printed on few sheets."""
    columns = (
        Column(names.say("column.contact"), width=2.6),
        Column(names.say("column.phone"), width=1.7),
    ) * 2
    half = (len(contacts) + 1) // 2
    pairs = zip_longest(contacts[:half], contacts[half:], fillvalue=Contact("", " "))
    rows = tuple(
        Row((one.name, one.phone or _DOTS, other.name, other.phone or _DOTS)) for one, other in pairs
    )
    return Section(names.say("part.contacts"), table=Table(columns, rows) if rows else None)


def _seats(seats: Sequence[HeldSeat], names: Names) -> Section:
    columns = (
        Column(names.say("column.seat"), width=2),
        Column(names.say("column.wards"), width=4),
        Column(names.say("column.by"), width=2),
        Column(names.say("column.since"), Kind.MOMENT),
    )
    rows = tuple(Row((it.name, _wards(it, names), it.by_name, it.taken_at)) for it in seats)
    return Section(names.say("part.seats"), table=Table(columns, rows) if rows else None)


def _wards(seat: HeldSeat, names: Names) -> str:
    return ", ".join(names.ward(code) for code in seat.ward_codes)


def _units(units: Sequence[UnitNow], names: Names) -> Section:
    columns = (
        Column(names.say("column.unit"), width=1.6),
        Column(names.say("column.unit_kind"), width=2),
        Column(names.say("column.ward"), width=1.6),
        Column(names.say("column.unit_state"), width=1.6),
        Column(names.say("column.position"), width=2.1),
        Column(names.say("column.heard"), Kind.MOMENT, 1.2),
    )
    rows = tuple(
        Row(
            (
                it.callsign + names.marks(it.provenance),
                names.say(f"unit_kind.{it.kind}"),
                names.ward(it.ward_code),
                names.say(f"unit.{it.state}"),
                f"{it.lat:.4f}, {it.lon:.4f}",
                it.heard_at,
            )
        )
        for it in units
    )
    title = f"{names.say('part.all_units')} ({number(len(rows), names.language, 0)})"
    return Section(title, table=Table(columns, rows)) if rows else Section(title, (names.say("none"),))


def _form(names: Names) -> Section:
    """Return lines to write on until the centre is back, as they will be typed in later."""
    columns = tuple(
        Column(names.say(f"column.form.{name}"), width=width)
        for name, width in (
            ("time", 0.9),
            ("what", 1.8),
            ("where", 2.2),
            ("told_by", 1.5),
            ("done", 3.2),
            ("who", 1.3),
        )
    )
    blank = Row(("",) * len(columns))
    table = Table(columns, (blank,) * _LINES_TO_WRITE_ON, row_mm=_LINE_MM)
    return Section(names.say("part.form"), (names.say("outage.form"),), table=table, starts_page=True)


def file_stem(at: datetime) -> str:
    """Return the name of the page's files, by day and minute on the centre's clock: they sort by age."""
    return f"tinh-hinh-{at.astimezone(ZONE):%Y%m%d-%H%M}"
