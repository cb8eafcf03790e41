"""The rows of the health page's grids: cameras, papers, dead letters."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboard.camera_papers import standing_of
from dashboard.panels.health.numbers import day, moment, size, span
from dashboard.words import phrase
from db.camera_papers import PapersRow
from db.console_rows import DeadLetterRow
from db.health import ListedCamera
from db.resending import ResendRow
from domain.camera_papers import REQUIREMENT_WORDS, Requirement, Standing, missing

_REASONS = frozenset({"gateway lost", "not released"})
_TONES = {
    Standing.EXEMPT: "calm",
    Standing.RELEASED: "calm",
    Standing.REVIEW_SOON: "calm",
    Standing.OVERDUE: "warn",
    Standing.IN_GRACE: "warn",
    Standing.HELD: "bad",
}
_CALM_STATES = frozenset({"online", "maintenance"})
_SHOWN_MISSING = 3
GridRow = dict[str, Any]


def camera_rows(
    found: Sequence[ListedCamera], wards: Mapping[str, str], now: datetime, language: str
) -> list[GridRow]:
    """Return cameras as the list shows them: since when, and why."""
    return [
        {
            "key": it.code,
            "code": it.code,
            "name": it.name,
            "ward": wards.get(it.ward_code, it.ward_code),
            "state": phrase(f"health.state.{it.state}", language),
            "since": _since(it.observed_at, now, language),
            "reason": _reason(it, language),
            "recorder": it.recorder,
            "gateway": it.gateway,
            "tone": "calm" if it.state in _CALM_STATES else "bad" if it.state == "offline" else "warn",
        }
        for it in found
    ]


def _since(at: datetime | None, now: datetime, language: str) -> str:
    if at is None:
        return phrase("health.never_heard", language)
    return f"{moment(at, now)} · {span((now - at).total_seconds(), language)}"


def _reason(camera: ListedCamera, language: str) -> str:
    """Return why a camera is as it is: what the centre knows, else what its state means."""
    if camera.reason in _REASONS:
        return phrase(f"health.reason.{camera.reason.replace(' ', '_')}", language)
    if camera.reason:
        return camera.reason
    return "" if camera.state == "online" else phrase(f"health.reason.{camera.state}", language)


def paper_rows(
    found: Sequence[PapersRow], wards: Mapping[str, str], today: date, language: str
) -> list[GridRow]:
    """Return cameras as the table of papers shows them: how each stands, and what it lacks."""
    return [_paper_row(it, standing_of(it, today), wards, language) for it in found]


def _paper_row(row: PapersRow, stands: Standing, wards: Mapping[str, str], language: str) -> GridRow:
    return {
        "key": row.code,
        "code": row.code,
        "name": row.name,
        "ward": wards.get(row.ward_code, row.ward_code),
        "standing": phrase(f"health.standing.{stands}", language),
        "missing": missing_words(missing(row.papers), language),
        "owner": row.owner,
        "purpose": row.purpose,
        "review": day(row.review_due),
        "tone": _TONES[stands],
    }


def missing_words(lacking: Sequence[str], language: str) -> str:
    """Return what papers lack in words: the first few, and how many more."""
    words = [_missing_word(name, language) for name in lacking[:_SHOWN_MISSING]]
    if len(lacking) > _SHOWN_MISSING:
        words.append(
            phrase("health.papers.more", language).replace("{n}", str(len(lacking) - _SHOWN_MISSING))
        )
    return ", ".join(words)


def _missing_word(name: str, language: str) -> str:
    if name in set(Requirement):
        return REQUIREMENT_WORDS[Requirement(name)][language == "en"]
    return phrase(f"health.papers.part.{name}", language)


def letter_rows(
    found: Sequence[DeadLetterRow], resends: Mapping[int, ResendRow], now: datetime, language: str
) -> list[GridRow]:
    """Return dead letters as the list shows them."""
    return [
        {
            "key": str(it.id),
            "id": it.id,
            "received": moment(it.received_at, now),
            "topic": it.topic,
            "reason": it.reason,
            "size": size(it.size_bytes, language),
            "state": phrase(f"health.letter.{_letter_state(it, resends.get(it.id))}", language),
            "tone": "calm" if it.resent_at else "warn",
        }
        for it in found
    ]


def _letter_state(letter: DeadLetterRow, asked: ResendRow | None) -> str:
    if letter.resent_at is not None:
        return "sent"
    if asked is None:
        return "waiting"
    return "being_sent" if asked.done_at is None else "refused_again"
