"""Numbers, sizes, times and ages as the centre writes them: 1.115 and 0,8; dd/mm; Asia/Ho_Chi_Minh."""

from datetime import date, datetime

from dashboard.words import phrase
from dashboard.written import separated
from domain.local_time import ZONE

_KILO = 1024.0
_NOTHING = "–"


def number(value: float | None, language: str, digits: int = 0) -> str:
    """Return a number with the separators of the language."""
    if value is None:
        return _NOTHING
    return separated(f"{value:,.{digits}f}", language)


def percent(part: int, whole: int, language: str) -> str:
    """Return a share as a whole percentage; never 100 % of what is not all, nor 0 % of what is some."""
    if not whole:
        return _NOTHING
    share = round(part * 100 / whole)
    if share == 100 and part < whole:
        share = 99
    if share == 0 and part:
        return "<1 %"
    return f"{number(share, language)} %"


def size(count_bytes: float, language: str) -> str:
    """Return a size in bytes as people say it."""
    for unit in ("B", "kB", "MB", "GB"):
        if count_bytes < _KILO:
            return f"{number(count_bytes, language, 0 if unit in ('B', 'kB') else 1)} {unit}"
        count_bytes /= _KILO
    return f"{number(count_bytes, language, 1)} TB"


def seconds(value: float | None, language: str) -> str:
    """Return a delay: in tenths of seconds while it is short, in words when it is long."""
    if value is None:
        return _NOTHING
    return f"{number(value, language, 1)} s" if value < 90 else span(value, language)


def span(value_s: float, language: str) -> str:
    """Return a span of time in its largest unit."""
    for name, unit_s in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if value_s >= 2 * unit_s:
            return phrase(f"health.span.{name}", language).replace("{n}", number(value_s // unit_s, language))
    return phrase("health.span.seconds", language).replace("{n}", number(max(0, value_s), language))


def moment(at: datetime | None, now: datetime) -> str:
    """Return when something was: the time today, with the day before today."""
    if at is None:
        return _NOTHING
    local = at.astimezone(ZONE)
    is_today = local.date() == now.astimezone(ZONE).date()
    return local.strftime("%H:%M:%S" if is_today else "%d/%m %H:%M")


def day(value: date | None) -> str:
    """Return a day."""
    return _NOTHING if value is None else value.strftime("%d/%m/%Y")
