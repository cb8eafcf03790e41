"""`/post`: the page of a ward's police post, for a phone or a weak PC: no map, asked every few seconds."""

import functools
import html
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from string import Template

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.post_page_view import post_view
from dashboard.sessions import csrf_token, current_person, current_visitor
from dashboard.words import Words, phrase, words, words_json
from db.connection import AsyncConnection
from db.dispatching import units
from db.posts import hear_pages, posts_now
from db.transfers import incidents_of_wards, orders_in_wards, transfers_to_wards
from domain.roles import Person

SCRIPT = "js/post/page.mjs"
_WORDS = ("post.", "age.", "incident.state.", "unit.", "dialog.cancel")
_HEARD_EVERY = timedelta(seconds=15)
"""A page that asks every few seconds is a sign of life of its post; this often it is written down."""


class _Heard:
    """When the page of each ward was last written down as heard."""

    def __init__(self) -> None:
        self._at: dict[str, datetime] = {}

    def due(self, ward_codes: frozenset[str], now: datetime) -> frozenset[str]:
        """Return the wards whose page is to be written down as heard now."""
        longest_ago = now - _HEARD_EVERY
        found = frozenset(code for code in ward_codes if self._at.get(code, longest_ago) <= longest_ago)
        self._at.update(dict.fromkeys(found, now))
        return found


def routes(context: ConsoleContext) -> APIRouter:
    """Return the page's routes."""
    router = APIRouter()
    heard = _Heard()

    @router.get("/post")
    async def page() -> Response:
        return HTMLResponse(_page(context))

    @router.get("/live/post")
    async def told() -> Response:
        person, now = current_person(), datetime.now(UTC)
        async with context.pool.connection() as connection:
            due = heard.due(person.ward_codes, now)
            if due:
                await hear_pages(connection, due, context.feed.state.sources.main_provenance(), now)
            return json_answer(await _view(connection, person, now))

    return router


async def _view(connection: AsyncConnection, person: Person, now: datetime) -> object:
    """Return all that concerns this person's wards."""
    wards = person.ward_codes
    return post_view(
        now,
        wards,
        posts=await posts_now(connection),
        incidents=await incidents_of_wards(connection, wards),
        transfers=await transfers_to_wards(connection, wards),
        orders=await orders_in_wards(connection, wards, now),
        units=await units(connection),
    )


def shown_words() -> Words:
    """Return the phrases that the page asks for: it carries no others."""
    return {key: pair for key, pair in words().items() if key.startswith(_WORDS)}


def _page(context: ConsoleContext) -> str:
    """Return the page in the language of the account."""
    visitor = current_visitor()
    language = visitor.person.language
    return _template().substitute(
        language=language,
        account=visitor.person.account_id,
        title=html.escape(phrase("post.title", language)),
        out=html.escape(phrase("post.sign_out", language)),
        loading=html.escape(phrase("post.loading", language)),
        open=html.escape(phrase("post.open", language)),
        csrf=csrf_token(visitor.token),
        words=words_json(shown_words()),
        script=context.modules.address(SCRIPT),
    )


@functools.cache
def _template() -> Template:
    return Template((files("dashboard") / "pages" / "post.html").read_text(encoding="utf-8"))
