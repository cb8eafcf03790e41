"""The pages outside of the console: signing in, waiting for the database, being refused, a new password."""

import functools
import html
from importlib.resources import files
from string import Template
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response

from dashboard.errors import RequestRefusedError
from dashboard.live_readiness import Readiness
from dashboard.words import ENTRANCE, LANGUAGES, phrase, words

_PARTS = ("database", "migrations", "state")


def chosen_language(asked: str | None, headers: Headers | None = None) -> str:
    """Return vi unless English was asked for, by the page or by a cookie."""
    if asked in LANGUAGES:
        return asked
    cookies = headers.get("cookie", "") if headers is not None else ""
    return "en" if "opscenter_language=en" in cookies else "vi"


def sign_in_page(
    district: str,
    language: str,
    *,
    next_path: str,
    username: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """Return the sign-in page; `problem` is the key of what went wrong."""
    other = "en" if language == "vi" else "vi"
    query = {"lang": other} | ({"next": next_path} if next_path != "/" else {})
    content = _fill(
        "sign_in",
        language,
        problem=_problem(problem, language),
        next=next_path,
        username=username,
        focus_name="" if username else "autofocus",
        focus_password="autofocus" if username else "",
    )
    return _page(content, district, language, switch=f"/sign-in?{urlencode(query)}", status=status)


def password_page(district: str, language: str, csrf: str, problem: str | None = None) -> Response:
    """Return the page where a password is changed."""
    content = _fill("password", language, problem=_problem(problem, language), csrf=csrf)
    return _page(content, district, language, status=200 if problem is None else 422)


def starting_page(district: str, language: str, readiness: Readiness, *, again: bool) -> Response:
    """Return the page that waits; `again` when the centre ran before and the database went away."""
    done = (readiness.database, readiness.migrations, readiness.state)
    parts = "".join(_part(name, language, is_done) for name, is_done in zip(_PARTS, done, strict=True))
    kind = "starting.again" if again else "starting"
    content = _fill(
        "starting",
        language,
        parts=parts,
        heading=phrase(f"entrance.{kind if again else 'starting.heading'}", language),
        lead=phrase(f"entrance.{kind}.lead", language),
    )
    page = _page(content, district, language, status=503)
    page.headers["retry-after"] = "2"
    return page


def refused_page(error: RequestRefusedError, headers: Headers, csrf: str | None = None) -> Response:
    """Return a page that says why a request was not taken; `csrf` lets who is signed in sign out."""
    language = chosen_language(None, headers)
    key = f"entrance.refused.heading.{error.status}"
    ways = [_fill("way_home", language)] if error.status != 403 else []
    ways += [_fill("way_out", language, csrf=csrf)] if csrf else []
    content = _fill(
        "refused",
        language,
        heading=phrase(key if key in words() else "entrance.refused.heading", language),
        lead=error.english if language == "en" else error.vietnamese,
        ways="".join(ways),
    )
    return _page(content, "", language, status=error.status)


def _part(name: str, language: str, is_done: bool) -> str:
    """Return one line of what is waited for."""
    return _fill(
        "starting_part",
        language,
        part=name,
        state="done" if is_done else "waiting",
        name=phrase(f"entrance.starting.{name}", language),
        what=phrase(f"entrance.starting.{name}.what", language),
        words=phrase(f"entrance.starting.{'done' if is_done else 'waiting'}", language),
    )


def _problem(key: str | None, language: str) -> str:
    """Return what went wrong as a line of the form, or nothing."""
    return "" if key is None else _fill("problem", language, words=phrase(f"entrance.{key}", language))


def _page(content: str, district: str, language: str, *, switch: str = "", status: int = 200) -> Response:
    """Return a whole page around `content`."""
    link = (
        _fill("switch", language, target=switch, other="en" if language == "vi" else "vi") if switch else ""
    )
    frame = _fill("frame", language, content=content, district=district, switch=link, language=language)
    return HTMLResponse(frame, status)


_MARKUP = frozenset({"content", "switch", "parts", "problem", "ways"})


def _fill(template: str, spoken: str, /, **values: str) -> str:
    """Return a template filled in: words by their keys, values escaped unless they are markup of ours."""
    given = {key: value if key in _MARKUP else html.escape(value) for key, value in values.items()}
    return _template(template).substitute(_words_of(spoken) | given)


@functools.cache
def _words_of(language: str) -> dict[str, str]:
    """Return these pages' words by the names that the templates know, ready to stand in markup."""
    return {
        key.removeprefix(ENTRANCE).replace(".", "_"): html.escape(phrase(key, language))
        for key in words()
        if key.startswith(ENTRANCE)
    }


@functools.cache
def _template(name: str) -> Template:
    """Return one of the pages' templates."""
    return Template((files("dashboard") / "pages" / f"{name}.html").read_text(encoding="utf-8"))
