"""ONVIF and Axis: golden payloads, and what they come to."""

import json
from typing import Any

import pytest

from tests.unit.ingest.golden_files import NOW, case, cases_of, come_to, outcome_of

PERSON = "Nguyễn Thị Lan"
PLATE = "59X1-23456"
EVERY_CASE = [(dialect, name) for dialect in ("onvif", "axis") for name in cases_of(dialect)]


@pytest.mark.parametrize(("dialect", "name"), EVERY_CASE)
def test_a_payload_comes_to_what_its_golden_file_says(dialect: str, name: str) -> None:
    golden = case(dialect, name)
    assert come_to(golden) == golden["comes_to"]


@pytest.mark.parametrize(("dialect", "name"), EVERY_CASE)
def test_no_identity_passes_wherever_it_is_planted(dialect: str, name: str) -> None:
    golden = case(dialect, name)
    shown = repr(outcome_of(golden["topic"], json.dumps(planted(golden["payload"])).encode()))
    assert PERSON not in shown
    assert "23456" not in shown


@pytest.mark.parametrize(("dialect", "name"), [("onvif", "line_crossed"), ("axis", "scenario")])
def test_a_repeat_has_the_same_id_and_another_time_another(dialect: str, name: str) -> None:
    golden = case(dialect, name)
    time_key = "UtcTime" if dialect == "onvif" else "timestamp"
    later = {**golden["payload"], time_key: NOW.isoformat() if dialect == "onvif" else NOW.timestamp() * 1000}
    (first,), (again,), (other,) = (
        outcome_of(golden["topic"], json.dumps(payload).encode()).received
        for payload in (golden["payload"], golden["payload"], later)
    )
    assert first.message.id == again.message.id
    assert first.message.id != other.message.id


@pytest.mark.parametrize(("dialect", "name"), [("onvif", "line_crossed"), ("axis", "scenario")])
@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"", "an empty payload"),
        (b"{", "cut short"),
        (b"\xff\xd8\xff\xe0", "binary data (a JPEG)"),
        (b'{"UtcTime": "\xff"}', "not UTF-8"),
        (b'{"timestamp": NaN}', "NaN or Infinity is no number"),
        (b"[" * 100_000, "nested too deep"),
        (b"[]", "Expected `object`"),
    ],
)
def test_what_is_no_event_is_refused_with_a_reason(
    dialect: str, name: str, payload: bytes, said: str
) -> None:
    (letter,) = outcome_of(case(dialect, name)["topic"], payload).dead
    assert said in letter.reason
    assert letter.dialect == dialect


def planted(payload: Any) -> Any:
    """Return the payload with an identity beside every key, at every depth, and in what it says itself."""
    if not isinstance(payload, dict):
        return payload
    identities = {"plate": PLATE, "Name": PERSON, "sub_label": [PERSON, 0.9], "face": {"name": PERSON}}
    texts = {
        key: f"{value} {PERSON} {PLATE}" for key, value in payload.items() if key in ("topic", "ObjectId")
    }
    return {**{key: planted(value) for key, value in payload.items()}, **identities, **texts}
