"""Reads the text back out of a PDF whose fonts say which letter each code stands for."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LETTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>")
_STEP = re.compile(rb"/F(\d+) [\d.]+ Tf|\((.*?)(?<!\\)\) Tj", re.DOTALL)
_ESCAPED = {rb"\(": b"(", rb"\)": b")", rb"\\": b"\\", rb"\r": b"\r"}


def text_of_pdf(pdf: bytes) -> str:
    """Return what is written in a PDF, page by page."""
    streams = [_unpacked(raw) for raw in _STREAM.findall(pdf)]
    fonts = [_letters(it) for it in streams if b"beginbfchar" in it]
    return " ".join(_read(it, fonts) for it in streams if b") Tj" in it)


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return raw


def _letters(table: bytes) -> dict[int, str]:
    return {int(code, 16): chr(int(letter, 16)) for code, letter in _LETTER.findall(table)}


def _read(page: bytes, fonts: list[dict[int, str]]) -> str:
    said: list[str] = []
    font: dict[int, str] = {}
    for number, raw in _STEP.findall(page):
        if number:
            font = fonts[int(number) - 1]
        else:
            plain = re.sub(rb"\\[()\\r]", lambda found: _ESCAPED[found[0]], raw)
            codes = [int.from_bytes(plain[at : at + 2], "big") for at in range(0, len(plain), 2)]
            said.append("".join(font.get(code, "?") for code in codes))
    return " ".join(said)
