"""A story as its file says it: place, time, course over cameras, people and systems, and the truth."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, Latitude, Longitude, Share, Slug
from domain.smart_systems import SmartSystem
from simulators.errors import SimulatorError

Seconds = Annotated[float, Meta(ge=0, le=14_400)]
Span = tuple[Seconds, Seconds]
Many = Annotated[int, Meta(ge=0, le=60)]
Hour = Annotated[int, Meta(ge=0, le=24)]


class StoryError(SimulatorError):
    """The story file cannot be used; the message names the file and what is wrong with it."""


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it happens: before a named camera, at a place, or where a seed draws one that fits."""

    camera: Slug | None = None
    place_begins: str = ""
    ward: Slug | None = None
    ranks: tuple[Annotated[int, Meta(ge=1, le=4)], ...] = (1, 2, 3, 4)
    lat: Latitude | None = None
    lon: Longitude | None = None


class When(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which hours of the local day it happens; the seed draws the minute."""

    hours: tuple[Hour, Hour] = (0, 24)


class CamerasSee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `watchers` cameras nearest to the place see, again and again; `score` is drawn for each."""

    kind: IncidentKind
    from_s: Span
    until_s: Seconds
    every_s: Annotated[float, Meta(ge=1, le=600)]
    score: tuple[Share, Share]
    watchers: Annotated[int, Meta(ge=1, le=20)] = 1


class PeopleTell(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people report: how many of them, the first from when on, and how far apart."""

    kind: IncidentKind
    many: tuple[Many, Many]
    from_s: Span
    apart_s: Span = (0.0, 60.0)


class CamerasAre(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that `cameras` cameras of the ward, those nearest to the place, are in for a while."""

    state: CameraState
    from_s: Span
    until_s: Seconds
    cameras: Annotated[int, Meta(ge=1, le=200)] = 1


class TrafficIs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How traffic passes the `cameras` cameras of the street that are nearest to the place."""

    speed_kmh: Annotated[float, Meta(ge=0, le=120)]
    occupancy: Share
    from_s: Span
    until_s: Seconds
    cameras: Annotated[int, Meta(ge=1, le=20)] = 2


class SystemSays(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure of one of the eight systems, while it lasts and when it is over."""

    system: SmartSystem
    metric: str
    unit: str
    value: float
    after: float
    from_s: Span
    until_s: Seconds


class GatewayIs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ward's gateway is lost for a while."""

    from_s: Span
    until_s: Seconds


class Expected(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a perfect centre would do: call for one of these kinds, near the place, in time; or nobody.

    `alerts` is how many it would call with at the most; `incidents` how many files it would open.
    """

    alert: bool
    kinds: tuple[IncidentKind, ...]
    within_s: Seconds = 60.0
    within_m: Annotated[float, Meta(ge=1, le=5_000)] = 200.0
    severity: Severity = Severity.MEDIUM
    alerts: Annotated[int, Meta(ge=0, le=20)] = 1
    incidents: Annotated[int, Meta(ge=0, le=5)] = 1


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One story. `weight` is how often it is played beside the others."""

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$(?!\n)", max_length=40)]
    vi: str
    en: str
    lasts_s: Seconds
    expected: Expected
    weight: Annotated[float, Meta(ge=0, le=100)] = 1.0
    where: Where = Where()
    when: When = When()
    cameras: tuple[CamerasSee, ...] = ()
    citizens: tuple[PeopleTell, ...] = ()
    police: tuple[PeopleTell, ...] = ()
    states: tuple[CamerasAre, ...] = ()
    traffic: tuple[TrafficIs, ...] = ()
    systems: tuple[SystemSays, ...] = ()
    gateways: tuple[GatewayIs, ...] = ()


def story_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a story file."""
    (_, components) = msgspec.json.schema_components((Story,), ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "opscenter story v1",
        "$ref": "#/$defs/Story",
        "$defs": dict(sorted(components.items())),
    }


def read_story(path: Path) -> Story:
    """Return the story in a TOML or JSON file; raise StoryError naming what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StoryError(f"{path} cannot be read: {error}") from error
    return _story_in(text, str(path), is_json=path.suffix == ".json")


def shipped_stories() -> dict[str, Story]:
    """Return the stories that come with the product, by name."""
    folder = files("simulators") / "stories" / "files"
    texts = sorted((it.name, it.read_text(encoding="utf-8")) for it in folder.iterdir())
    found = [_story_in(text, name, is_json=False) for name, text in texts if name.endswith(".toml")]
    return {story.name: story for story in found}


def _story_in(text: str, where: str, *, is_json: bool) -> Story:
    try:
        document: Mapping[str, Any] = msgspec.json.decode(text) if is_json else tomllib.loads(text)
        story = msgspec.convert(document, Story)
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise StoryError(f"{where}: {error}") from error
    for problem in problems_of(story):
        raise StoryError(f"{where}: {problem}")
    return story


def problems_of(story: Story) -> list[str]:
    """Return what a schema cannot say about a story and is wrong with it."""
    lasting: tuple[CamerasSee | CamerasAre | TrafficIs | SystemSays | GatewayIs, ...] = (
        *story.cameras,
        *story.states,
        *story.traffic,
        *story.systems,
        *story.gateways,
    )
    found = [
        f"{type(part).__name__}: from_s must grow and end before until_s, and that by lasts_s"
        for part in lasting
        if not part.from_s[0] <= part.from_s[1] < part.until_s <= story.lasts_s
    ]
    found += ["people: many must grow" for it in (*story.citizens, *story.police) if it.many[0] > it.many[1]]
    if (story.where.lat is None) != (story.where.lon is None):
        found.append("where: a place has both lat and lon")
    if story.expected.alert != bool(story.expected.alerts):
        found.append("expected: an alert means at least one, none means 0")
    if not any((story.cameras, story.citizens, story.police, story.states, story.systems, story.gateways)):
        found.append("nobody tells of it: name cameras, citizens, police, states, systems or gateways")
    return found
