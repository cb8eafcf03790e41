"""The door: what a dead letter and a log line may hold."""

import json

import pytest

from ingest.door import OWN_KEYS, clean_reason, clean_topic, kept_payload

ID = "0195502f-70ab-8123-8000-000000000001"


def kept(raw: object) -> object:
    letter = kept_payload(json.dumps(raw).encode(), OWN_KEYS)
    assert letter.is_readable
    return json.loads(letter.payload)


def test_only_keys_of_the_wire_are_kept() -> None:
    assert kept({"seq": 1, "owner": "Lan", "deep": {"seq": 2}}) == {"seq": 1}


@pytest.mark.parametrize("key", ["jpeg", "verified_by"])
def test_bytes_of_pictures_and_names_of_staff_are_not_kept(key: str) -> None:
    assert kept({"seq": 1, key: "Lan"}) == {"seq": 1}


def test_plates_are_masked_and_ids_are_not() -> None:
    assert kept({"text": "xe 51F-123.45", "id": ID}) == {"text": "xe [biển số]", "id": ID}


def test_a_name_where_no_text_is_due_is_withheld() -> None:
    assert kept({"kind": "Nguyễn Thị Lan", "source": ["cam-1", "Đặng"]}) == {
        "kind": "‘…’",
        "source": ["cam-1", "‘…’"],
    }


def test_a_batch_keeps_its_shape() -> None:
    assert kept([{"seq": 1, "face": [0.1]}, "51F-123.45"]) == [{"seq": 1}, None]


@pytest.mark.parametrize("payload", [b"{", b"", b"\xff"])
def test_what_is_no_json_is_kept_whole_and_unreadable(payload: bytes) -> None:
    letter = kept_payload(payload, OWN_KEYS)
    assert (letter.payload, letter.is_readable) == (payload, False)


def test_a_topic_loses_its_plates_and_keeps_its_ids() -> None:
    assert clean_topic(f"d1/v1/26734/camera/51f-12345/snapshot/{ID}") == (
        f"d1/v1/26734/camera/[biển số]/snapshot/{ID}"
    )


def test_a_reason_does_not_quote_what_was_sent() -> None:
    assert clean_reason("Invalid enum value 'Nguyễn Thị Lan' - at `$.kind`") == (
        "Invalid enum value ‘…’ - at `$.kind`"
    )
