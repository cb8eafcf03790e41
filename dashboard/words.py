"""The words of the console in Vietnamese and English, looked up by key."""

import json
from collections.abc import Mapping

from dashboard.words_table import WORDS

LANGUAGES = ("vi", "en")


def phrase(key: str, language: str) -> str:
    """Return the phrase `key` in `language` (vi or en); an unknown key is a mistake and raises KeyError."""
    vietnamese, english = WORDS[key]
    return english if language == "en" else vietnamese


def words_json(words: Mapping[str, tuple[str, str]] = WORDS) -> str:
    """Return the table as JSON that may stand inside an HTML script element."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
