"""The hand-over of a shift as a document: what is left to do, what was noted, and both signatures."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.printing.document import Document, Section, Signature
from dashboard.printing.left_sections import sections_of
from dashboard.printing.naming import Names
from dashboard.printing.values import full_moment
from dashboard.written import number
from domain.handovers import HandoverBody, Left, ShiftCounts, provenances
from domain.kinds import Severity


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a hand-over when; nobody has taken it while `taken_by` is None."""

    left_by: str
    left_at: datetime | None
    taken_by: str | None
    taken_at: datetime | None
    remark: str
    sha256: str


def handover_document(body: HandoverBody, signed: Signed, names: Names) -> Document:
    """Return a hand-over as it is read, printed and kept."""
    whose = provenances(body.left)
    names = names.of(whose)
    sections = (_summary(body.left, names), *sections_of(body.left, names))
    if signed.remark:
        sections += (Section(names.say("part.remark"), (signed.remark,)),)
    return Document(
        title=names.say("handover.title"),
        subtitle=names.say(
            "handover.subtitle", began=full_moment(body.shift_began), ends=full_moment(body.shift_ends)
        ),
        head=names.head(),
        motto=names.motto(),
        at=body.left.at,
        language=names.language,
        stamp=names.stamp(whose),
        lead=(names.say("handover.lead", at=full_moment(body.left.at), by=body.left_by),),
        sections=sections,
        signatures=_signatures(signed, names),
        foot=names.say("handover.foot", sha256=signed.sha256) if signed.sha256 else "",
    )


def _summary(left: Left, names: Names) -> Section:
    """Return the numbers that are read first."""
    critical = sum(it.severity is Severity.CRITICAL for it in left.incidents)
    again = sum(bool(it.times_handed) for it in left.incidents)
    again += sum(bool(it.times_handed) for it in (*left.alerts, *left.shelved))
    figures = {
        "incidents": len(left.incidents),
        "critical": critical,
        "alerts": left.alerts_open,
        "shelved": len(left.shelved),
        "orders": len(left.orders),
        "transfers": len(left.transfers),
        "again": again,
        "notes": len(left.notes),
    }
    facts = tuple(
        (names.say(f"summary.{name}"), number(count, names.language, 0)) for name, count in figures.items()
    )
    says = tuple(_counted(it, names) for it in left.counts) or (names.say("counted.nothing"),)
    return Section(names.say("part.summary"), says, facts)


def _counted(counts: ShiftCounts, names: Names) -> str:
    figures = {
        "alerts": counts.alerts_opened,
        "alerts_closed": counts.alerts_closed,
        "false_alarms": counts.false_alarms,
        "incidents": counts.incidents_opened,
        "incidents_closed": counts.incidents_closed,
    }
    written = {name: number(value, names.language, 0) for name, value in figures.items()}
    return names.say("counted", whose=names.say(f"whose.{counts.provenance}"), **written)


def _signatures(signed: Signed, names: Names) -> tuple[Signature, ...]:
    """Return both places to sign: by who leaves, and by who comes."""
    left_note = "" if signed.left_at is None else names.say("signed", at=full_moment(signed.left_at))
    taken_note = "" if signed.taken_at is None else names.say("signed", at=full_moment(signed.taken_at))
    return (
        Signature(names.say("signature.left"), signed.left_by if signed.left_at else "", left_note),
        Signature(names.say("signature.taken"), signed.taken_by or "", taken_note),
    )
