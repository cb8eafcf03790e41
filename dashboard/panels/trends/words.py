"""What the trends say of themselves in words, and how a file of them is called."""

from datetime import datetime

from dashboard.panels.trends.figures import Frame, kind_name
from domain.local_time import ZONE
from domain.words import slug


def said_of(frame: Frame) -> list[str]:
    """Return the sentences over the figures: the span, whose data, what of the question was left out."""
    view = frame.view
    parts = [
        f"{moment(view.since)} – {moment(view.until)}",
        frame.ward_names[view.ward] if view.ward else frame.say("trends.all_wards"),
        kind_name(view.kind, frame.language) if view.kind else frame.say("trends.all_kinds"),
        frame.say(f"provenance.{frame.provenance}"),
    ]
    return [" · ".join(parts), *(frame.say(note) for note in view.notes)]


def file_name(frame: Frame, district: str, what: str, ending: str) -> str:
    """Return a name that says what is in a file: whose, of what, from when to when, made up or real."""
    view = frame.view
    days = [at.astimezone(ZONE).strftime("%Y%m%d") for at in (view.since, view.until)]
    parts = [district, what, *([frame.ward_names[view.ward]] if view.ward else []), frame.provenance, *days]
    return f"{slug(' '.join(parts))}.{ending}"


def moment(at: datetime) -> str:
    """Return a moment as the centre writes it."""
    return at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")
