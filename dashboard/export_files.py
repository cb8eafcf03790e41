"""How the trends' figures are written into files: plain numbers, local times, words in one language."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from dashboard.panels.trends.figures import Frame, kind_name
from db.trends import EventRowOfTable, WardTraffic
from domain.local_time import ZONE
from domain.places import Ward

_BOM = "\ufeff"
"""Tells Excel that a file is UTF-8; without it Vietnamese letters fall apart."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def traffic_csv(rows: Iterable[WardTraffic], frame: Frame) -> bytes:
    """Return traffic by time and ward as CSV; congestion in per cent."""
    columns = ("time", "ward_code", "ward", "source", "vehicles", "flow", "speed", "congestion")
    return _csv(
        frame,
        columns,
        (
            (
                _local(it.bucket),
                it.ward_code,
                frame.ward_names.get(it.ward_code, it.ward_code),
                frame.say(f"provenance.{frame.provenance}"),
                it.vehicles,
                round(it.vehicles_per_min, 1),
                "" if it.speed_kmh is None else round(it.speed_kmh, 1),
                "" if it.congestion is None else round(100 * it.congestion, 1),
            )
            for it in rows
        ),
    )


def events_csv(rows: Iterable[EventRowOfTable], frame: Frame) -> bytes:
    """Return events by time, ward and kind as CSV."""
    columns = ("time", "ward_code", "ward", "source", "kind_key", "kind", "events")
    return _csv(
        frame,
        columns,
        (
            (
                _local(it.bucket),
                it.ward_code,
                frame.ward_names.get(it.ward_code, it.ward_code),
                frame.say(f"provenance.{frame.provenance}"),
                it.kind,
                kind_name(it.kind, frame.language),
                it.events,
            )
            for it in rows
        ),
    )


def wards_geojson(
    wards: Sequence[Ward],
    traffic: Iterable[WardTraffic],
    events: Iterable[EventRowOfTable],
    frame: Frame,
    credit: str,
) -> bytes:
    """Return each ward's shape with its figures of the whole span, as GeoJSON with its credit."""
    passed = {it.ward_code: it for it in traffic}
    happened: dict[str, dict[str, int]] = defaultdict(dict)
    for it in events:
        happened[it.ward_code][it.kind] = it.events
    features = [
        {
            "type": "Feature",
            "properties": _properties(ward, passed.get(ward.code), happened[ward.code], frame),
            "geometry": {"type": "Polygon", "coordinates": [_ring(ward)]},
        }
        for ward in wards
        if ward.code in frame.ward_names
    ]
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "attribution": credit,
            "provenance": frame.provenance,
            "from": frame.view.since,
            "to": frame.view.until,
            "features": features,
        }
    )


def _properties(
    ward: Ward, traffic: WardTraffic | None, events: dict[str, int], frame: Frame
) -> dict[str, Any]:
    """Return the figures of one ward."""
    congestion = None if traffic is None else traffic.congestion
    return {
        "code": ward.code,
        "name": ward.name,
        "provenance": frame.provenance,
        "vehicles": None if traffic is None else traffic.vehicles,
        "vehicles_per_min": None if traffic is None else round(traffic.vehicles_per_min, 1),
        "congestion_percent": None if congestion is None else round(100 * congestion, 1),
        "events": sum(events.values()),
        "events_by_kind": events,
    }


def _ring(ward: Ward) -> list[tuple[float, float]]:
    """Return a ward's boundary, closed, as GeoJSON wants it: longitude first."""
    ring = [(lon, lat) for lat, lon in ward.ring]
    return [*ring, ring[0]]


def _csv(frame: Frame, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([frame.say(f"trends.column.{column}") for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """Return a value that a spreadsheet takes for what it is: words never for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _local(at: datetime) -> str:
    """Return the centre's wall clock as every spreadsheet reads it."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
