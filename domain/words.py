"""Vietnamese words for machines: search keys without diacritics and keys that sort as a dictionary does."""

import re
import unicodedata

_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: index + 20 for index, letter in enumerate(_ALPHABET)}
# Dictionary order of tones: level, falling, asking, tumbling, rising, heavy.
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def tidy(text: str) -> str:
    """Return `text` in NFC, with the Icelandic Ð of map data put right and white space folded."""
    return " ".join(unicodedata.normalize("NFC", text.replace("Ð", "Đ").replace("ð", "đ")).split())


def search_key(text: str) -> str:
    """Return `text` folded for search: lower case, đ as d, no marks."""
    plain = unicodedata.normalize("NFD", text.translate(_STROKE))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def slug(text: str) -> str:
    """Return `text` as a lower-case ASCII slug."""
    return _NOT_IN_SLUGS.sub("-", search_key(text)).strip("-")


def sort_key(text: str) -> str:
    """Return a key whose plain byte order is Vietnamese dictionary order: letters first, then tones."""
    letters: list[str] = []
    tones: list[str] = []
    for char in tidy(text).casefold():
        letter, tone = _split_tone(char)
        rank = _LETTER_RANK.get(letter)
        letters.append(f"{rank:02d}" if rank is not None else f"0{letter}")
        tones.append(str(tone))
    return "".join(letters) + "|" + "".join(tones)


def _split_tone(char: str) -> tuple[str, int]:
    """Return the letter without its tone mark, and the tone's rank (0 for level)."""
    tone = 0
    kept = ""
    for part in unicodedata.normalize("NFD", char):
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        else:
            kept += part
    return unicodedata.normalize("NFC", kept), tone
