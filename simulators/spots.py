"""Where a simulated district's cameras stand: on vehicles, at far-seeing places, at sites, along streets."""

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely import LineString, prepare
from shapely.ops import unary_union

from domain.geodesy import heading_deg, moved
from domain.places import (
    CameraKind,
    District,
    LatLon,
    Site,
    Street,
    Ward,
    WardLocator,
    length_m,
    ward_polygon,
)

LONG_RANGE_SITES = (
    "khach-san-rex",
    "vong-xoay-le-duan",
    "nha-tho-duc-ba",
    "tong-lanh-su-quan-hoa-ky",
    "tong-lanh-su-quan-trung-quoc",
    "thao-cam-vien-sai-gon",
    "ga-tau-thuy-bach-dang",
)
"""Where the long-range cameras of District 1 stand; a district without these sites has none."""

_CAMERAS_AT_SITE = {
    "crossing": 4,
    "traffic_camera": 2,
    "tourist_site": 3,
    "market": 3,
    "park": 2,
    "hospital": 2,
}
_TRAFFIC_SITES = frozenset({"crossing", "traffic_camera"})
_DENSITY_OF_RANK = {1: 1.5, 2: 1.3, 3: 1.0, 4: 0.7}
_STEP_M = 6.0
_POLE_OFFSET_M = 6.0
_NEAR_SITE_DEG = 0.00027  # 30 m of latitude
_NEAR_WARDS_DEG = 0.00015  # 17 m


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a camera stands and what it is for, before it has a number."""

    name: str
    ward: Ward
    lat: float
    lon: float
    heading_deg: float
    fov_deg: float
    range_m: float
    kind: CameraKind
    street: str
    owner: str
    purpose: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A few metres of street inside the wards."""

    street: Street
    point: LatLon
    heading_deg: float
    weight: float


def post_of(district: District, ward: Ward) -> LatLon:
    """Return where the ward's police post is, or its label point."""
    posts = [site for site in district.sites if site.kind == "police_post" and site.ward_code == ward.code]
    return (posts[0].lat, posts[0].lon) if posts else ward.label


def on_vehicles(district: District, wards: Iterable[Ward]) -> Iterator[Spot]:
    """Yield the camera on each ward's police vehicle; it starts at the post and moves."""
    for ward in wards:
        lat, lon = post_of(district, ward)
        yield Spot(
            name=f"Xe tuần tra {ward.name}",
            ward=ward,
            lat=lat,
            lon=lon,
            heading_deg=0.0,
            fov_deg=90.0,
            range_m=45.0,
            kind=CameraKind.VEHICLE,
            street="",
            owner=f"Công an phường {ward.name}",
            purpose="Tuần tra lưu động",
        )


def far_seeing(district: District, locator: WardLocator, rng: random.Random) -> Iterator[Spot]:
    """Yield the long-range cameras."""
    sites = {site.code: site for site in district.sites}
    for site in (sites[code] for code in LONG_RANGE_SITES if code in sites):
        ward = locator.locate(site.lat, site.lon)
        if ward is None:
            continue
        yield Spot(
            name=f"{site.name} (tầm xa)",
            ward=ward,
            lat=site.lat,
            lon=site.lon,
            heading_deg=float(rng.randrange(360)),
            fov_deg=float(rng.randrange(24, 37)),
            range_m=float(rng.randrange(260, 420, 10)),
            kind=CameraKind.LONG_RANGE,
            street="",
            owner=f"Công an {district.name}",
            purpose="Quan sát tầm xa",
        )


def at_sites(district: District, locator: WardLocator, rng: random.Random) -> Iterator[Spot]:
    """Yield cameras that look at each known site from the streets that lead to it."""
    for site in district.sites:
        if site.is_schematic:
            continue
        arms = _arms(site, district.streets) or [(rng.uniform(0, 360), "")]
        for heading, street in itertools.islice(itertools.cycle(arms), _CAMERAS_AT_SITE.get(site.kind, 1)):
            away_deg = heading + rng.uniform(-12, 12)
            point = moved(site.lat, site.lon, away_deg, rng.uniform(11, 17))
            ward = locator.locate(*point)
            if ward is not None:
                is_traffic = site.kind in _TRAFFIC_SITES
                yield _fixed(
                    site.name, ward, point, away_deg + 180, street=street, is_traffic=is_traffic, rng=rng
                )


def _arms(site: Site, streets: Iterable[Street]) -> list[tuple[float, str]]:
    """Return the headings in which streets leave a site, each with the street's name."""
    near: dict[int, tuple[float, str]] = {}
    for street in streets:
        for start, end in itertools.pairwise(street.line):
            for corner, other in ((start, end), (end, start)):
                if abs(corner[0] - site.lat) < _NEAR_SITE_DEG and abs(corner[1] - site.lon) < _NEAR_SITE_DEG:
                    heading = heading_deg(*corner, *other)
                    near.setdefault(int(heading // 30), (heading, street.name))
    return [near[sector] for sector in sorted(near)]


def along_streets(district: District, locator: WardLocator, count: int, rng: random.Random) -> Iterator[Spot]:
    """Yield `count` cameras at equal steps along the streets, shorter on main ones, both ways in turn."""
    steps = list(_steps(district))
    total = sum(step.weight for step in steps)
    done, taken = 0.0, 0
    for step in steps:
        done += step.weight
        if taken >= count or done < total * (taken + 0.5) / count:
            continue
        taken += 1
        heading = step.heading_deg + (180 if taken % 2 else 0)
        point = moved(*step.point, heading + 90, _POLE_OFFSET_M)
        ward = locator.locate(*point) or locator.locate(*step.point)
        if ward is None:
            raise ValueError(f"a step along {step.street.name} at {step.point} is in no ward")
        name, is_traffic = step.street.name, step.street.rank <= 2
        yield _fixed(
            name, ward, point, heading + rng.uniform(-9, 9), street=name, is_traffic=is_traffic, rng=rng
        )


def _steps(district: District) -> Iterator[_Step]:
    """Yield the streets in short steps, as far as they lie inside the wards or along their edge."""
    area = unary_union([ward_polygon(ward) for ward in district.wards]).buffer(_NEAR_WARDS_DEG)
    prepare(area)
    for street in district.streets:
        for start, end in itertools.pairwise(street.line):
            inside = LineString([(start[1], start[0]), (end[1], end[0])]).intersection(area)
            for piece in getattr(inside, "geoms", [inside]):
                yield from _steps_of(street, [(lat, lon) for lon, lat in piece.coords])


def _steps_of(street: Street, ends: list[LatLon]) -> Iterator[_Step]:
    """Yield the steps between the two ends of a straight piece of street."""
    if len(ends) < 2:
        return
    metres, heading = length_m(ends), heading_deg(*ends[0], *ends[1])
    count = max(1, round(metres / _STEP_M))
    weight = metres / count * _DENSITY_OF_RANK.get(street.rank, 0.5)
    for number in range(count):
        yield _Step(street, moved(*ends[0], heading, (number + 0.5) * metres / count), heading, weight)


def _fixed(
    name: str,
    ward: Ward,
    point: LatLon,
    heading: float,
    *,
    street: str,
    is_traffic: bool,
    rng: random.Random,
) -> Spot:
    """Return a fixed camera; who owns it and what it is for follow from the place."""
    return Spot(
        name=name,
        ward=ward,
        lat=point[0],
        lon=point[1],
        heading_deg=round(heading % 360, 1) % 360,
        fov_deg=rng.choice((62.0, 78.0, 92.0)),
        range_m=float(rng.randrange(35, 75, 5)),
        kind=CameraKind.FIXED,
        street=street,
        owner="Phòng Quản lý đô thị" if is_traffic else f"Công an phường {ward.name}",
        purpose="Giám sát giao thông" if is_traffic else "An ninh trật tự",
    )
