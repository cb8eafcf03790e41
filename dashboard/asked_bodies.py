"""Reads what a page sends: a body that cannot be understood is refused with a sentence."""

from typing import TypeVar

import msgspec

from dashboard.errors import RequestRefusedError
from dashboard.words import phrase

AskedT = TypeVar("AskedT")


def asked_of(body: bytes, kind: type[AskedT]) -> AskedT:
    """Return a request's body as `kind`; raise RequestRefusedError (422) when it is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestRefusedError(
            422, f"Yêu cầu không đúng: {error}", f"The request is not right: {error}"
        ) from error


def refused_in_words(status: int, key: str) -> RequestRefusedError:
    """Return a refusal whose sentence stands in the catalogues."""
    return RequestRefusedError(status, phrase(key, "vi"), phrase(key, "en"))
