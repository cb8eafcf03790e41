"""The cameras and units of a simulated district: pure, and the same for the same seed."""

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.messages import Provenance
from domain.places import Camera, District, Unit, Ward, WardLocator
from domain.words import search_key
from simulators.spots import Spot, along_streets, at_sites, far_seeing, on_vehicles, post_of

DEFAULT_CAMERAS = 1_115
DEFAULT_RECORDERS = 128
_SITES_SHARE = 0.42

_WARD_UNITS = (("ward_police", "{}-01"), ("ward_police", "{}-02"), ("wardens", "DP {}-03"))
_DISTRICT_UNITS = (
    ("traffic_police", "csgt", "CSGT", 7),
    ("rapid_response", "113", "113", 5),
    ("fire_rescue", "114", "114", 3),
)


def simulated_cameras(district: District, count: int = DEFAULT_CAMERAS, seed: int = 1) -> tuple[Camera, ...]:
    """Return `count` cameras: on the wards' vehicles, at far-seeing places, at sites, along streets."""
    rng = random.Random(f"cameras {seed}")
    wards = latest_wards(district)
    locator = WardLocator(wards, max(ward.valid_from for ward in wards))
    first = [*on_vehicles(district, wards), *far_seeing(district, locator, rng)][:count]
    sites = list(at_sites(district, locator, rng))
    chosen = _evenly(sites, min(len(sites), int((count - len(first)) * _SITES_SHARE)))
    along = along_streets(district, locator, count - len(first) - len(chosen), rng)
    return tuple(_numbered(district, wards, _named_apart([*first, *chosen, *along])))


def simulated_units(district: District, seed: int = 1) -> tuple[Unit, ...]:
    """Return the units: two cars and wardens in each ward; traffic police, 113 and 114 across wards.

    The first of a ward, `u-<ward>-01`, carries the ward's moving camera. Kinds: ward_police, wardens,
    traffic_police, rapid_response, fire_rescue.
    """
    wards = latest_wards(district)
    rng = random.Random(f"units {seed}")
    return (*_units_of_wards(district, wards), *_units_of_all(district, wards, rng))


def latest_wards(district: District) -> tuple[Ward, ...]:
    """Return the wards that are still valid, or those of the newest period when none is."""
    still_valid = tuple(ward for ward in district.wards if ward.valid_to is None)
    newest = max(ward.valid_from for ward in district.wards)
    return still_valid or tuple(ward for ward in district.wards if ward.valid_from == newest)


def gateway_of(ward_code: str) -> str:
    """Return the gateway that speaks for a ward's devices."""
    return f"gw-{ward_code}"


def vehicle_unit_of(ward_code: str) -> str:
    """Return the unit that carries the ward's moving camera."""
    return f"u-{ward_code}-01"


def _evenly(spots: Sequence[Spot], count: int) -> list[Spot]:
    """Return `count` of the spots, spread over all of them."""
    return [spots[index * len(spots) // count] for index in range(count)]


def _named_apart(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Yield the spots, numbered after a name that was there before: Bùi Viện, Bùi Viện 2."""
    taken: set[str] = set()
    for spot in spots:
        joint = " số " if spot.name[-1].isdigit() else " "
        numbered = (f"{spot.name}{joint}{number}" for number in itertools.count(2))
        name = next(name for name in itertools.chain([spot.name], numbered) if name not in taken)
        taken.add(name)
        yield replace(spot, name=name)


def _numbered(district: District, wards: Sequence[Ward], spots: Iterable[Spot]) -> Iterator[Camera]:
    """Yield the cameras with their codes (q1-bn-014), recorders and gateways."""
    letters = _abbreviations(wards)
    prefix = "".join(word if word.isdigit() else word[0] for word in _slug(district.name).split("-"))
    by_ward: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_ward[spot.ward.code].append(spot)
    recorders = _recorders({code: len(group) for code, group in by_ward.items()})
    for code, group in sorted(by_ward.items()):
        for index, spot in enumerate(group):
            recorder = f"rec-{code}-{index * recorders[code] // len(group) + 1:02d}"
            yield _camera(f"{prefix}-{letters[code]}-{index + 1:03d}", spot, recorder)


def _abbreviations(wards: Sequence[Ward]) -> dict[str, str]:
    """Return the initials of each ward's name (bn for Bến Nghé), by code; shared ones get the code."""
    initials = {ward.code: "".join(word[0] for word in _slug(ward.name).split("-")) for ward in wards}
    shared = list(initials.values())
    return {code: word if shared.count(word) == 1 else f"{word}{code}" for code, word in initials.items()}


def _slug(text: str) -> str:
    """Return the text as an ASCII slug."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")


def _recorders(cameras: Mapping[str, int]) -> dict[str, int]:
    """Return how many recorders each ward has: 128 for 1,115 cameras, by largest remainder."""
    total = sum(cameras.values())
    wanted = max(len(cameras), round(total * DEFAULT_RECORDERS / DEFAULT_CAMERAS))
    shares = {code: wanted * number / total for code, number in cameras.items()}
    given = {code: max(1, int(share)) for code, share in shares.items()}
    by_rest = sorted(shares, key=lambda code: (given[code] - shares[code], code))
    for code in itertools.islice(itertools.cycle(by_rest), max(0, wanted - sum(given.values()))):
        given[code] += 1
    return given


def _camera(code: str, spot: Spot, recorder: str) -> Camera:
    """Return the registry's entry for a spot."""
    return Camera(
        code=code,
        name=spot.name,
        ward_code=spot.ward.code,
        lat=round(spot.lat, 6),
        lon=round(spot.lon, 6),
        heading_deg=spot.heading_deg,
        fov_deg=spot.fov_deg,
        range_m=spot.range_m,
        kind=spot.kind,
        recorder=recorder,
        gateway=gateway_of(spot.ward.code),
        street=spot.street,
        owner=spot.owner,
        purpose=spot.purpose,
        provenance=Provenance.SIMULATED,
    )


def _units_of_wards(district: District, wards: Iterable[Ward]) -> Iterator[Unit]:
    """Yield each ward's own units, at its police post; TĐ-01 is the first of Tân Định."""
    for ward in wards:
        lat, lon = post_of(district, ward)
        letters = "".join(word[0] for word in ward.name.split()).upper()
        for number, (kind, callsign) in enumerate(_WARD_UNITS, start=1):
            code = f"u-{ward.code}-{number:02d}"
            yield Unit(code, callsign.format(letters), kind, ward.code, lat, lon, Provenance.SIMULATED)


def _units_of_all(district: District, wards: Sequence[Ward], rng: random.Random) -> Iterator[Unit]:
    """Yield the units that serve all wards, each based at one ward's post."""
    bases = itertools.cycle(rng.sample(wards, len(wards)))
    for kind, slug, word, count in _DISTRICT_UNITS:
        for number in range(1, count + 1):
            base = next(bases)
            lat, lon = post_of(district, base)
            code = f"u-{base.code}-{slug}-{number:02d}"
            yield Unit(code, f"{word}-{number:02d}", kind, base.code, lat, lon, Provenance.SIMULATED)
