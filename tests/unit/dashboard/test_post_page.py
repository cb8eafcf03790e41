"""The page of a ward's post is light, and says which incidents the post may end."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.post_page import SCRIPT, shown_words
from dashboard.post_page_view import is_own
from dashboard.words import words_json
from domain.incidents import IncidentState, Origin
from tests.unit.ingest.test_correlation import an_incident

ROOM = Path(dashboard.__file__).parent
_IMPORTED = re.compile(r'from "(\.[^"]+)"')


def modules_of(path: Path, known: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """Return a module and all that it imports, by itself or by what it imports."""
    found = known | {path}
    for name in _IMPORTED.findall(path.read_text(encoding="utf-8")):
        imported = (path.parent / name).resolve()
        if imported not in found:
            found = modules_of(imported, found)
    return found


def test_the_page_weighs_less_than_a_hundred_kilobytes() -> None:
    page = ROOM / "pages" / "post.html"
    styles = [
        ROOM / "assets" / name for name in re.findall(r"/assets/([\w-]+\.css)", page.read_text("utf-8"))
    ]
    scripts = modules_of((ROOM / "assets" / SCRIPT).resolve())

    sizes = [path.stat().st_size for path in (page, *styles, *scripts)]
    assert len(styles) == 3
    assert sum(sizes) + len(words_json(shown_words()).encode()) < 60_000
    assert "Inter" not in styles[-1].read_text("utf-8"), "a font of ours would weigh as much again"


@pytest.mark.parametrize(
    ("origin", "state", "own"),
    [
        (Origin.POST, IncidentState.HANDLING, True),
        (Origin.POST, IncidentState.CLOSED, False),
        (Origin.CALL_113, IncidentState.HANDLING, False),
    ],
)
def test_a_post_ends_what_it_opened_and_no_more(origin: Origin, state: IncidentState, own: bool) -> None:
    incident = an_incident(origin=origin, state=state)

    assert is_own(incident, None, frozenset({incident.ward_code})) is own
    assert not is_own(incident, None, frozenset({"26999"}))
