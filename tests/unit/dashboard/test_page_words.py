"""Every phrase stands in both languages and is used, and the page shows no words but those."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.errors import WordsError
from dashboard.words import CATALOGUES, LANGUAGES, domain_of, page_words, phrase, words, words_json
from domain.alerts import AlertAction, AlertState
from domain.kinds import Severity
from domain.messages import CameraState, Provenance, UnitState
from domain.roles import Role
from domain.smart_systems import SmartSystem

ROOM = Path(dashboard.__file__).parent
DOMAINS = sorted(path.name for path in (CATALOGUES / "vi" / "LC_MESSAGES").glob("*.po"))
_ASKED_BY_SCRIPT = re.compile(r"""\bt\(\s*["']([a-z_.]+)["']""")
_MARKED = re.compile(r"""(?:dataset\.t\w*\s*=\s*|data-t[a-z-]*":\s*)["']([a-z_.]+)["']""")
_ASKED_BY_LAYOUT = re.compile(
    r"""(?:span|named|hinted|phrase)\(\s*"([a-z_.]+)"|text\([\w.]+, "([a-z_.]+)\""""
)
_WHOLE = re.compile(r"""["'`]([a-z0-9_]+(?:\.[a-z0-9_]+)*)["'`]""")
_BUILT = re.compile(r"""["'`]([a-z0-9_.]*)(?:\$\{|\{)""")
_BUILT_END = re.compile(r"""\}([a-z0-9_.]+)["'`]""")
_VIETNAMESE = re.compile(
    "[ăâđêôơưĂÂĐÊÔƠƯ\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u1ea0-\u1ef9]"
)


def _sources(pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob(pattern)))


def _without_comments(script: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", "", script, flags=re.DOTALL)


def test_every_phrase_has_words_in_both_languages() -> None:
    assert [key for key, pair in words().items() if not all(text.strip() for text in pair)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_holds_the_same_phrases_in_both_languages(domain: str) -> None:
    vietnamese, english = (domain_of(CATALOGUES / it / "LC_MESSAGES" / domain) for it in LANGUAGES)
    assert vietnamese.keys() == english.keys()


def test_every_phrase_has_the_same_blanks_in_both_languages() -> None:
    blanks = {key: [set(re.findall(r"{\w+}", text)) for text in pair] for key, pair in words().items()}
    assert [key for key, (vietnamese, english) in blanks.items() if vietnamese != english] == []


def test_the_scripts_ask_only_for_phrases_that_stand() -> None:
    scripts = _sources("*.mjs")
    asked = set(_ASKED_BY_SCRIPT.findall(scripts)) | set(_MARKED.findall(scripts))
    assert asked
    assert asked - set(page_words()) == set()


def test_the_layout_asks_only_for_phrases_that_stand() -> None:
    asked = {first or second for first, second in _ASKED_BY_LAYOUT.findall(_sources("*.py"))}
    assert asked
    assert asked - set(words()) == set()


def test_no_phrase_is_left_that_nobody_asks_for() -> None:
    sources = _sources("*.py") + _sources("*.mjs") + _sources("*.html")
    whole = set(_WHOLE.findall(sources))
    beginnings = tuple(start for start in _BUILT.findall(sources) if "." in start)
    ends = tuple(end for end in _BUILT_END.findall(sources) if end.startswith("."))
    unused = {
        key
        for key in page_words()
        if key not in whole and not key.startswith(beginnings) and not (ends and key.endswith(ends))
    }
    assert unused == set()


def test_the_scripts_and_panels_hold_no_vietnamese_of_their_own() -> None:
    found = {
        f"{path.name}: {line.strip()}"
        for pattern in ("assets/**/*.mjs", "assets/*.js", "panels/**/*.py")
        for path in ROOM.glob(pattern)
        for line in _without_comments(path.read_text(encoding="utf-8")).splitlines()
        if _VIETNAMESE.search(line)
    }
    assert found == set()


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
    assert shown <= set(words())


def test_a_phrase_is_looked_up_in_the_language_asked_for() -> None:
    assert phrase("page.map", "vi") == "Bản đồ"
    assert phrase("page.map", "en") == "Map"


def test_the_table_cannot_end_the_script_element_it_stands_in() -> None:
    assert "</" not in words_json({"trap": ("</script>", "</script>")})


def test_a_file_that_is_no_catalogue_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.po"
    broken.write_text("title: Map\n", encoding="utf-8")
    with pytest.raises(WordsError, match=r"broken\.po"):
        domain_of(broken)
