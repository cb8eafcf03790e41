"""The handbooks: the operators' names every key of the page, the developers' only files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
NAMES = {"ArrowDown": "↓", "ArrowUp": "↑"}
DEVELOPERS = (DOCS / "developers.md").read_text(encoding="utf-8")
_FILE = re.compile(r"`((?:domain|db|edge|ingest|simulators|dashboard|opscenter|tests|docs)/[\w./-]*)`")


def keys_of_the_page() -> list[str]:
    source = (ROOT / "dashboard" / "assets" / "js" / "queue" / "keys.mjs").read_text(encoding="utf-8")
    tables = source.split("const onAlert = ")[1].split("/** Wire")[0]
    return re.findall(r'^  "?([^\s":]+)"?: (?:\(|openHelp)', tables, re.MULTILINE)


def test_the_keys_of_the_page_are_found() -> None:
    assert {"a", "j", "Enter", "/", "?"} <= set(keys_of_the_page())


@pytest.mark.parametrize("key", [*keys_of_the_page(), "Esc"])
def test_both_handbooks_name_every_key(key: str) -> None:
    shown = NAMES.get(key, key if len(key) > 1 else key.upper())
    vietnamese, english = (DOCS / "operators.md").read_text(encoding="utf-8").split("# Operators' handbook")
    assert f"`{shown}`" in vietnamese
    assert f"`{shown}`" in english


@pytest.mark.parametrize("path", sorted(set(_FILE.findall(DEVELOPERS))))
def test_a_file_that_developers_are_sent_to_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("document", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
