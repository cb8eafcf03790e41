"""Which signs are one matter: how near and how soon, kind by kind, and in words why two were joined.

A sign is an alert or a report. It joins the nearest open incident whose kind its own kind goes with, when it
is near and soon enough. What joins none opens one if it is grave, if police stand there, or if enough
sources say the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from domain.geodesy import distance_m
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import Provenance

K = IncidentKind


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near and how soon after its last sign a thing of a kind joins an incident, and of which kinds.

    `goes_with` are further kinds whose incident it joins; `sources` is how many must say the same before
    what is not grave opens an incident by itself.
    """

    radius_m: float
    window: timedelta
    goes_with: tuple[IncidentKind, ...] = ()
    sources: int = 2


def _near(radius_m: float, window_min: float, *goes_with: IncidentKind, sources: int = 2) -> Nearness:
    return Nearness(radius_m, timedelta(minutes=window_min), goes_with, sources)


NEARNESS: Mapping[IncidentKind, Nearness] = {
    #                       metres, minutes, joins an incident of …
    K.CRASH: _near(120, 20, K.MEDICAL),
    K.MEDICAL: _near(100, 20, K.CRASH, K.FIRE, K.RESCUE, K.DISORDER),
    K.FIRE: _near(150, 30, K.SMOKE, K.RESCUE),
    K.SMOKE: _near(200, 30, K.FIRE),
    K.RESCUE: _near(150, 30, K.FIRE),
    K.CONGESTION: _near(350, 45, K.CRASH, K.FLOOD, K.FALLEN_TREE, K.FIRE, K.CROWD, sources=4),
    K.ILLEGAL_PARKING: _near(60, 30, sources=3),
    K.WRONG_WAY: _near(150, 5, K.CRASH),
    K.RED_LIGHT: _near(50, 5, sources=3),
    K.RACING: _near(800, 10, K.CRASH),
    K.SIDEWALK: _near(50, 60, sources=3),
    K.STREET_VENDING: _near(50, 60, sources=3),
    K.CROWD: _near(150, 45, K.DISORDER),
    K.DISORDER: _near(150, 30, K.CROWD),
    K.THEFT: _near(80, 30, K.SNATCHING),
    K.SNATCHING: _near(200, 15, K.THEFT),
    K.FLOOD: _near(400, 180),
    K.FALLEN_TREE: _near(100, 120),
    K.WASTE: _near(60, 240, sources=3),
    K.NOISE: _near(150, 120, sources=3),
    K.INFRASTRUCTURE: _near(80, 240),
    K.ABANDONED_OBJECT: _near(60, 60),
    K.MISSING_PERSON: _near(500, 240),
    K.TOURIST_HELP: _near(80, 60),
    K.CAMERA_TAMPERED: _near(40, 60, sources=1),
    K.CYBER: _near(400, 120),
    K.OTHER: _near(60, 20, sources=3),
}
"""Kinds not named here (a camera's own trouble, the centre's) never become an incident by themselves."""

SLACK_M: Mapping[str, float] = {"police": 50.0, "citizen": 100.0}
"""How much farther than a camera's view the place may be that somebody told of."""


class WhyCode(StrEnum):
    """Why something was joined by itself."""

    OPENED = "opened"
    AGREED = "agreed"
    SAME_KIND = "same_kind"
    GOES_WITH = "goes_with"


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why something was joined, as a code and the figures that go with it, to be spoken in any language."""

    code: WhyCode
    kind: IncidentKind
    of_kind: IncidentKind | None = None
    distance_m: int = 0
    minutes: int = 0
    radius_m: int = 0
    window_min: int = 0
    sources: int = 0

    def written(self) -> str:
        """Return what is kept."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was told: its kind, where and when; `source` is who told it, `channel` what they are.

    `said_by` is how many say it with one voice, as several citizens' reports in one alert.
    """

    kind: IncidentKind
    severity: Severity
    lat: float
    lon: float
    at: datetime
    channel: str
    source: str
    provenance: Provenance
    exercise: bool
    said_by: int = 1


@dataclass(frozen=True, slots=True)
class Matter:
    """An open incident as correlation sees it; `last_at` is when it was last told of."""

    key: str
    kind: IncidentKind
    lat: float
    lon: float
    last_at: datetime
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class Join:
    """A sign belongs to a matter, and why."""

    key: str
    why: Why


def join_of(sign: Sign, matters: Iterable[Matter]) -> Join | None:
    """Return the matter that a sign belongs to: of its own kind first, then the nearest; None for none."""
    found = [(why, matter) for matter in matters if (why := why_joined(sign, matter)) is not None]
    if not found:
        return None
    why, matter = min(
        found, key=lambda it: (it[0].code is not WhyCode.SAME_KIND, it[0].distance_m, it[1].key)
    )
    return Join(matter.key, why)


def why_joined(sign: Sign, matter: Matter) -> Why | None:
    """Return why a sign belongs to a matter; None when it does not."""
    near = NEARNESS.get(sign.kind)
    if near is None or (sign.provenance, sign.exercise) != (matter.provenance, matter.exercise):
        return None
    if matter.kind is not sign.kind and matter.kind not in near.goes_with:
        return None
    metres = distance_m(sign.lat, sign.lon, matter.lat, matter.lon)
    apart = abs(sign.at - matter.last_at)
    radius_m = near.radius_m + SLACK_M.get(sign.channel, 0.0)
    if metres > radius_m or apart > near.window:
        return None
    return Why(
        code=WhyCode.SAME_KIND if matter.kind is sign.kind else WhyCode.GOES_WITH,
        kind=sign.kind,
        of_kind=matter.kind,
        distance_m=round(metres),
        minutes=round(apart / timedelta(minutes=1)),
        radius_m=round(radius_m),
        window_min=round(near.window / timedelta(minutes=1)),
    )


def why_opened(sign: Sign, others: Iterable[Sign]) -> Why | None:
    """Return why a sign that belongs to none opens an incident; None when it does not.

    `others` are signs that belong to none either: those of the same kind, near and soon enough, agree.
    """
    near = NEARNESS.get(sign.kind)
    if near is None:
        return None
    if sign.channel == "police" or sign.severity.rank >= Severity.HIGH.rank or near.sources <= 1:
        return Why(WhyCode.OPENED, sign.kind)
    said = {sign.source: sign.said_by} | {it.source: it.said_by for it in others if agrees(sign, it)}
    if sum(said.values()) < near.sources:
        return None
    return Why(WhyCode.AGREED, sign.kind, sources=sum(said.values()))


def agrees(sign: Sign, other: Sign) -> bool:
    """Tell whether another sign says the same as this one."""
    matter = Matter("", other.kind, other.lat, other.lon, other.at, other.provenance, other.exercise)
    why = why_joined(sign, matter)
    return why is not None and why.code is WhyCode.SAME_KIND


def spoken(why: str, language: str) -> str:
    """Return in words why something was joined; what a person wrote is returned as it is."""
    try:
        read = msgspec.json.decode(why, type=Why)
    except msgspec.DecodeError:
        return why
    return _vietnamese(read) if language == "vi" else _english(read)


def _vietnamese(why: Why) -> str:
    kind = KINDS[why.kind].vi
    of_kind = KINDS[why.of_kind or why.kind].vi
    figures = f"cách {why.distance_m} m, {_apart_vi(why)} (giới hạn {why.radius_m} m, {why.window_min} phút)"
    return {
        WhyCode.OPENED: f"Tin mở đầu sự cố: {kind}.",
        WhyCode.AGREED: f"{why.sources} nguồn cùng báo: {kind}.",
        WhyCode.SAME_KIND: f"Cùng loại ({kind}), {figures}.",
        WhyCode.GOES_WITH: f"{kind} thường đi cùng {of_kind.lower()}: {figures}.",
    }[why.code]


def _english(why: Why) -> str:
    kind = KINDS[why.kind].en
    of_kind = KINDS[why.of_kind or why.kind].en
    figures = f"{why.distance_m} m away, {_apart_en(why)} (limits {why.radius_m} m, {why.window_min} min)"
    return {
        WhyCode.OPENED: f"What opened the incident: {kind}.",
        WhyCode.AGREED: f"{why.sources} sources say the same: {kind}.",
        WhyCode.SAME_KIND: f"Same kind ({kind}), {figures}.",
        WhyCode.GOES_WITH: f"{kind} often goes with {of_kind.lower()}: {figures}.",
    }[why.code]


def _apart_vi(why: Why) -> str:
    return f"chênh {why.minutes} phút" if why.minutes else "cùng lúc"


def _apart_en(why: Why) -> str:
    return f"{why.minutes} min apart" if why.minutes else "at the same time"
