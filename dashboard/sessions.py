"""Sessions: a random token in a cookie, its hash in the database, and who the present request is from."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar, Token
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dashboard.errors import NotSignedInError
from db.accounts import close_session, open_session, person_of_session
from db.connection import AsyncPool
from domain.roles import Person

SESSION_COOKIE = "opscenter_session"
CSRF_COOKIE = "opscenter_csrf"
CSRF_HEADER = "X-CSRF-Token"
IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
_REMEMBER_S = 2.0
_MOST_REMEMBERED = 5000
_DATABASE_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, by which session, and whether the first password must be changed before anything else."""

    person: Person
    token: str
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What was found of a session, and until when it is believed without asking again."""

    visitor: Visitor
    until: float


_visitor: ContextVar[Visitor | None] = ContextVar("opscenter_visitor", default=None)


def current_person() -> Person:
    """Return who sent the present request; raise NotSignedInError outside of one."""
    return current_visitor().person


def current_visitor() -> Visitor:
    """Return who sent the present request, with the session; raise NotSignedInError outside of one."""
    visitor = _visitor.get()
    if visitor is None:
        raise NotSignedInError("nobody is signed in here")
    return visitor


def enter(visitor: Visitor) -> Token[Visitor | None]:
    """Say who the present request is from; give the result to `leave` at its end."""
    return _visitor.set(visitor)


def leave(entered: Token[Visitor | None]) -> None:
    """Forget who the present request was from."""
    _visitor.reset(entered)


def csrf_token(session_token: str) -> str:
    """Return the token that a page shows with every change it asks for; it belongs to one session."""
    return hmac.new(session_token.encode(), b"opscenter csrf", hashlib.sha256).hexdigest()


def is_csrf_token(session_token: str, shown: str) -> bool:
    """Tell whether `shown` is the session's token, in constant time."""
    return hmac.compare_digest(csrf_token(session_token).encode(), shown.encode())


class Sessions:
    """Opens, finds and ends sessions; what was found is believed for two seconds."""

    def __init__(self, pool: AsyncPool, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._pool = pool
        self._clock = clock
        self._remembered: dict[bytes, _Remembered] = {}

    async def open(self, account_id: int) -> str:
        """Begin a session and return its token, which is stored nowhere."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        async with self._pool.connection(_DATABASE_WAIT_S) as connection:
            await open_session(connection, account_id, token_sha256(token), now + ABSOLUTE_LIMIT, now)
        return token

    async def visitor(self, token: str) -> Visitor | None:
        """Return who the session belongs to, None when it is over; each asking keeps it from idling."""
        key = token_sha256(token)
        known = self._remembered.get(key)
        if known is not None and known.until > time.monotonic():
            return known.visitor
        visitor = await self._find(key, token)
        if visitor is None:
            self._remembered.pop(key, None)
            return None
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = _Remembered(visitor, time.monotonic() + _REMEMBER_S)
        return visitor

    async def close(self, token: str) -> None:
        """End a session at once."""
        key = token_sha256(token)
        async with self._pool.connection(_DATABASE_WAIT_S) as connection:
            await close_session(connection, key)
        self._remembered.pop(key, None)

    def forget(self) -> None:
        """Believe nothing any more without asking the database: accounts were changed."""
        self._remembered.clear()

    async def _find(self, key: bytes, token: str) -> Visitor | None:
        now = self._clock()
        async with self._pool.connection(_DATABASE_WAIT_S) as connection:
            found = await person_of_session(connection, key, now)
            if found is None:
                return None
            if now - found.last_seen_at > IDLE_LIMIT:
                await close_session(connection, key)
                return None
        return Visitor(found.person, token, found.must_change_password)


def token_sha256(token: str) -> bytes:
    """Return what is stored of a session's token."""
    return hashlib.sha256(token.encode()).digest()
