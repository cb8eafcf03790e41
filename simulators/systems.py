"""The eight smart systems: which site reports which figures. Counts of things, never of a person."""

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.places import District, Site
from domain.public_services import FieldMetric, ServiceField, ServiceFigure
from domain.smart_systems import SmartSystem
from simulators.fleet import latest_wards

PERIOD_S = 15.0
FIELD_PERIOD_S = 60.0
SPELL_S = 600.0
"""How long something that is usually not there stays when it comes."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that sites of some kinds report: it wanders around `usual`, more by day if `follows_day`.

    With `share_of_time` below 1 it is `usual` in that share of all spells and 0 in the others; what
    adds up starts at 0 in the morning and ends the day at `usual`.
    """

    system: SmartSystem
    site_kinds: frozenset[str]
    metric: str
    unit: str
    usual: float
    wander: float
    highest: float = math.inf
    is_whole: bool = True
    follows_day: bool = False
    share_of_time: float = 1.0
    adds_up: bool = False
    period_s: float = PERIOD_S


@dataclass(frozen=True, slots=True)
class Hour:
    """How lively the district is (0 to 1), and how much of the office day is over (0 to 1)."""

    busy: float
    office_done: float


@dataclass(frozen=True, slots=True)
class Meter:
    """One figure at one site."""

    figure: Figure
    site: Site
    scale: float

    @property
    def source(self) -> str:
        """Return who reports it: each system has one sender per ward."""
        return f"{self.figure.system.replace('_', '-')}-{self.site.ward_code}"

    def read(self, at_s: float, hour: Hour, seed: int) -> float:
        """Return its value now."""
        figure = self.figure
        if figure.share_of_time < 1 and self._rng(at_s // SPELL_S, seed).random() > figure.share_of_time:
            return 0.0
        usual = figure.usual * self.scale * self._share(hour)
        value = self._rng(at_s, seed).gauss(usual, figure.wander)
        value = min(figure.highest, max(0.0, value))
        return float(round(value)) if figure.is_whole else round(value, 2)

    def _share(self, hour: Hour) -> float:
        """Return how much of the usual value this hour has."""
        if self.figure.adds_up:
            return hour.office_done
        return 0.25 + hour.busy if self.figure.follows_day else 1.0

    def _rng(self, moment: float, seed: int) -> random.Random:
        """Return the randomness of this meter at a moment."""
        return random.Random(f"{seed} {self.site.code} {self.figure.metric} {moment}")


_FIRE, _CITY = SmartSystem.FIREFIGHTING, SmartSystem.URBAN_ADMINISTRATION
_HEALTH, _EDUCATION, _TOURISM = SmartSystem.HEALTHCARE, SmartSystem.EDUCATION, SmartSystem.TOURISM
_SERVICES, _SECURITY = SmartSystem.PUBLIC_SERVICES, SmartSystem.INFORMATION_SECURITY

_WATCHED_BUILDINGS = frozenset({"market", "tower", "hotel", "hospital"})
_STATIONS = frozenset({"fire_station"})
_WARD_OFFICES = frozenset({"ward_office"})
_TIDE_GAUGES = frozenset({"tide_gauge"})
_HOSPITALS = frozenset({"hospital"})
_SCHOOLS = frozenset({"school"})
_VISITED = frozenset({"tourist_site", "park"})
_HOTELS = frozenset({"hotel"})
_OFFICES = frozenset({"ward_office", "one_stop_office"})
_ONE_STOP = frozenset({"one_stop_office"})
_DATA = frozenset({"data_centre", "centre"})

_FIGURES: tuple[Figure, ...] = (
    Figure(_FIRE, _WATCHED_BUILDINGS, "active_alarms", "báo động", 1, 0, share_of_time=0.012),
    Figure(_FIRE, _WATCHED_BUILDINGS, "panels_online", "tủ", 6, 0),
    Figure(_FIRE, _STATIONS, "trucks_ready", "xe", 5, 0.5, highest=6),
    Figure(_FIRE, _STATIONS, "hydrant_pressure", "bar", 4.2, 0.1, is_whole=False),
    Figure(_CITY, _WARD_OFFICES, "open_reports", "phản ánh", 4, 0.8, follows_day=True),
    Figure(_CITY, _WARD_OFFICES, "on_time_share", "%", 94, 0.8, highest=100),
    Figure(_CITY, _WARD_OFFICES, "street_lights_out", "đèn", 2, 0.4),
    Figure(_CITY, _TIDE_GAUGES, "water_level", "m", 1.05, 0.02, is_whole=False),
    Figure(_HEALTH, _HOSPITALS, "ambulances_ready", "xe", 2, 0.5, highest=5),
    Figure(_HEALTH, _HOSPITALS, "emergency_beds_free", "giường", 9, 1.2),
    Figure(_HEALTH, _HOSPITALS, "emergency_load", "%", 68, 3, highest=100),
    Figure(_EDUCATION, _SCHOOLS, "gate_cameras_online", "camera", 4, 0),
    Figure(_EDUCATION, _SCHOOLS, "gate_vehicles", "xe/phút", 14, 3, follows_day=True),
    Figure(_TOURISM, _VISITED, "visitors_now", "khách", 420, 25, follows_day=True),
    Figure(_TOURISM, _HOTELS, "rooms_taken", "%", 78, 0.6, highest=100),
    Figure(_SERVICES, _WARD_OFFICES, "files_today", "hồ sơ", 64, 0, follows_day=True, adds_up=True),
    Figure(_SERVICES, _OFFICES, "on_time_share", "%", 97, 0.6, highest=100),
    Figure(_SERVICES, _OFFICES, "waiting", "lượt", 7, 2, follows_day=True),
    Figure(_SERVICES, _ONE_STOP, "fields_online", "lĩnh vực", 9, 0),
    Figure(_SECURITY, _DATA, "blocked_attempts", "lượt/phút", 35, 8),
    Figure(_SECURITY, _DATA, "open_incidents", "sự cố", 1, 0, share_of_time=0.15),
    Figure(_SECURITY, _DATA, "hosts_online", "máy", 64, 0.3),
)


_FIELDS: dict[ServiceField, tuple[int, int, int, int]] = {
    ServiceField.CIVIL_STATUS: (46, 38, 41, 98),
    ServiceField.CERTIFICATION: (92, 22, 12, 99),
    ServiceField.LAND: (31, 46, 18, 91),
    ServiceField.CONSTRUCTION: (24, 52, 27, 93),
    ServiceField.BUSINESS: (58, 24, 68, 98),
    ServiceField.LABOUR: (27, 41, 33, 97),
    ServiceField.EDUCATION: (9, 47, 22, 96),
    ServiceField.CULTURE: (7, 43, 36, 95),
    ServiceField.ENVIRONMENT: (11, 39, 24, 92),
}
"""Of each field: files in a day, the shares of them at level 3 and 4, and those in time, in per cent."""


def field_figures() -> Iterator[Figure]:
    """Yield what the one-stop office tells of each field; its files in all are the sum of theirs."""
    for field, told in _FIELDS.items():
        for figure, usual in zip(ServiceFigure, told, strict=True):
            metric = FieldMetric(field, figure).key
            is_share = figure is not ServiceFigure.FILES
            yield Figure(
                _SERVICES,
                _ONE_STOP,
                metric,
                "%" if is_share else "hồ sơ",
                usual,
                0.5 if is_share else 0,
                highest=100 if is_share else math.inf,
                adds_up=not is_share,
                period_s=FIELD_PERIOD_S,
            )


FIGURES: tuple[Figure, ...] = (*_FIGURES, *field_figures())


def meters(district: District, rng: random.Random) -> tuple[Meter, ...]:
    """Return every figure of every site; some sites are larger than others."""
    wards = {ward.code for ward in latest_wards(district)}
    sites = [site for site in district.sites if site.ward_code in wards]
    return tuple(_meters(sites, rng))


def _meters(sites: Iterable[Site], rng: random.Random) -> Iterator[Meter]:
    """Yield the meters of the sites."""
    for site in sites:
        size = rng.uniform(0.7, 1.4)
        for figure in FIGURES:
            if site.kind in figure.site_kinds:
                yield Meter(figure, site, size if figure.follows_day else 1.0)
