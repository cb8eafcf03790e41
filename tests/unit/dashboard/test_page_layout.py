"""The page as it is laid out: what stands on it for whom, and nothing that leads nowhere or outside."""

import json
import re
from pathlib import Path

import pytest
from plotly.utils import PlotlyJSONEncoder

import dashboard
from dashboard.layout import centre_of, page
from dashboard.rooms import ROOMS
from domain.places import District
from domain.roles import RIGHTS, Person, Role
from domain.smart_systems import SmartSystem
from opscenter.district_files import load_district

ASSETS = Path(dashboard.__file__).parent / "assets"


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


def _person(role: Role = Role.OPERATOR, language: str = "vi") -> Person:
    return Person(7, "lan", "Nguyễn Thị Lan", role, frozenset(), language)


def _json(person: Person, district: District) -> str:
    return json.dumps(page(person, district), cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_page_speaks_the_language_of_the_account(district: District) -> None:
    assert "Hàng đợi cảnh báo" in _json(_person(language="vi"), district)
    assert "Alert queue" in _json(_person(language="en"), district)


@pytest.mark.parametrize("role", list(Role))
def test_the_script_is_told_what_the_person_may_do(role: Role, district: District) -> None:
    laid_out = _json(_person(role), district)
    told = re.search(r'"data-rights": "([a-z_ ]*)"', laid_out)
    assert told is not None
    assert set(told.group(1).split()) == {right.value for right in RIGHTS[role]}


def test_all_eight_systems_have_a_place(district: District) -> None:
    laid_out = _json(_person(), district)
    assert all(f'"data-system": "{system.value}"' in laid_out for system in SmartSystem)


@pytest.mark.parametrize("role", list(Role))
def test_the_rail_leads_to_the_rooms_that_the_person_may_enter(role: Role, district: District) -> None:
    ways = re.findall(r'"href": "([^"]*)"', _json(_person(role), district))
    assert ways == ["#queue-list", *(room.path for room in ROOMS if room.right in RIGHTS[role])]


def test_the_map_opens_inside_the_district(district: District) -> None:
    lat, lon = centre_of(district)
    assert 10.75 < lat < 10.80
    assert 106.68 < lon < 106.72


def test_no_asset_points_outside() -> None:
    files = [path for path in ASSETS.rglob("*") if path.suffix in {".css", ".js", ".mjs"}]
    assert files
    outside = re.compile(r"https?://|@import|url\(\s*[\"']?//")
    assert [path.name for path in files if outside.search(path.read_text(encoding="utf-8"))] == []


def test_colours_stand_only_among_the_tokens() -> None:
    """Styles name their colours; a few dark mixes of one use and the painted cone are the exceptions."""
    sheets = [path for path in ASSETS.glob("[1-9]*.css") if not path.name.startswith("sign-in")]
    named = sum(path.read_text(encoding="utf-8").count("var(--") for path in sheets)
    literal = sum(
        len(re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s,)])", path.read_text(encoding="utf-8"))) for path in sheets
    )
    assert literal < named / 6


def test_every_script_says_what_it_does() -> None:
    scripts = list(ASSETS.rglob("*.mjs"))
    assert all(path.read_text(encoding="utf-8").startswith("// ") for path in scripts)


def test_every_font_has_its_licence_beside_it() -> None:
    families = {
        path.name.split("-latin")[0].split("-vietnamese")[0] for path in (ASSETS / "fonts").glob("*.woff2")
    }
    assert families == {path.name.removesuffix("-OFL.txt") for path in (ASSETS / "fonts").glob("*-OFL.txt")}
