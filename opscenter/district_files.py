"""Reads a district's folder of data: district.toml, wards, streets and water as GeoJSON, sites.csv."""

import csv
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from msgspec import DecodeError, Struct, ValidationError, convert, json
from shapely import Polygon

from domain.places import District, LatLon, Site, Street, Ward, Water
from domain.words import tidy
from opscenter.errors import OpscenterError

SHIPPED_DISTRICT = Path(__file__).parent / "districts" / "d1"
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")
_Shape = TypeVar("_Shape", bound=Struct)


class DistrictFilesError(OpscenterError):
    """A file of the district is missing or wrong; the message names the file and what to put right."""


class _About(Struct):
    """What district.toml says."""

    code: str
    name: str
    slug: str
    attribution: str


class _WardFacts(Struct):
    """The properties of a ward."""

    code: str
    name: str
    label: tuple[float, float]
    valid_from: date
    valid_to: date | None = None


class _StreetFacts(Struct):
    """The properties of a street."""

    name: str
    rank: int
    oneway: bool = False


class _WaterFacts(Struct):
    """The properties of a river or canal."""

    name: str = ""


class _Area(Struct, tag_field="type", tag="Polygon"):
    """A polygon: its outline first, in (longitude, latitude)."""

    coordinates: list[list[tuple[float, float]]]


class _Line(Struct, tag_field="type", tag="LineString"):
    """A line in (longitude, latitude)."""

    coordinates: list[tuple[float, float]]


class _WardFeature(Struct):
    """One ward of wards.geojson."""

    properties: _WardFacts
    geometry: _Area


class _StreetFeature(Struct):
    """One line of streets.geojson."""

    properties: _StreetFacts
    geometry: _Line


class _WaterFeature(Struct):
    """One area or line of water.geojson."""

    properties: _WaterFacts
    geometry: _Area | _Line


class _Wards(Struct):
    """The file wards.geojson."""

    features: list[_WardFeature]


class _Streets(Struct):
    """The file streets.geojson."""

    features: list[_StreetFeature]


class _Waters(Struct):
    """The file water.geojson."""

    features: list[_WaterFeature]


def load_district(folder: Path | None = None) -> District:
    """Return the district in `folder`, or the one that is shipped.

    Raises DistrictFilesError when a file is missing or cannot be understood.
    """
    place = SHIPPED_DISTRICT if folder is None else folder
    about = _about(place / "district.toml")
    wards = tuple(_wards(place / "wards.geojson"))
    return District(
        code=about.code,
        name=tidy(about.name),
        slug=about.slug,
        wards=wards,
        streets=tuple(_streets(place / "streets.geojson")),
        water=tuple(_water(place / "water.geojson")),
        sites=tuple(_sites(place / "sites.csv", frozenset(ward.code for ward in wards))),
        attribution=about.attribution,
    )


def _read(path: Path) -> bytes:
    """Return the file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DistrictFilesError(f"{path} cannot be read: {error.strerror}.") from error


def _about(path: Path) -> _About:
    """Return what district.toml says, its slug checked."""
    try:
        about = convert(tomllib.loads(_read(path).decode()), _About)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise DistrictFilesError(f"{path}: {error}.") from error
    if not _SLUG.match(about.slug):
        raise DistrictFilesError(
            f"{path}: slug {about.slug!r} must be lower-case letters, digits and dashes."
        )
    return about


def _wards(path: Path) -> Iterator[Ward]:
    """Yield the wards; each code must be a slug and each outline a valid polygon."""
    for feature in _decoded(path, _Wards).features:
        facts = feature.properties
        ring = _outline(path, facts.code, feature.geometry)
        if not _SLUG.match(facts.code):
            raise DistrictFilesError(
                f"{path}: ward code {facts.code!r} must be lower-case letters and digits."
            )
        lon, lat = facts.label
        yield Ward(facts.code, tidy(facts.name), (lat, lon), ring, facts.valid_from, facts.valid_to)


def _streets(path: Path) -> Iterator[Street]:
    """Yield the streets."""
    for feature in _decoded(path, _Streets).features:
        facts = feature.properties
        yield Street(tidy(facts.name), facts.rank, facts.oneway, _lat_lon(feature.geometry.coordinates))


def _water(path: Path) -> Iterator[Water]:
    """Yield rivers and canals."""
    for feature in _decoded(path, _Waters).features:
        name = tidy(feature.properties.name)
        if isinstance(feature.geometry, _Area):
            yield Water(name, True, _outline(path, name, feature.geometry))
        else:
            yield Water(name, False, _lat_lon(feature.geometry.coordinates))


def _sites(path: Path, ward_codes: frozenset[str]) -> Iterator[Site]:
    """Yield the sites; a line that is wrong is named by its number."""
    lines = csv.DictReader(_read(path).decode().splitlines())
    for number, row in enumerate(lines, start=2):
        try:
            yield _site(row, ward_codes)
        except (KeyError, ValueError) as error:
            raise DistrictFilesError(f"{path}, line {number}: {error}.") from error


def _site(row: dict[str, str], ward_codes: frozenset[str]) -> Site:
    """Return the site of one line."""
    if not _SLUG.match(row["code"]):
        raise ValueError(f"code {row['code']!r} must be lower-case letters, digits and dashes")
    if row["ward_code"] not in ward_codes:
        raise ValueError(f"no ward has the code {row['ward_code']!r}")
    return Site(
        code=row["code"],
        name=tidy(row["name"]),
        kind=row["kind"],
        ward_code=row["ward_code"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        is_schematic=row["schematic"] == "yes",
    )


def _decoded(path: Path, shape: type[_Shape]) -> _Shape:
    """Return the JSON file as `shape`."""
    try:
        return json.decode(_read(path), type=shape)
    except (DecodeError, UnicodeDecodeError) as error:
        raise DistrictFilesError(f"{path}: {error}.") from error


def _outline(path: Path, name: str, area: _Area) -> tuple[LatLon, ...]:
    """Return an area's outline as (lat, lon), not closed."""
    outline = area.coordinates[0] if area.coordinates else []
    if len(outline) < 4 or not Polygon(outline).is_valid:
        raise DistrictFilesError(f"{path}: the outline of {name!r} is not a polygon or crosses itself.")
    return _lat_lon(outline[:-1] if outline[0] == outline[-1] else outline)


def _lat_lon(coordinates: list[tuple[float, float]]) -> tuple[LatLon, ...]:
    """Return GeoJSON's (longitude, latitude) as ours, (latitude, longitude)."""
    return tuple((lat, lon) for lon, lat in coordinates)
