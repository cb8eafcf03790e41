"""Dead letters: read by administrators, by nobody else, and not without a trace."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from db.connection import Connection
from db.intake import DeadLetter, store
from domain.roles import Role
from tests.integration.dashboard.running import Browser
from tests.integration.ingest.scene import value
from tests.integration.postgres import Database

LIST = "/api/v1/dead-letters"


@pytest.fixture
def letter(writing: Connection) -> DeadLetter:
    """Keep one payload aside that nobody could read."""
    kept = DeadLetter(datetime.now(UTC), "frigate/reviews", b'{"id": ', "not JSON", "frigate", readable=False)
    store(writing, [], [kept])
    return kept


def test_an_administrator_reads_what_could_not_be_understood(
    letter: DeadLetter, signed_in: Callable[[str], Browser], filled: Database
) -> None:
    administrator = signed_in("administrator")
    (row,) = administrator.get(LIST).json()["dead_letters"]
    assert (row["topic"], row["reason"]) == (letter.topic, letter.reason)
    assert administrator.get(f"{LIST}?reason=camera").json()["dead_letters"] == []
    whole = administrator.get(f"{LIST}/{row['id']}").json()
    assert base64.b64decode(whole["payload"]) == letter.payload
    trace = "SELECT count(*) FROM audit WHERE action = 'read_dead_letter' AND username = 'administrator'"
    assert value(filled.dsn, trace) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_reads_them(letter: DeadLetter, role: Role, signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in(role)
    assert letter.readable is False
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}/1").status_code == 403


@pytest.mark.parametrize(
    ("path", "status"), [(f"{LIST}/999999", 404), (f"{LIST}/x", 404), (f"{LIST}?limit=0", 422)]
)
def test_a_wrong_question_gets_a_clear_answer(
    path: str, status: int, signed_in: Callable[[str], Browser]
) -> None:
    assert signed_in("administrator").get(path).status_code == status
