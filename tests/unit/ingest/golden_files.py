"""Golden files of the device dialects: a topic, a payload, and all that it comes to."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome
from ingest.dialects.router import read
from ingest.inbox import Delivery
from tests.unit.ingest.registry_of_tests import a_registry

FOLDER = Path(__file__).parent / "golden"
NOW = datetime(2026, 3, 1, 10, 1, tzinfo=UTC)


def cases_of(dialect: str) -> list[str]:
    """Return the names of a dialect's golden files."""
    return sorted(path.stem for path in (FOLDER / dialect).glob("*.json"))


def case(dialect: str, name: str) -> dict[str, Any]:
    """Return one golden file."""
    loaded: dict[str, Any] = json.loads((FOLDER / dialect / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def outcome_of(topic: str, payload: bytes) -> Outcome:
    """Return what the router makes of a payload that came at NOW."""
    return read(Delivery(topic, payload, NOW, 1, 1, 0), a_registry(), RecentObjects())


def come_to(golden: dict[str, Any]) -> dict[str, Any]:
    """Return what a golden file's payload comes to, in plain words."""
    outcome = outcome_of(golden["topic"], json.dumps(golden["payload"]).encode())
    return {
        "facts": [
            {
                "ward": fact.ward_code,
                "dialect": fact.dialect,
                "message": msgspec.to_builtins(fact.message),
                "details": fact.details,
            }
            for fact in outcome.received
        ],
        "dead": [
            {"reason": letter.reason, "readable": letter.readable, "kept": json.loads(letter.payload)}
            for letter in outcome.dead
        ],
        "dropped_keys": outcome.dropped_keys,
        "ignored": outcome.ignored,
    }
