"""What the page of a ward's post shows: what is asked of it, what goes on in its ward, and its units."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from dashboard.live_transfers import TransferEntry, transfer_entry
from db.incident_rows import IncidentRow
from db.post_rows import PostRow, TransferRow
from db.rows import CommandRow, UnitRow
from domain.incidents import ACTIVE_STATES, IncidentState, Origin
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import Answer, Provenance, UnitState
from domain.posts import PostState
from domain.transfers import TransferState


class PostLine(Struct):
    """A post and whether it can be reached; `place` is where an incident without a better place is put."""

    code: str
    name: str
    ward: str
    lat: float
    lon: float
    state: PostState


class IncidentLine(Struct):
    """An incident that concerns the ward: `own` is one that the post opened or took over, and may end."""

    id: UUID
    no: str
    vi: str
    en: str
    sev: Severity
    st: IncidentState
    place: str
    words: str
    opened: datetime
    ver: int
    verified_by: str | None
    owner: str | None
    own: bool
    p: Provenance
    exercise: bool
    transfer: TransferEntry | None
    units: list[str]


class UnitLine(Struct):
    """A unit of the ward, since when it does what it does, and the order that it is on."""

    c: str
    kind: str
    s: UnitState
    since: datetime | None
    order: str | None
    answer: Answer | None
    due: datetime | None


class KindLine(Struct):
    """A kind that can be chosen when an incident is opened."""

    key: IncidentKind
    vi: str
    en: str


class PostView(Struct):
    """The whole page; `asked` are the incidents that wait for this post's answer, the oldest first."""

    at: datetime
    posts: list[PostLine]
    asked: list[IncidentLine]
    incidents: list[IncidentLine]
    units: list[UnitLine]
    kinds: list[KindLine]


def post_view(
    now: datetime,
    wards: frozenset[str],
    *,
    posts: Sequence[PostRow],
    incidents: Sequence[IncidentRow],
    transfers: Sequence[TransferRow],
    orders: Sequence[CommandRow],
    units: Sequence[UnitRow],
) -> PostView:
    """Return what concerns these wards."""
    newest = {transfer.incident_id: transfer for transfer in transfers}
    callsigns = {unit.code: unit.callsign for unit in units}
    lines = [incident_line(row, newest.get(row.id), wards, callsigns) for row in incidents]
    asked = [it for it in lines if it.transfer is not None and it.transfer.state is TransferState.ASKED]
    under_way = {order.unit_code: order for order in orders}
    return PostView(
        at=now,
        posts=[_post_line(post) for post in posts if post.ward_code in wards],
        asked=sorted(asked, key=lambda it: it.opened),
        incidents=[it for it in lines if it not in asked],
        units=[_unit_line(unit, under_way.get(unit.code)) for unit in units if unit.ward_code in wards],
        kinds=[KindLine(key, facts.vi, facts.en) for key, facts in KINDS.items() if _is_for_posts(key)],
    )


def incident_line(
    row: IncidentRow, transfer: TransferRow | None, wards: frozenset[str], callsigns: dict[str, str]
) -> IncidentLine:
    """Return an incident as a post's page shows it."""
    facts = KINDS[row.kind]
    return IncidentLine(
        id=row.id,
        no=row.number,
        vi=facts.vi,
        en=facts.en,
        sev=row.severity,
        st=row.state,
        place=row.place,
        words=row.words,
        opened=row.opened_at,
        ver=row.version,
        verified_by=row.verified_by,
        owner=row.owner_name,
        own=is_own(row, transfer, wards),
        p=row.provenance,
        exercise=row.exercise,
        transfer=None if transfer is None else transfer_entry(transfer),
        units=[callsigns.get(code, code) for code in row.unit_codes],
    )


def is_own(row: IncidentRow, transfer: TransferRow | None, wards: frozenset[str]) -> bool:
    """Tell whether a post may end an incident: it opened it, or it took it over."""
    took_over = transfer is not None and transfer.state is TransferState.ACCEPTED
    opened = row.origin is Origin.POST and row.ward_code in wards
    return (took_over or opened) and row.state in ACTIVE_STATES


def _post_line(post: PostRow) -> PostLine:
    return PostLine(post.code, post.name, post.ward_code, post.lat, post.lon, post.state)


def _unit_line(unit: UnitRow, order: CommandRow | None) -> UnitLine:
    return UnitLine(
        c=unit.callsign,
        kind=unit.kind,
        s=unit.state,
        since=unit.since,
        order=None if order is None else order.text,
        answer=None if order is None else order.answer,
        due=None if order is None else order.due_at,
    )


def _is_for_posts(kind: IncidentKind) -> bool:
    """Tell whether people report such things; what machines say of themselves they do not."""
    return not KINDS[kind].lead_unit.startswith(("kỹ thuật", "tổ ATTT"))
