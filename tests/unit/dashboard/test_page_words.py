"""Every phrase stands in both languages, and the page asks only for phrases that stand."""

import re
from pathlib import Path

import dashboard
from dashboard.words import phrase, words_json
from dashboard.words_table import WORDS
from domain.alerts import AlertAction, AlertState
from domain.kinds import Severity
from domain.messages import CameraState, Provenance, UnitState
from domain.roles import Role
from domain.smart_systems import SmartSystem

ROOM = Path(dashboard.__file__).parent
_ASKED_BY_SCRIPT = re.compile(r"""\bt\(\s*["']([a-z_.]+)["']""")
_MARKED = re.compile(r"""(?:dataset\.t\w*\s*=\s*|data-t[a-z-]*":\s*)["']([a-z_.]+)["']""")
_ASKED_BY_LAYOUT = re.compile(
    r"""(?:span|named|hinted|phrase)\(\s*"([a-z_.]+)"|text\([\w.]+, "([a-z_.]+)\""""
)


def _sources(pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob(pattern))


def test_every_phrase_has_words_in_both_languages() -> None:
    assert [key for key, pair in WORDS.items() if not all(words.strip() for words in pair)] == []


def test_every_phrase_has_the_same_blanks_in_both_languages() -> None:
    blanks = {key: [set(re.findall(r"{\w+}", words)) for words in pair] for key, pair in WORDS.items()}
    assert [key for key, (vietnamese, english) in blanks.items() if vietnamese != english] == []


def test_the_scripts_ask_only_for_phrases_that_stand() -> None:
    scripts = _sources("*.mjs")
    asked = set(_ASKED_BY_SCRIPT.findall(scripts)) | set(_MARKED.findall(scripts))
    assert asked
    assert asked <= set(WORDS)


def test_the_layout_asks_only_for_phrases_that_stand() -> None:
    layout = "\n".join(path.read_text(encoding="utf-8") for path in (ROOM / "panels").glob("*.py"))
    asked = {first or second for first, second in _ASKED_BY_LAYOUT.findall(layout)}
    assert asked
    assert asked <= set(WORDS)


def test_every_value_of_the_domain_that_is_shown_has_words() -> None:
    shown = {
        *(f"camera.{state}" for state in CameraState),
        *(f"unit.{state}" for state in UnitState),
        *(f"severity.{severity}" for severity in Severity),
        *(f"state.{state}" for state in AlertState),
        *(f"history.{action}" for action in AlertAction),
        *(f"role.{role}" for role in Role),
        *(f"provenance.{provenance}" for provenance in Provenance),
        *(f"system.{system}" for system in SmartSystem),
    }
    assert shown <= set(WORDS)


def test_a_phrase_is_looked_up_in_the_language_asked_for() -> None:
    assert phrase("page.map", "vi") == "Bản đồ"
    assert phrase("page.map", "en") == "Map"


def test_the_table_cannot_end_the_script_element_it_stands_in() -> None:
    assert "</" not in words_json({"trap": ("</script>", "</script>")})
