"""The words of the console in Vietnamese and English: gettext catalogues, one domain per panel.

A message's id is its key ("queue.title"), its string the phrase; `{names}` in it are filled by whoever
shows it. Source: GNU gettext's PO files, `locale/<language>/LC_MESSAGES/<domain>.po`, read by Babel.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import PoFileError, read_po

from dashboard.errors import WordsError
from domain.smart_systems import SYSTEM_WORDS

LANGUAGES = ("vi", "en")
CATALOGUES = Path(__file__).parent / "locale"
ENTRANCE = "entrance."
"""Begins the keys of the pages outside of the console, which it does not carry along."""
PRINTED = "print."
"""Begins the keys of what is printed, which only the server writes."""

Words = Mapping[str, tuple[str, str]]


@functools.cache
def words() -> Words:
    """Return every phrase as key: (Vietnamese, English), read once."""
    vietnamese, english = (catalogue(language) for language in LANGUAGES)
    one_sided = vietnamese.keys() ^ english.keys()
    if one_sided:
        raise WordsError(f"these phrases stand in one language only: {', '.join(sorted(one_sided))}")
    systems = {f"system.{system.value}.full": pair for system, pair in SYSTEM_WORDS.items()}
    return MappingProxyType({key: (vietnamese[key], english[key]) for key in vietnamese} | systems)


def catalogue(language: str) -> dict[str, str]:
    """Return all phrases of one language; WordsError when two domains claim the same key."""
    found: dict[str, str] = {}
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po")):
        phrases = domain_of(path)
        twice = found.keys() & phrases.keys()
        if twice:
            raise WordsError(f"{path.name} repeats phrases of another domain: {', '.join(sorted(twice))}")
        found |= phrases
    return found


def domain_of(path: Path) -> dict[str, str]:
    """Return the phrases of one catalogue file; WordsError when it is no such file."""
    try:
        with path.open("rb") as file:
            messages = read_po(file, abort_invalid=True)
    except (OSError, UnicodeError, PoFileError) as error:
        raise WordsError(f"{path} cannot be read as a catalogue: {error}") from error
    return {str(message.id): str(message.string) for message in messages if message.id}


def phrase(key: str, language: str) -> str:
    """Return the phrase `key` in `language` (vi or en); an unknown key is a mistake and raises KeyError."""
    vietnamese, english = words()[key]
    return english if language == "en" else vietnamese


def page_words() -> Words:
    """Return the phrases that the page's script may ask for."""
    return {key: pair for key, pair in words().items() if not key.startswith((ENTRANCE, PRINTED))}


def words_json(table: Words | None = None) -> str:
    """Return phrases (those of the page) as JSON that may stand inside an HTML script element."""
    shown = dict(page_words() if table is None else table)
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
