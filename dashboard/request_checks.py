"""What a request must show before it may change anything: that it comes from our own page."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from dashboard.errors import RequestRefusedError
from dashboard.sessions import CSRF_HEADER, is_csrf_token

LARGEST_BODY = 256 * 1024
LARGEST_ATTACHMENT = 2 * 1024 * 1024
_ATTACHMENTS = re.compile(r"^/live/incidents/[^/]+/attachments$")


def check_origin(headers: Headers) -> None:
    """Raise RequestRefusedError (403) unless the browser says that our own page sent this.

    A browser sends Sec-Fetch-Site or Origin (or both) with everything that is not a plain reading; what
    shows neither is no browser of ours.
    """
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site not in (None, "same-origin") or (site is None and origin is None):
        raise _foreign()
    if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
        raise _foreign()


def check_csrf(headers: Headers, session_token: str, form_token: str | None = None) -> None:
    """Raise RequestRefusedError (403) unless the session's own token is shown, by header or form field."""
    shown = headers.get(CSRF_HEADER) or form_token or ""
    if not is_csrf_token(session_token, shown):
        raise RequestRefusedError(
            403,
            "Yêu cầu thiếu mã xác nhận của phiên này; hãy tải lại trang.",
            "The request does not show this session's token; load the page again.",
        )


def largest_body(path: str) -> int:
    """Return how many bytes may come to a path: only what is attached to an incident may be large."""
    return LARGEST_ATTACHMENT if _ATTACHMENTS.match(path) else LARGEST_BODY


def check_length(headers: Headers, largest: int = LARGEST_BODY) -> None:
    """Raise RequestRefusedError (413) for a body that says it is too long."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > largest:
        raise too_long()


def too_long() -> RequestRefusedError:
    """Return the refusal of a body that is too long."""
    return RequestRefusedError(413, "Yêu cầu quá lớn.", "The request is too large.")


def safe_next(asked: str | None) -> str:
    """Return where to go after signing in: a path of this console, never another site."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return "/"
    if any(char in asked for char in "\\\r\n\t") or not asked.isprintable():
        return "/"
    parts = urlsplit(asked)
    is_ours = not parts.scheme and not parts.netloc
    return "/" if not is_ours or parts.path.startswith(("/sign-in", "/sign-out", "/starting")) else asked


def is_navigation(headers: Headers) -> bool:
    """Tell whether a person's browser asks for a page, rather than a script for data."""
    mode = headers.get("sec-fetch-mode")
    return mode == "navigate" if mode is not None else "text/html" in headers.get("accept", "")


def _foreign() -> RequestRefusedError:
    return RequestRefusedError(
        403,
        "Yêu cầu không đến từ trang của trung tâm.",
        "The request does not come from this console's own page.",
    )
