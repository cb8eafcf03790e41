"""How the console answers in JSON and says no: to a script in JSON, to a person with a page."""

from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from dashboard.entrance import refused_page
from dashboard.errors import RequestRefusedError
from dashboard.request_checks import is_navigation

_RETRY_AFTER_S = "2"


class Refusal(msgspec.Struct):
    """Why a request was not taken, in both languages."""

    message_vi: str
    message_en: str


def json_answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return `content` (structs, dataclasses, lists of them) as JSON."""
    return Response(msgspec.json.encode(content), status, headers, media_type="application/json")


def refusal(error: RequestRefusedError, headers: Headers, csrf: str | None = None) -> Response:
    """Return why a request was not taken, as a page when a person asked for one."""
    if is_navigation(headers):
        return refused_page(error, headers, csrf)
    extra = {"Retry-After": _RETRY_AFTER_S} if error.status in (429, 503) else None
    return json_answer(Refusal(error.vietnamese, error.english), error.status, extra)


def not_found() -> RequestRefusedError:
    """Return the refusal of what is not there."""
    return RequestRefusedError(404, "Không có mục này.", "There is no such thing here.")


def forbidden() -> RequestRefusedError:
    """Return the refusal of what this person may not see or do."""
    return RequestRefusedError(
        403, "Vai trò của bạn không được làm việc này.", "Your role may not do or see this."
    )


def away() -> RequestRefusedError:
    """Return the refusal of a moment in which the database cannot be reached."""
    return RequestRefusedError(
        503,
        "Cơ sở dữ liệu chưa trả lời; trang sẽ tự chạy lại khi có.",
        "The database does not answer; this goes on by itself when it does.",
    )
