"""The sections that tell what is left to do: in a hand-over, and on the page for when everything is down."""

from collections.abc import Sequence

from dashboard.printing.document import Cell, Column, Kind, Row, Section, Table, Tone
from dashboard.printing.naming import Names
from dashboard.written import number
from domain.handovers import CamerasOut, Left, OpenAlert, OpenIncident, RunningTransfer
from domain.kinds import Severity

_TONES = {Severity.CRITICAL: Tone.BAD, Severity.HIGH: Tone.WARN}


def sections_of(left: Left, names: Names) -> tuple[Section, ...]:
    """Return everything that is left to do, part by part."""
    return (
        incidents(left.incidents, names),
        _alerts(left, names),
        _shelved(left.shelved, names),
        _orders(left, names),
        _transfers(left, names),
        _cameras(left, names),
        _systems(left, names),
        _units(left, names),
        _notes(left, names),
    )


def incidents(found: Sequence[OpenIncident], names: Names) -> Section:
    """Return the incidents that are not closed."""
    columns = _columns(
        names,
        ("number", Kind.TEXT, 1.75),
        ("severity", Kind.TEXT, 1.1),
        ("kind", Kind.TEXT, 1.7),
        ("place", Kind.TEXT, 2.4),
        ("state", Kind.TEXT, 1.3),
        ("owner", Kind.TEXT, 1.3),
        ("opened", Kind.MOMENT, 1.3),
        ("handed", Kind.WHOLE, 0.7),
    )
    rows = [
        Row(
            (
                it.number + names.marks(it.provenance, exercise=it.exercise, is_late=it.is_late_entry),
                names.say(f"severity.{it.severity}"),
                names.kind(it.kind),
                _where(it.place, it.ward_code, names),
                names.say(f"incident.{it.state}"),
                it.owner,
                it.opened_at,
                it.times_handed or None,
            ),
            _TONES.get(it.severity, Tone.CALM),
        )
        for it in found
    ]
    return _part("incidents", columns, rows, names)


def _alerts(left: Left, names: Names) -> Section:
    columns = _alert_columns(names, ("owner", Kind.TEXT, 1.4), ("opened", Kind.MOMENT, 1.3))
    rows = [_alert_row(it, names, it.owner, it.opened_at) for it in left.alerts]
    more = left.alerts_open - len(left.alerts)
    says = (names.say("more", count=number(more, names.language, 0)),) if more > 0 else ()
    return _part("alerts", columns, rows, names, says, count=left.alerts_open)


def _shelved(shelved: Sequence[OpenAlert], names: Names) -> Section:
    columns = _alert_columns(
        names,
        ("shelved_by", Kind.TEXT, 1.2),
        ("reason", Kind.TEXT, 1.6),
        ("until", Kind.MOMENT, 1.3),
    )
    rows = [_alert_row(it, names, it.shelved_by, it.shelved_reason, it.shelved_until) for it in shelved]
    return _part("shelved", columns, rows, names)


def _alert_columns(names: Names, *more: tuple[str, Kind, float]) -> tuple[Column, ...]:
    first = (("severity", Kind.TEXT, 1.2), ("kind", Kind.TEXT, 1.9), ("place", Kind.TEXT, 2.6))
    return _columns(names, *first, *more, ("handed", Kind.WHOLE, 0.7))


def _alert_row(alert: OpenAlert, names: Names, *more: Cell) -> Row:
    cells = (
        names.say(f"severity.{alert.severity}"),
        names.kind(alert.kind) + names.marks(alert.provenance, exercise=alert.exercise),
        _where(alert.place, alert.ward_code, names),
        *more,
        alert.times_handed or None,
    )
    return Row(cells, _TONES.get(alert.severity, Tone.CALM))


def _orders(left: Left, names: Names) -> Section:
    columns = _columns(
        names,
        ("unit", Kind.TEXT, 1.3),
        ("number", Kind.TEXT, 1.6),
        ("text", Kind.TEXT, 3),
        ("sent", Kind.MOMENT, 1.3),
        ("sent_by", Kind.TEXT, 1.3),
    )
    rows = [
        Row(
            (
                it.callsign + names.marks(it.provenance, exercise=it.exercise),
                it.number,
                it.text,
                it.sent_at,
                it.sent_by,
            ),
            Tone.WARN if it.due_at is not None and it.due_at < left.at else Tone.CALM,
        )
        for it in left.orders
    ]
    return _part("orders", columns, rows, names)


def _transfers(left: Left, names: Names) -> Section:
    columns = _columns(
        names,
        ("number", Kind.TEXT, 1.5),
        ("to", Kind.TEXT, 2.2),
        ("asked", Kind.MOMENT, 1.2),
        ("asked_by", Kind.TEXT, 1.5),
        ("due", Kind.MOMENT, 1.2),
    )
    rows = [Row((it.number, _party(it, names), it.asked_at, it.asked_by, it.due_at)) for it in left.transfers]
    return _part("transfers", columns, rows, names)


def _party(transfer: RunningTransfer, names: Names) -> str:
    ward = names.ward(transfer.ward_code or "")
    return names.say(f"party.{transfer.party}", ward=ward)


def _cameras(left: Left, names: Names) -> Section:
    columns = _columns(
        names,
        ("code", Kind.TEXT, 1.2),
        ("camera", Kind.TEXT, 2.4),
        ("ward", Kind.TEXT, 1.3),
        ("camera_state", Kind.TEXT, 1.3),
        ("reason", Kind.TEXT, 1.8),
        ("since", Kind.MOMENT, 1.3),
    )
    rows = [
        Row(
            (
                it.code + names.marks(it.provenance),
                it.name,
                names.ward(it.ward_code),
                names.say(f"camera.{it.state}"),
                it.reason,
                it.since,
            )
        )
        for it in left.cameras
    ]
    says = tuple(_camera_sentence(it, names) for it in left.cameras_out)
    return _part("cameras", columns, rows, names, says)


def _camera_sentence(told: CamerasOut, names: Names) -> str:
    """Return how many cameras of a provenance are out, state by state."""
    counts = {
        "offline": told.offline,
        "maintenance": told.maintenance,
        "obscured": told.obscured,
        "moved": told.moved,
        "unknown": told.unknown,
    }
    said = [
        f"{number(count, names.language, 0)} {names.say(f'camera.{state}').lower()}"
        for state, count in counts.items()
        if count
    ]
    return names.say(
        "cameras.sentence",
        whose=names.say(f"whose.{told.provenance}"),
        out=number(sum(counts.values()), names.language, 0),
        all=number(told.cameras, names.language, 0),
        states=f" ({', '.join(said)})" if said else "",
    )


def _systems(left: Left, names: Names) -> Section:
    """Return lost gateways, with whose silence all their cameras are silent, and silent systems."""
    columns = _columns(
        names,
        ("system", Kind.TEXT, 3),
        ("ward", Kind.TEXT, 1.5),
        ("what", Kind.TEXT, 2),
        ("since", Kind.MOMENT, 1.3),
    )
    lost = [
        Row(
            (
                it.gateway + names.marks(it.provenance),
                names.ward(it.ward_code),
                names.say("gateway_lost"),
                it.since,
            ),
            Tone.BAD,
        )
        for it in left.gateways
    ]
    silent = [
        Row(
            (it.place + names.marks(it.provenance), names.ward(it.ward_code), names.kind(it.kind), it.since),
            Tone.WARN,
        )
        for it in left.systems
    ]
    return _part("systems", columns, lost + silent, names)


def _units(left: Left, names: Names) -> Section:
    columns = _columns(
        names,
        ("unit", Kind.TEXT, 2),
        ("ward", Kind.TEXT, 2),
        ("unit_state", Kind.TEXT, 2),
        ("heard", Kind.MOMENT, 1.4),
    )
    rows = [
        Row(
            (
                it.callsign + names.marks(it.provenance),
                names.ward(it.ward_code),
                names.say(f"unit.{it.state}"),
                it.heard_at,
            )
        )
        for it in left.units
    ]
    return _part("units", columns, rows, names)


def _notes(left: Left, names: Names) -> Section:
    columns = _columns(names, ("at", Kind.MOMENT, 1.2), ("by", Kind.TEXT, 1.4), ("note", Kind.TEXT, 5))
    return _part("notes", columns, [Row((it.at, it.by_name, it.text)) for it in left.notes], names)


def _columns(names: Names, *said: tuple[str, Kind, float]) -> tuple[Column, ...]:
    return tuple(Column(names.say(f"column.{name}"), kind, width) for name, kind, width in said)


def _part(
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    names: Names,
    says: tuple[str, ...] = (),
    *,
    count: int | None = None,
) -> Section:
    """Return a part with its count in its title; without rows its title says so."""
    how_many = len(rows) if count is None else count
    title = f"{names.say(f'part.{name}')} ({number(how_many, names.language, 0)})"
    if not rows:
        return Section(names.say("nothing", part=names.say(f"part.{name}")), says)
    return Section(title, says, table=Table(columns, tuple(rows)), sheet=names.say(f"part.{name}"))


def _where(place: str, ward_code: str, names: Names) -> str:
    """Return a place with its ward, unless it says so already."""
    ward = names.ward(ward_code)
    return place if ward in place else f"{place}, {ward}" if place else ward
