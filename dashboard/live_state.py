"""The live state of the centre as browsers know it: kept current by changes, cut to an audience."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw

from dashboard.live_audience import Audience, LiveKind
from dashboard.live_entries import (
    PicturesEntry,
    alert_entry,
    camera_entry,
    gateway_entry,
    unit_entry,
    ward_entry,
)
from dashboard.live_layers import MapLayers
from dashboard.live_orders import Orders
from dashboard.live_registry import Registry
from dashboard.live_sources import Sources
from dashboard.live_systems import Systems
from dashboard.live_wards import WardStates
from db.changes import Change
from db.console_rows import LiveState as StoredState
from db.rows import (
    AlertRow,
    AnyRow,
    CameraRow,
    CommandRow,
    GatewayRow,
    PictureRow,
    SystemRow,
    UnitRow,
    WardStateRow,
)
from domain.alerts import OPEN_STATES
from domain.messages import Moment

MOST_PICTURE_SETS = 500
"""How many events' newest pictures are told of; older ones are found through the drawer."""

_KEPT = (LiveKind.PICTURES, LiveKind.LOOKING)
"""What the database does not hold: which pictures were told of, and who looks at what."""

_encode = msgspec.json.Encoder().encode
_NULL = b"null"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one thing, encoded once for everybody; `raw` None means that it is gone."""

    kind: LiveKind
    key: str
    ward_code: str | None
    raw: bytes | None


class LiveState:
    """Everything that is live now; one event loop owns it, so nothing here waits."""

    def __init__(self) -> None:
        self._entries: dict[LiveKind, dict[str, Entry]] = {kind: {} for kind in LiveKind}
        self.systems = Systems()
        self.registry = Registry()
        self._wards = WardStates()
        self._orders = Orders()
        self._layers = MapLayers()
        self._pictures: OrderedDict[str, PicturesEntry] = OrderedDict()
        self.sources = Sources()

    def replace(self, stored: StoredState) -> list[Entry]:
        """Take what the database holds as the truth, and return what is different from before."""
        before = {kind: dict(entries) for kind, entries in self._entries.items()}
        self._forget_what_is_stored()
        rows: list[AnyRow] = [
            *(stored.cameras + stored.units + stored.gateways),
            *(stored.alerts + stored.orders + stored.wards + stored.systems),
            *(stored.segments + stored.reports + stored.events + stored.incidents + stored.posts),
        ]
        changed = self._put_rows(rows)
        gone = [
            Entry(kind, key, entry.ward_code, None)
            for kind, entries in before.items()
            for key, entry in entries.items()
            if key not in self._entries[kind]
        ]
        was = {
            (entry.kind, entry.key): entry.raw for entries in before.values() for entry in entries.values()
        }
        return gone + [entry for entry in changed if was.get((entry.kind, entry.key)) != entry.raw]

    def take(self, changes: Iterable[Change]) -> list[Entry]:
        """Take changes in, and return the entries that they made different, each once."""
        return self._put_rows([change.row for change in changes])

    def notice_silence(self, now: datetime) -> list[Entry]:
        """Return the entries of what has gone silent by `now`, and of what is too old to be shown."""
        changed: dict[tuple[LiveKind, str], Entry] = {}
        for said in self._layers.pass_time(now):
            self._put(_entry(*said), changed)
        for key, system in self.systems.silent(now):
            self._put(Entry(LiveKind.SYSTEMS, key, None, _encode(system)), changed)
        return list(changed.values())

    def seen_by(self, audience: Audience) -> bytes:
        """Return everything that `audience` may see, as JSON."""
        seen = (
            entry
            for kind, entries in self._entries.items()
            if kind in audience.kinds
            for entry in entries.values()
            if audience.sees(kind, entry.ward_code)
        )
        return encoded(seen, {kind for kind in LiveKind if kind in audience.kinds})

    def entry(self, kind: LiveKind, key: str) -> Entry | None:
        """Return what is said of one thing; None when it is not live."""
        return self._entries[kind].get(key)

    def hold(self, entries: Iterable[Entry]) -> list[Entry]:
        """Take in what this process itself has to say, and return what is different."""
        changed: dict[tuple[LiveKind, str], Entry] = {}
        for entry in entries:
            self._put(entry, changed)
        return list(changed.values())

    def _forget_what_is_stored(self) -> None:
        """Start over with all that the database holds."""
        kept = {kind: self._entries[kind] for kind in _KEPT}
        self._entries = {kind: {} for kind in LiveKind} | kept
        self.registry.forget()
        self.systems = Systems()
        self._wards = WardStates()
        self._orders = Orders()
        self._layers = MapLayers()
        self.sources = Sources()

    def _put_rows(self, rows: list[AnyRow]) -> list[Entry]:
        """Take rows in and return what became different, the newest of each thing."""
        changed: dict[tuple[LiveKind, str], Entry] = {}
        for row in rows:
            self.sources.hear(row)
            for entry in self._entries_of(row):
                self._put(entry, changed)
            for said in self._layers.take(row):
                self._put(_entry(*said), changed)
        for key, system in self.systems.changed():
            self._put(Entry(LiveKind.SYSTEMS, key, None, _encode(system)), changed)
        return list(changed.values())

    def _put(self, entry: Entry, changed: dict[tuple[LiveKind, str], Entry]) -> None:
        """Hold an entry, and note it when it says something new."""
        entries = self._entries[entry.kind]
        known = entries.get(entry.key)
        if entry.raw is None:
            if entries.pop(entry.key, None) is None:
                return
        elif known is not None and known.raw == entry.raw:
            return
        else:
            entries[entry.key] = entry
        changed[entry.kind, entry.key] = entry

    def _entries_of(self, row: AnyRow) -> Iterator[Entry]:
        """Yield what a row makes to be said; the map's layers have their own."""
        match row:
            case CameraRow():
                self.systems.take_camera(row)
                self.registry.take(row)
                yield Entry(LiveKind.CAMERAS, row.code, row.ward_code, _encode(camera_entry(row)))
            case UnitRow():
                self._orders.take_unit(row)
                yield Entry(LiveKind.UNITS, row.code, row.ward_code, _encode(unit_entry(row)))
            case AlertRow():
                self.systems.take_alert(row)
                raw = _encode(alert_entry(row)) if row.state in OPEN_STATES else None
                yield Entry(LiveKind.ALERTS, str(row.id), row.ward_code, raw)
                self._orders.take_alert(row)
                yield self._orders_entry(row.id, row.ward_code)
            case CommandRow():
                alert_id = self._orders.take(row)
                ward_code = None if alert_id is None else self._orders.ward_of(alert_id)
                if alert_id is not None and ward_code is not None:
                    yield self._orders_entry(alert_id, ward_code)
            case WardStateRow():
                shown = self._wards.take(row)
                yield Entry(LiveKind.WARDS, row.ward_code, None, _encode(ward_entry(shown)))
            case SystemRow():
                self.systems.take(row)
            case GatewayRow():
                yield Entry(LiveKind.GATEWAYS, row.gateway, row.ward_code, _encode(gateway_entry(row)))
            case PictureRow():
                yield from self._picture_entries(row)

    def _orders_entry(self, alert_id: UUID, ward_code: str) -> Entry:
        """Return who was sent to an alert."""
        sent = self._orders.of(alert_id)
        return Entry(LiveKind.ORDERS, str(alert_id), ward_code, None if sent is None else _encode(sent))

    def _picture_entries(self, row: PictureRow) -> Iterator[Entry]:
        """Yield the event's pictures with the new one, and what is forgotten for it."""
        key = str(row.event_id)
        known = self._pictures.pop(key, PicturesEntry(row.camera_code, ()))
        moments = tuple(moment for moment in Moment if moment in known.moments or moment is row.moment)
        self._pictures[key] = PicturesEntry(row.camera_code, moments)
        yield Entry(LiveKind.PICTURES, key, row.ward_code, _encode(self._pictures[key]))
        if len(self._pictures) > MOST_PICTURE_SETS:
            forgotten, _ = self._pictures.popitem(last=False)
            ward_code = self._entries[LiveKind.PICTURES][forgotten].ward_code
            yield Entry(LiveKind.PICTURES, forgotten, ward_code, None)


def _entry(kind: LiveKind, key: str, ward_code: str | None, said: msgspec.Struct | None) -> Entry:
    return Entry(kind, key, ward_code, None if said is None else _encode(said))


def encoded(entries: Iterable[Entry], kinds: Iterable[LiveKind] = ()) -> bytes:
    """Return entries as JSON, by kind and key; `kinds` are there even when they hold nothing."""
    by_kind: dict[str, dict[str, Any]] = {str(kind): {} for kind in kinds}
    for entry in entries:
        by_kind.setdefault(str(entry.kind), {})[entry.key] = Raw(entry.raw or _NULL)
    return _encode(by_kind)
