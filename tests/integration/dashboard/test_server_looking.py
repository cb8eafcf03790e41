"""Who looks at an alert is told to everybody who sees it, for as long as they look."""

import uuid
from collections.abc import Callable

from db.connection import Connection
from tests.integration.dashboard.running import Browser, open_alert

SignIn = Callable[[str], Browser]


def test_who_looks_at_an_alert_is_told_and_forgotten(signed_in: SignIn, writing: Connection) -> None:
    alert = open_alert(writing)
    operator = signed_in("operator")
    with signed_in("supervisor").stream() as stream:
        stream.next_with("alerts", alert)
        assert operator.post("/live/looking", {"subject": "alert", "id": alert}).status_code == 204
        told = stream.next_with("looking", f"alert/{alert}").state["looking"]
        assert len(told[f"alert/{alert}"]) == 1
        assert operator.post("/live/looking", {"subject": "alert", "id": None}).status_code == 204
        assert stream.next_with("looking", f"alert/{alert}").state["looking"] == {f"alert/{alert}": None}


def test_nobody_looks_at_what_is_not_there(signed_in: SignIn) -> None:
    asked = {"subject": "incident", "id": str(uuid.uuid4())}
    assert signed_in("operator").post("/live/looking", asked).status_code == 404
