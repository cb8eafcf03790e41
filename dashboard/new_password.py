"""`/password`: a person changes their password; the first one must be changed before anything else."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dashboard.context import ConsoleContext
from dashboard.entrance import password_page
from dashboard.passwords import LONGEST, SHORTEST
from dashboard.sessions import csrf_token, current_visitor, token_sha256
from db.accounts import account_by_username, record_audit, set_password


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of changing a password."""
    router = APIRouter()

    def page(problem: str | None = None) -> Response:
        visitor = current_visitor()
        return password_page(
            context.district.name, visitor.person.language, csrf_token(visitor.token), problem
        )

    @router.get("/password")
    async def show() -> Response:
        return page()

    @router.post("/password")
    async def change(
        old: Annotated[str, Form()] = "", new: Annotated[str, Form()] = "", again: Annotated[str, Form()] = ""
    ) -> Response:
        problem = whats_wrong(old, new, again) or await _change(context, old, new)
        return page(problem) if problem else RedirectResponse("/", 303)

    return router


def whats_wrong(old: str, new: str, again: str) -> str | None:
    """Return the key of what is wrong with a new password, None when it will do."""
    if len(new) < SHORTEST:
        return "password.short"
    if len(new) > LONGEST:
        return "password.long"
    if new != again:
        return "password.differ"
    return "password.same" if new == old else None


async def _change(context: ConsoleContext, old: str, new: str) -> str | None:
    """Change the password when the old one is right, ending all other sessions; else say that it is not."""
    visitor = current_visitor()
    async with context.pool.connection() as connection:
        account = await account_by_username(connection, visitor.person.username)
    async with context.passwords.turn:
        if account is None or not await context.passwords.is_right(account.password_hash, old):
            return "password.wrong"
        password_hash = await context.passwords.hashed(new)
    async with context.pool.connection() as connection:
        await set_password(connection, account.id, password_hash, keep_session=token_sha256(visitor.token))
        await record_audit(connection, visitor.person, "change_password", visitor.person.username)
    context.sessions.forget()
    return None
