"""Passwords that a person types once: random, and easy to read from a screen."""

import base64
import secrets

_BYTES = 10
_GROUP = 4


def first_password() -> str:
    """Return 80 random bits as four groups of lower-case letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
