"""A report of the district as a document: incidents, times against goals, alarms, cameras, and gaps."""

from collections import Counter
from collections.abc import Iterable

from dashboard.printing.document import Column, Document, Kind, Row, Section, Signature, Table, Tone
from dashboard.printing.naming import Names
from dashboard.printing.values import NOTHING, duration, full_moment, share
from dashboard.written import number
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.report_figures import TAKE_GOALS, IncidentFact, StageFigure
from domain.reports import Report, Unmeasured

MOST_PRINTED = 400
"""Incidents that are listed one by one; a spreadsheet of a month still opens at once."""


def report_document(report: Report, names: Names) -> Document:
    """Return the report as it is printed; its title says when its data is not real."""
    names = names.of({report.provenance})
    title = names.say(f"report.title.{report.span.period}")
    if report.provenance is not Provenance.REAL:
        title += f" {names.say(f'report.title.{report.provenance}')}"
    return Document(
        title=title,
        subtitle=_span_words(report, names),
        head=names.head(),
        motto=names.motto(),
        at=report.made_at,
        language=names.language,
        stamp=names.stamp({report.provenance}),
        lead=(names.say("report.whose", whose=names.say(f"whose.{report.provenance}").lower()),),
        sections=(
            _overview(report, names),
            _wards(report, names),
            _stages(report, names),
            _critical(report, names),
            _load(report, names),
            _false_alarms(report, names),
            _uptime(report, names),
            _unmeasured(report, names),
            _list(report, names),
        ),
        signatures=(Signature(names.say("signature.made")), Signature(names.say("signature.head"))),
        foot=names.say("report.foot", at=full_moment(report.made_at)),
    )


def _span_words(report: Report, names: Names) -> str:
    first, last = (day.strftime("%d/%m/%Y") for day in (report.span.first, report.span.last))
    if first == last:
        return names.say("report.day", day=first)
    return names.say("report.days", first=first, last=last)


def _overview(report: Report, names: Names) -> Section:
    """Return the figures that are read first."""
    counts = {
        "incidents": report.incidents,
        "still_open": report.still_open,
        "false_incidents": report.false_incidents,
        "duplicates": report.duplicates,
        "late": report.late_entries,
        "alerts": report.alerts,
    }
    facts = [(names.say(f"report.figure.{name}"), _whole(count, names)) for name, count in counts.items()]
    facts += [
        (names.say(f"severity.{severity}"), _whole(report.by_severity.get(severity, 0), names))
        for severity in reversed(Severity)
    ]
    return Section(names.say("report.part.overview"), facts=tuple(facts))


def _wards(report: Report, names: Names) -> Section:
    """Return incidents by kind and ward, with the sums of both."""
    title = names.say("report.part.wards")
    of_kind: Counter[IncidentKind] = Counter()
    of_ward: Counter[str] = Counter()
    for (ward, kind), count in report.by_ward_and_kind.items():
        of_kind[kind] += count
        of_ward[ward] += count
    if not of_kind:
        return Section(title, (names.say("report.no_incidents"),))
    wards = list(names.wards)
    wards += sorted(of_ward.keys() - set(wards))
    columns = (
        Column(names.say("column.kind"), width=2.6),
        *(Column(names.ward(code), Kind.WHOLE) for code in wards),
        Column(names.say("column.sum"), Kind.WHOLE, 0.9),
    )
    rows = [
        Row((names.kind(kind), *(report.by_ward_and_kind.get((code, kind)) for code in wards), count))
        for kind, count in of_kind.most_common()
    ]
    total = Row(
        (names.say("column.sum"), *(of_ward[code] or None for code in wards), report.incidents), Tone.TOTAL
    )
    return Section(title, table=Table(columns, (*rows, total)), sheet=title)


def _stages(report: Report, names: Names) -> Section:
    """Return how long each stage took, beside its goal."""
    title = names.say("report.part.stages")
    columns = (
        Column(names.say("column.stage"), width=2.6),
        Column(names.say("column.counted"), Kind.WHOLE),
        Column(names.say("column.in_time"), Kind.WHOLE),
        Column(names.say("column.in_time_share"), Kind.SHARE),
        Column(names.say("column.median"), Kind.DURATION, 1.3),
        Column(names.say("column.slow"), Kind.DURATION, 1.3),
        Column(names.say("column.missing"), Kind.WHOLE),
    )
    rows = tuple(_stage_row(it, names) for it in report.stages)
    return Section(title, (names.say("report.stages.says"),), table=Table(columns, rows), sheet=title)


def _stage_row(figure: StageFigure, names: Names) -> Row:
    return Row(
        (
            names.say(f"stage.{figure.stage}"),
            figure.counted,
            figure.in_time,
            figure.share,
            figure.median_s,
            figure.slow_s,
            figure.missing,
        )
    )


def _critical(report: Report, names: Names) -> Section:
    """Return how soon critical alerts were taken, beside the goals."""
    title = names.say("report.part.critical")
    figures = report.critical
    if not figures.alerts:
        return Section(title, (names.say("report.no_critical"),))
    columns = (
        Column(names.say("column.goal"), width=3),
        Column(names.say("column.asked"), Kind.SHARE),
        Column(names.say("column.reached"), Kind.SHARE),
        Column(names.say("column.in_time"), Kind.WHOLE),
    )
    rows = tuple(
        Row(
            (
                names.say("report.within", time=duration(within_s, names.language)),
                goal,
                in_time / figures.alerts,
                in_time,
            ),
            Tone.CALM if in_time / figures.alerts >= goal else Tone.WARN,
        )
        for (within_s, goal), in_time in zip(TAKE_GOALS, figures.in_time, strict=True)
    )
    said = names.say(
        "report.critical.says",
        alerts=_whole(figures.alerts, names),
        taken=_whole(figures.taken, names),
        median=_time(figures.median_s, names),
        slow=_time(figures.slow_s, names),
    )
    return Section(title, (said,), table=Table(columns, rows), sheet=title)


def _load(report: Report, names: Names) -> Section:
    """Return the load of alarms beside the limits for one person."""
    load = report.load
    per_seat = NOTHING if load.per_seat is None else number(load.per_seat, names.language)
    facts = (
        (names.say("report.load.average"), number(load.average, names.language)),
        (names.say("report.load.seats"), number(load.seats, names.language)),
        (names.say("report.load.per_seat"), per_seat),
        (names.say("report.load.peak"), _whole(load.peak, names)),
        (names.say("report.load.flood"), share(load.flood_share, names.language)),
    )
    return Section(names.say("report.part.load"), (names.say("report.load.says"),), facts)


def _false_alarms(report: Report, names: Names) -> Section:
    title = names.say("report.part.false_alarms")
    if not report.false_alarms:
        return Section(title, (names.say("report.no_alerts"),))
    columns = (
        Column(names.say("column.kind"), width=3),
        Column(names.say("column.alerts"), Kind.WHOLE),
        Column(names.say("column.false_alarms"), Kind.WHOLE),
        Column(names.say("column.share"), Kind.SHARE),
    )
    rows = [Row((names.kind(it.kind), it.alerts, it.false_alarms, it.share)) for it in report.false_alarms]
    false = sum(it.false_alarms for it in report.false_alarms)
    total = Row((names.say("column.sum"), report.alerts, false, false / report.alerts), Tone.TOTAL)
    return Section(title, table=Table(columns, (*rows, total)), sheet=title)


def _uptime(report: Report, names: Names) -> Section:
    title = names.say("report.part.uptime")
    if not report.uptime:
        return Section(title, (names.say("report.no_uptime"),))
    columns = (
        Column(names.say("column.ward"), width=2.5),
        Column(names.say("column.uptime"), Kind.SHARE),
        Column(names.say("column.known"), Kind.SHARE),
    )
    rows = tuple(Row((names.ward(it.ward_code), it.share, it.known_share)) for it in report.uptime)
    return Section(title, table=Table(columns, rows), sheet=title)


def _unmeasured(report: Report, names: Names) -> Section:
    """Return in sentences what the figures do not say."""
    return Section(
        names.say("report.part.unmeasured"), tuple(f"– {_not_known(it, names)}" for it in report.unmeasured)
    )


def _not_known(it: Unmeasured, names: Names) -> str:
    blanks = {
        name: number(value, names.language)
        for name, value in (("count", it.count), ("of", it.of))
        if value is not None
    }
    return names.say(f"unmeasured.{it.why}", **blanks)


def _list(report: Report, names: Names) -> Section:
    """Return the incidents one by one, the first first."""
    title = names.say("report.part.list")
    if not report.listed:
        return Section(title, (names.say("none"),))
    columns = (
        Column(names.say("column.number"), width=1.9),
        Column(names.say("column.kind"), width=1.8),
        Column(names.say("column.severity"), width=1.1),
        Column(names.say("column.place"), width=2.2),
        Column(names.say("column.ward"), width=1.4),
        Column(names.say("column.state"), width=1.3),
        Column(names.say("column.opened"), Kind.MOMENT, 1.5),
        Column(names.say("column.closed"), Kind.MOMENT, 1.5),
    )
    rows = tuple(_listed(report.listed[:MOST_PRINTED], names))
    more = len(report.listed) - len(rows)
    says = (names.say("report.more", count=_whole(more, names)),) if more else ()
    return Section(title, says, table=Table(columns, rows), sheet=title)


def _listed(incidents: Iterable[IncidentFact], names: Names) -> Iterable[Row]:
    for it in incidents:
        yield Row(
            (
                it.number + names.marks(it.provenance, is_late=it.is_late_entry),
                names.kind(it.kind),
                names.say(f"severity.{it.severity}"),
                it.place,
                names.ward(it.ward_code),
                names.say(f"incident.{it.state}"),
                it.opened_at,
                it.closed_at,
            )
        )


def _whole(count: float, names: Names) -> str:
    return number(count, names.language, 0)


def _time(seconds: float | None, names: Names) -> str:
    return NOTHING if seconds is None else duration(seconds, names.language)
