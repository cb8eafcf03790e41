"""Gaps: listed for administrators, and for nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from db.connection import Connection
from db.gaps import look_for_gaps
from db.intake import store
from tests.integration.dashboard.running import Browser
from tests.integration.db.making import CAMERA, a_count, now, received

LIST = "/api/v1/gaps"


@pytest.fixture
def gap(writing: Connection) -> None:
    """Let one message of a camera never come."""
    for seq in (1, 3):
        store(writing, received(a_count(now() + timedelta(seconds=seq), seq=seq)))
    # The job reads a minute at most at once, and the template of this database may be older.
    assert any(look_for_gaps(writing, settling=timedelta(0)) for _ in range(1000))


@pytest.mark.usefixtures("gap")
def test_an_administrator_sees_what_never_came(signed_in: Callable[[str], Browser]) -> None:
    (row,) = signed_in("administrator").get(LIST).json()["gaps"]
    assert (row["source"], row["after_seq"], row["before_seq"], row["still_missing"]) == (CAMERA, 1, 3, 1)


def test_an_operator_does_not(signed_in: Callable[[str], Browser]) -> None:
    assert signed_in("operator").get(LIST).status_code == 403
