"""Signing in and out: passwords, throttling, cookies, and a line in the log for each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from dashboard.context import ConsoleContext
from dashboard.entrance import chosen_language, sign_in_page, starting_page
from dashboard.request_checks import is_navigation, safe_next
from dashboard.sessions import (
    ABSOLUTE_LIMIT,
    CSRF_COOKIE,
    SESSION_COOKIE,
    csrf_token,
    current_visitor,
)
from db.accounts import (
    Account,
    account_by_username,
    count_failures,
    record_attempt,
    record_audit,
    set_language,
)
from db.errors import DatabaseError

THROTTLE_SPAN = timedelta(minutes=15)
MOST_FAILURES_OF_NAME = 10
MOST_FAILURES_OF_ADDRESS = 50
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What a person wrote, and where they wanted to go."""

    username: str
    password: str
    next_path: str
    language: str
    chose_language: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who may come in, or the key of why not, with its HTTP status."""

    account: Account | None
    problem: str | None = None
    status: int = 200

    @property
    def word(self) -> str:
        """Return it in a word: let_in, wrong, throttled or away."""
        return "let_in" if self.problem is None else self.problem.removeprefix("sign_in.")


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of signing in and out."""
    router = APIRouter()

    @router.get("/sign-in")
    async def show(request: Request) -> Response:
        return await _shown(context, request)

    @router.post("/sign-in")
    async def sign_in(
        request: Request,
        username: Annotated[str, Form(max_length=_LONGEST_NAME)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the name of the form's field
    ) -> Response:
        language = chosen_language(None, request.headers)
        chose = "opscenter_language" in request.cookies
        form = SignInForm(username.strip().lower(), password, safe_next(next), language, chose)
        return await _answer(context, form, _address(request))

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        return await _signed_out(context, request)

    return router


async def _shown(context: ConsoleContext, request: Request) -> Response:
    """Show the form; what the console waits for before it is ready; the way on to who is signed in."""
    asked = request.query_params.get("lang")
    language = chosen_language(asked, request.headers)
    next_path = safe_next(request.query_params.get("next"))
    feed = context.feed
    if not feed.readiness.is_ready:
        return starting_page(context.district.name, language, feed.readiness, again=feed.was_ready)
    if await _has_session(context, request):
        return RedirectResponse(next_path, 303)
    page = sign_in_page(context.district.name, language, next_path=next_path)
    _remember_language(page, asked)
    return page


async def _signed_out(context: ConsoleContext, request: Request) -> Response:
    """End the session, and send a person to the sign-in page."""
    visitor = current_visitor()
    await context.sessions.close(visitor.token)
    async with context.pool.connection() as connection:
        await record_audit(connection, visitor.person, "sign_out", visitor.person.username)
    answer = Response(status_code=204)
    if is_navigation(request.headers):
        answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    answer.delete_cookie(CSRF_COOKIE, path="/")
    return answer


def give_session(context: ConsoleContext, answer: Response, token: str) -> None:
    """Put the session's token, and the token that pages show, into cookies of this browser session."""
    secure = context.settings.cookie_secure
    answer.set_cookie(SESSION_COOKIE, token, path="/", httponly=True, secure=secure, samesite="strict")
    answer.set_cookie(CSRF_COOKIE, csrf_token(token), path="/", secure=secure, samesite="strict")


async def _answer(context: ConsoleContext, form: SignInForm, address: str) -> Response:
    """Let the person in, or show the form again with what went wrong."""
    try:
        outcome = await _checked(context, form, address)
        context.metrics.tried_to_sign_in(outcome.word)
        if outcome.account is not None:
            return await _let_in(context, form, outcome.account)
    except DatabaseError:
        outcome = Outcome(None, "sign_in.away", 503)
        context.metrics.tried_to_sign_in(outcome.word)
    return sign_in_page(
        context.district.name,
        form.language,
        next_path=form.next_path,
        username=form.username,
        problem=outcome.problem,
        status=outcome.status,
    )


async def _checked(context: ConsoleContext, form: SignInForm, address: str) -> Outcome:
    """Check name and password; counting and checking take turns, so that parallel tries gain nothing."""
    async with context.passwords.turn:
        now = datetime.now(UTC)
        async with context.pool.connection() as connection:
            failures = await count_failures(connection, form.username, address, now - THROTTLE_SPAN)
            account = await account_by_username(connection, form.username)
        if is_throttled(failures.of_username, failures.of_address):
            return Outcome(None, "sign_in.throttled", 429)
        is_right = await context.passwords.is_right(account.password_hash if account else None, form.password)
        is_let_in = account is not None and is_right and account.disabled_at is None
        async with context.pool.connection() as connection:
            await record_attempt(connection, form.username, address, succeeded=is_let_in, at=now)
            who = account.person if account is not None and is_let_in else None
            action = "sign_in" if is_let_in else "sign_in_failed"
            await record_audit(connection, who, action, form.username, {"address": address})
    return Outcome(account) if is_let_in else Outcome(None, "sign_in.wrong", 401)


async def _let_in(context: ConsoleContext, form: SignInForm, account: Account) -> Response:
    """Begin a session and go where the person wanted to."""
    token = await context.sessions.open(account.id)
    if form.chose_language and form.language != account.language:
        async with context.pool.connection() as connection:
            await set_language(connection, account.id, form.language)
    answer = RedirectResponse("/password" if account.must_change_password else form.next_path, 303)
    give_session(context, answer, token)
    return answer


async def _has_session(context: ConsoleContext, request: Request) -> bool:
    """Tell whether this browser is signed in already."""
    token = request.cookies.get(SESSION_COOKIE)
    return bool(token) and await context.sessions.visitor(token or "") is not None


def is_throttled(of_username: int, of_address: int) -> bool:
    """Tell whether there were too many failures lately, for a name or from an address."""
    return of_username >= MOST_FAILURES_OF_NAME or of_address >= MOST_FAILURES_OF_ADDRESS


def _remember_language(page: Response, asked: str | None) -> None:
    """Keep the language that was clicked, for the pages that follow."""
    if asked in ("vi", "en"):
        page.set_cookie(
            "opscenter_language", asked, path="/", samesite="lax", max_age=int(ABSOLUTE_LIMIT.total_seconds())
        )


def _address(request: Request) -> str:
    """Return where the request comes from."""
    return request.client.host if request.client else ""
