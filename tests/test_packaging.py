"""The distribution: no room's name is another's, the wheel is whole, and every version is pinned."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata, util
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
NAMED_BY_THE_USER = {
    "dash",
    "plotly",
    "dash-leaflet",
    "paho-mqtt",
    "psycopg",
    "opencv-python-headless",
    "numpy",
}


def plain(name: str) -> str:
    """Return a distribution's name in its one normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def needed(requirement: Requirement, found: set[str]) -> set[str]:
    """Return the names of a requirement and all that it needs in turn, as far as it is installed."""
    name = plain(requirement.name)
    marks = [{"extra": extra} for extra in {"", *requirement.extras}]
    try:
        lines = metadata.distribution(name).requires or []
    except metadata.PackageNotFoundError:
        return found
    found.add(name)
    for line in lines:
        inner = Requirement(line)
        is_meant = inner.marker is None or any(inner.marker.evaluate(mark) for mark in marks)
        if is_meant and (plain(inner.name) not in found or inner.extras):
            needed(inner, found)
    return found


def test_no_dependency_claims_the_name_of_a_room() -> None:
    claimed = metadata.packages_distributions()
    others = {room: set(claimed.get(room, ())) - {"opscenter"} for room in ROOMS}
    assert {room: owners for room, owners in others.items() if owners} == {}


def test_the_packages_that_the_user_named_are_dependencies() -> None:
    names = {plain(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    assert names >= NAMED_BY_THE_USER
    assert "pytest" in {plain(Requirement(line).name) for line in EXTRAS["test"]}


def test_every_package_that_is_installed_for_us_is_pinned() -> None:
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
    found: set[str] = set()
    for line in lines:
        needed(Requirement(line), found)
    assert found - pins().keys() == set()


def test_constraints_are_plain_pins_in_order() -> None:
    names = list(pins())
    assert names == sorted(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert all(re.fullmatch(r"[0-9][0-9a-z.]*", version) for version in pins().values())


@pytest.mark.skipif(
    util.find_spec("hatchling") is None, reason="the wheel: NOT TESTED here (hatchling missing)"
)
def test_the_wheel_holds_every_room_with_its_data_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    tops = {name.split("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)
    assert files_of_rooms() - inside == set()
    for ending in (".sql", ".geojson", ".css", ".js", "mosquitto.conf"):
        assert any(name.endswith(ending) for name in inside), ending


def files_of_rooms() -> set[str]:
    """Return every file in the rooms' folders as the wheel should name it."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    return {
        path.relative_to(ROOT).as_posix()
        for path in paths
        if path.is_file() and path.parent.name != "__pycache__"
    }
