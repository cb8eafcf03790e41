"""`GET /live/places`: what stands still on the map, kept while the registry stays, sent compressed."""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.context import ConsoleContext
from dashboard.live_registry import CameraFacts
from dashboard.sessions import current_person
from dashboard.street_pieces import pieces_of
from domain.kinds import KINDS
from domain.places import District, LatLon
from domain.roles import WARD_BOUND

_MOST_REMEMBERED = 32

LonLat = tuple[float, float]


class Geometry(msgspec.Struct):
    """A GeoJSON geometry in (longitude, latitude)."""

    type: str
    coordinates: Any


class Feature(msgspec.Struct):
    """A GeoJSON feature."""

    properties: Mapping[str, Any]
    geometry: Geometry
    type: str = "Feature"


class FeatureCollection(msgspec.Struct):
    """A GeoJSON feature collection."""

    features: list[Feature]
    type: str = "FeatureCollection"


class DistrictFacts(msgspec.Struct):
    """Which district this is."""

    code: str
    name: str
    slug: str


class SiteFacts(msgspec.Struct):
    """A named place."""

    code: str
    name: str
    kind: str
    w: str
    lat: float
    lon: float
    schematic: bool


class KindWords(msgspec.Struct):
    """A kind's words and its usual severity."""

    vi: str
    en: str
    sev: str


class PlacesFacts(msgspec.Struct):
    """Everything that stands still on the map."""

    district: DistrictFacts
    wards: FeatureCollection
    streets: FeatureCollection
    water: FeatureCollection
    sites: list[SiteFacts]
    cameras: list[CameraFacts]
    kinds: dict[str, KindWords]
    attribution: str


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer made ready: its bytes, compressed too, its tag, and of which registry and day it tells."""

    body: bytes
    compressed: bytes
    etag: str
    told: tuple[int, date]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of the places."""
    router = APIRouter()
    made: dict[frozenset[str] | None, _Made] = {}

    @router.get("/live/places")
    async def places(request: Request) -> Response:
        person = current_person()
        wards = person.ward_codes if person.role in WARD_BOUND else None
        registry, today = context.feed.state.registry, datetime.now(UTC).date()
        known, told = made.get(wards), (registry.version, today)
        if known is None or known.told != told:
            if len(made) >= _MOST_REMEMBERED:
                made.clear()
            cameras = registry.seen_by(wards)
            known = made[wards] = await asyncio.to_thread(_make, context.district, told, cameras)
        return _answer(known, request)

    return router


def places_facts(district: District, today: date, cameras: list[CameraFacts]) -> PlacesFacts:
    """Return what stands still, with the wards that are valid `today`."""
    wards = tuple(ward for ward in district.wards if ward.is_valid_on(today))
    return PlacesFacts(
        district=DistrictFacts(district.code, district.name, district.slug),
        wards=FeatureCollection(
            [
                Feature(
                    {"code": ward.code, "name": ward.name, "label": _flip(ward.label)},
                    Geometry("Polygon", [_ring(ward.ring)]),
                )
                for ward in wards
            ]
        ),
        streets=FeatureCollection(
            [
                Feature(
                    {"name": piece.name, "rank": piece.rank, "w": piece.ward_codes},
                    Geometry("LineString", [_flip(point) for point in piece.line]),
                )
                for piece in pieces_of(district.streets, wards)
            ]
        ),
        water=FeatureCollection([_water(water.name, water.is_area, water.line) for water in district.water]),
        sites=[
            SiteFacts(site.code, site.name, site.kind, site.ward_code, site.lat, site.lon, site.is_schematic)
            for site in district.sites
        ],
        cameras=cameras,
        kinds={str(kind): KindWords(facts.vi, facts.en, facts.severity) for kind, facts in KINDS.items()},
        attribution=district.attribution,
    )


def _make(district: District, told: tuple[int, date], cameras: list[CameraFacts]) -> _Made:
    """Return the answer made ready."""
    body = msgspec.json.encode(places_facts(district, told[1], cameras))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return _Made(body, gzip.compress(body, 5), etag, told)


def _answer(made: _Made, request: Request) -> Response:
    """Return the answer, or that the browser has it already."""
    headers = {"ETag": made.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    if request.headers.get("if-none-match") == made.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(made.body, headers=headers, media_type="application/json")
    headers["Content-Encoding"] = "gzip"
    return Response(made.compressed, headers=headers, media_type="application/json")


def _water(name: str, is_area: bool, line: tuple[LatLon, ...]) -> Feature:
    geometry = (
        Geometry("Polygon", [_ring(line)])
        if is_area
        else Geometry("LineString", [_flip(point) for point in line])
    )
    return Feature({"name": name}, geometry)


def _ring(line: tuple[LatLon, ...]) -> list[LonLat]:
    """Return an outline as GeoJSON wants it: closed."""
    points = [_flip(point) for point in line]
    return [*points, points[0]]


def _flip(point: LatLon) -> LonLat:
    lat, lon = point
    return lon, lat
