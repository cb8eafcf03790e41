"""What may be asked of the past, and why not; pure."""

from datetime import UTC, datetime, timedelta

from dashboard.errors import RequestRefusedError
from domain.local_time import ZONE

LONGEST_SPAN = timedelta(minutes=10)
LONGEST_STEP_S = 60
_CLOCKS_DIFFER = timedelta(seconds=5)
_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


def moment_asked(asked: datetime, now: datetime) -> datetime:
    """Return the moment asked for, `now` at the latest; RequestRefusedError (422) when it has not come.

    What lies before this century comes back as its beginning: nothing is kept from then either.
    """
    if asked > now + _CLOCKS_DIFFER:
        raise RequestRefusedError(
            422,
            "Thời điểm này chưa tới; hãy chọn một thời điểm đã qua.",
            "That moment has not come yet; choose one that has passed.",
        )
    return max(min(asked, now), _BEFORE_ALL)


def moment_shown(said: str | None, now: datetime) -> datetime | None:
    """Return the moment that the page says it shows; None for the present, and for what is no moment."""
    try:
        moment = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    if moment.tzinfo is None or moment > now:
        return None
    return max(moment, _BEFORE_ALL)


def check_span(since: datetime, until: datetime) -> None:
    """Raise RequestRefusedError (422) for a span that is empty, upside down or too long for one request."""
    if not timedelta(0) < until - since <= LONGEST_SPAN:
        raise RequestRefusedError(
            422,
            "Mỗi lần chỉ xem được một khoảng từ trên 0 đến 10 phút.",
            "One request covers a span of more than nothing and 10 minutes at most.",
        )


def not_kept(oldest: datetime | None) -> RequestRefusedError:
    """Return the refusal of a moment from which nothing is kept."""
    if oldest is None:
        return RequestRefusedError(
            422, "Trung tâm chưa lưu lại quá khứ nào.", "The centre has kept nothing of the past yet."
        )
    said = oldest.astimezone(ZONE).strftime("%H:%M %d/%m/%Y")
    return RequestRefusedError(
        422,
        f"Không còn dữ liệu của thời điểm này; xem lại được sớm nhất từ {said}.",
        f"Nothing is kept from that moment; the oldest that can be shown is {said}.",
    )
