"""Passwords: Argon2, off the event loop, two at a time so that a flood of tries cannot eat the machine."""

import asyncio
import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 200
SHORTEST = 12
_AT_ONCE = 2


class Passwords:
    """Checks and hashes passwords; an unknown name costs as much time as a wrong password."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self.turn = asyncio.Semaphore(_AT_ONCE)

    async def is_right(self, password_hash: str | None, password: str) -> bool:
        """Tell whether `password` fits; None (nobody has that name) takes its time and says no."""
        return await asyncio.to_thread(self._is_right, password_hash, password[:LONGEST])

    async def hashed(self, password: str) -> str:
        """Return the hash to be stored."""
        return await asyncio.to_thread(self._hasher.hash, password)

    def _is_right(self, password_hash: str | None, password: str) -> bool:
        try:
            return (
                self._hasher.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
            )
        except (VerificationError, InvalidHashError):
            return False


@functools.cache
def _nobodys_hash() -> str:
    """Return a hash that fits no password that anybody has."""
    return PasswordHasher().hash("nobody's password")
