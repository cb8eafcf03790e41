"""Reads a CSV of cameras: every line becomes a camera or a reason why not."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from domain.camera_papers import Papers, PapersRefusedError
from domain.messages import Provenance
from domain.paper_cells import PAPER_COLUMNS, papers_of_cells
from domain.places import NEAR_WARD_M, Camera, CameraKind, District, Ward, WardLocator, gap_m, ward_polygon
from domain.words import search_key, tidy

REQUIRED = ("code", "name", "lat", "lon", "owner", "purpose")
OPTIONAL = (
    "ward",
    "heading",
    "fov",
    "range",
    "recorder",
    "kind",
    "gateway",
    "street",
    "stream",
    *PAPER_COLUMNS,
)
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,62}$")
_LONGEST_TEXT = 200
_STREAM_SCHEMES = ("http", "https", "rtsp", "rtsps")
_LONGEST_ADDRESS = 500
_WIDEST_DEG = 360.0
_DEFAULT_FOV_DEG = 90.0
_DEFAULT_RANGE_M = 60.0
_LONGEST_RANGE_M = 20_000.0


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not a camera: its number as an editor shows it, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class CameraFile:
    """What a file holds: cameras, the papers of those lines that bring some, and the lines that are none."""

    cameras: tuple[Camera, ...]
    bad: tuple[BadLine, ...]
    papers: Mapping[str, Papers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before the file: codes of simulated cameras, and the papers of real ones.

    Simulated codes are taken: a real camera may not hide behind one.
    """

    simulated_codes: Set[str] = frozenset()
    papers: Mapping[str, Papers] = field(default_factory=dict)


class _BadLineError(Exception):
    """A line cannot become a camera; the text is the reason."""


def read_cameras(text: str, district: District, now: datetime, before: Before, by: str) -> CameraFile:
    """Return the cameras of the CSV `text`, which `by` brings, and the lines that are none."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text))
    header = [search_key(cell) for cell in next(lines, [])]
    if problem := _header_problem(header):
        return CameraFile((), (BadLine(1, problem),))
    reader = _LineReader(district, now.date(), before, has_decimal_comma=lines.dialect.delimiter == ";")
    cameras: list[Camera] = []
    papers: dict[str, Papers] = {}
    bad: list[BadLine] = []
    for number, cells in _numbered(lines):
        try:
            named = _named(header, cells)
            camera = reader.camera(number, named)
            brought = papers_of_cells(named, before.papers.get(camera.code, Papers()), camera, by, now)
        except (_BadLineError, PapersRefusedError) as error:
            bad.append(BadLine(number, str(error)))
            continue
        cameras.append(camera)
        if brought is not None:
            papers[camera.code] = brought
    return CameraFile(tuple(cameras), tuple(bad), papers)


def _delimiter(text: str) -> str:
    """Return what separates the cells: a semicolon where the spreadsheet's decimal mark is a comma."""
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _header_problem(header: list[str]) -> str | None:
    """Return what is wrong with the header, if anything."""
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in {*REQUIRED, *OPTIONAL}]
    if missing:
        return f"the header lacks {', '.join(missing)}; the columns are {', '.join((*REQUIRED, *OPTIONAL))}"
    if unknown:
        return f"the header has {', '.join(repr(name) for name in unknown)}, which is no column of ours"
    if len(set(header)) < len(header):
        return "the header names a column twice"
    return None


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty with the number of the line where it begins."""
    number = 2
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield number, cells
        number += 1 + sum(cell.count("\n") for cell in cells)


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells by column name."""
    if len(cells) != len(header):
        raise _BadLineError(f"has {len(cells)} cells, but the header has {len(header)}")
    return {name: tidy(cell) for name, cell in zip(header, cells, strict=True)}


class _LineReader:
    """Turns one line after the other into cameras, and remembers the codes it has seen."""

    def __init__(self, district: District, today: date, before: Before, *, has_decimal_comma: bool) -> None:
        self._wards = [ward for ward in district.wards if ward.is_valid_on(today)]
        self._locator = WardLocator(self._wards, today)
        self._simulated_codes = before.simulated_codes
        self._has_decimal_comma = has_decimal_comma
        self._line_of_code: dict[str, int] = {}

    def camera(self, number: int, cells: Mapping[str, str]) -> Camera:
        """Return the camera of a line; raise _BadLineError with the reason when there is none."""
        code = self._code(number, cells)
        # Both over the longitudes, so that two that stand in each other's place are recognised as that.
        lat, lon = (self._number(cells, name, -180.0, 180.0) for name in ("lat", "lon"))
        ward = self._ward(cells.get("ward", ""), lat, lon)
        return Camera(
            code=code,
            name=_text(cells, "name"),
            ward_code=ward.code,
            lat=lat,
            lon=lon,
            heading_deg=self._number(cells, "heading", 0.0, _WIDEST_DEG, 0.0) % _WIDEST_DEG,
            fov_deg=self._number(cells, "fov", 1.0, _WIDEST_DEG, _DEFAULT_FOV_DEG),
            range_m=self._number(cells, "range", 1.0, _LONGEST_RANGE_M, _DEFAULT_RANGE_M),
            kind=_kind(cells.get("kind", "")),
            recorder=_text(cells, "recorder", is_needed=False),
            gateway=_slug(cells.get("gateway", "") or f"edge-{ward.code}", "gateway"),
            street=_text(cells, "street", is_needed=False),
            owner=_text(cells, "owner"),
            purpose=_text(cells, "purpose"),
            provenance=Provenance.REAL,
            stream_url=_stream(cells.get("stream", "")),
        )

    def _code(self, number: int, cells: Mapping[str, str]) -> str:
        """Return the camera's code if nobody has it."""
        code = _slug(cells["code"], "code")
        if code in self._line_of_code:
            raise _BadLineError(f"code {code!r} stands on line {self._line_of_code[code]} already")
        if code in self._simulated_codes:
            raise _BadLineError(f"code {code!r} belongs to a simulated camera; choose another")
        self._line_of_code[code] = number
        return code

    def _number(
        self, cells: Mapping[str, str], name: str, lowest: float, highest: float, default: float | None = None
    ) -> float:
        """Return a cell as a number within [lowest, highest]; `default` None means that it is needed."""
        text = cells.get(name, "")
        if not text and default is not None:
            return default
        plain = text.replace(",", ".") if self._has_decimal_comma else text
        try:
            value = float(plain)
        except ValueError:
            raise _BadLineError(f"{name} is {text!r}, which is not a number") from None
        if not lowest <= value <= highest:
            raise _BadLineError(f"{name} is {text}, but must be from {lowest:g} to {highest:g}")
        return value

    def _ward(self, named: str, lat: float, lon: float) -> Ward:
        """Return the ward at the position; it must be the named one where one is named."""
        located = self._locator.locate(lat, lon)
        if located is None:
            swapped = self._locator.locate(lon, lat) is not None
            hint = ": latitude and longitude are swapped" if swapped else ""
            raise _BadLineError(
                f"no ward of the district is within {NEAR_WARD_M:.0f} m of {lat}, {lon}{hint}"
            )
        if not named:
            return located
        for ward in self._wards:
            if named == ward.code or search_key(named) == search_key(ward.name):
                return self._checked(ward, located, lat, lon)
        raise _BadLineError(f"ward {named!r} is not a ward of the district; leave it empty to go by position")

    @staticmethod
    def _checked(ward: Ward, located: Ward, lat: float, lon: float) -> Ward:
        """Return the named ward if the position is in it or at its boundary."""
        gap = gap_m(ward_polygon(ward), lat, lon)
        if gap > NEAR_WARD_M:
            raise _BadLineError(
                f"the position is {gap:.0f} m outside ward {ward.name}, in ward {located.name}"
            )
        return ward


def _text(cells: Mapping[str, str], name: str, *, is_needed: bool = True) -> str:
    """Return a cell's text, of a length that can be shown."""
    text = cells.get(name, "")
    if is_needed and not text:
        raise _BadLineError(f"{name} is empty")
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        raise _BadLineError(f"{name} is longer than {_LONGEST_TEXT} characters or holds unprintable ones")
    return text


def _stream(text: str) -> str | None:
    """Return where the recorder shows the camera; it is shown as a link, so it may hold no password."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in _STREAM_SCHEMES and bool(parts.hostname) and text.isprintable()
    except ValueError:
        is_address = False
    if not is_address or len(text) > _LONGEST_ADDRESS:
        raise _BadLineError(f"stream is no address of {', '.join(_STREAM_SCHEMES)}, or a very long one")
    if "@" in parts.netloc:
        raise _BadLineError("stream holds a user name: everybody who may see pictures would read it")
    return text


def _slug(text: str, name: str) -> str:
    """Return a name as topics may hold it."""
    if not _SLUG.match(text):
        raise _BadLineError(f"{name} is {text!r}, but must be lower-case letters a-z, digits and hyphens")
    return text


def _kind(text: str) -> CameraKind:
    """Return how the camera stands; fixed when nothing is said."""
    if not text:
        return CameraKind.FIXED
    try:
        return CameraKind(search_key(text).replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise _BadLineError(f"kind is {text!r}, but must be one of {', '.join(CameraKind)}") from None
