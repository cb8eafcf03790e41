"""The router: who reads which topic, what is too large for all, and what is for nobody."""

from ingest.dialects.device_entries import Dialect
from ingest.dialects.router import MAX_PAYLOAD_BYTES, SPOKEN
from ingest.subscriptions import fact_filters, picture_filters
from tests.unit.ingest.golden_files import outcome_of
from tests.unit.ingest.registry_of_tests import a_registry

DEVICES = a_registry().devices


def test_every_dialect_of_the_registry_is_spoken() -> None:
    assert set(SPOKEN) == set(Dialect)


def test_what_is_too_large_is_refused_unread_and_nothing_of_it_is_kept() -> None:
    (letter,) = outcome_of("frigate/events", b"[" * (MAX_PAYLOAD_BYTES + 1)).dead
    assert letter.reason == "too large: at most 1048576 bytes are taken (1048577 bytes, not kept)"
    assert letter.payload == b""


def test_a_topic_of_nobody_is_refused() -> None:
    (letter,) = outcome_of("elsewhere/events", b"{}").dead
    assert letter.reason == "no dialect speaks on this topic"


def test_what_is_for_nobody_is_counted() -> None:
    assert outcome_of("dev7/onvif-ej/Device/Trigger/Relay/&1", b"{}").ignored == 1
    assert outcome_of("d1-sim/v1/26734/camera/cam-1/event", b"[]").ignored == 1


def test_devices_are_heard_on_their_own_topics_and_what_is_retained_by_every_worker() -> None:
    facts = {entry.pattern: entry.is_shared for entry in fact_filters("d1", DEVICES)}
    assert facts["dev7/onvif-ej/#"]
    assert facts["axis/ACCC8E000001/event/tns:axis/#"]
    assert not facts["axis/ACCC8E000001/event/connection"]
    assert not facts["frigate/events"]
    assert "frigate/+/+/snapshot" in {entry.pattern for entry in picture_filters("d1", DEVICES)}
