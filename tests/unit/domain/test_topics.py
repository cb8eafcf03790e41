"""Topics: written and read by one grammar."""

import uuid
from datetime import UTC, datetime

import pytest

from domain.messages import GatewayState, GatewayStatusReported, Provenance
from domain.topics import (
    SenderClass,
    TopicError,
    batch_topic,
    home_on,
    is_home_of,
    parse_topic,
    simulated_namespace,
    topic_filter,
    topic_for,
)

EVENT_ID = uuid.UUID(int=7)


@pytest.mark.parametrize(
    "text",
    [
        "d1/v1/26740/camera/q1-bn-014/event",
        f"d1/v1/26740/camera/q1-bn-014/snapshot/{EVENT_ID}",
        "d1-sim/v1/26740/police/bn-01/position",
        "d1/v1/26740/system/gw-26740/batch",
    ],
)
def test_a_topic_is_read_and_written_alike(text: str) -> None:
    assert str(parse_topic(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "frigate/events",
        "d1/v2/26740/camera/a/event",
        "d1/v1/26740/face/a/event",
        "d1/v1/26740/camera/a/plate",
        "d1/v1/26740/camera/A/event",
        "d1/v1/26740/camera/a/snapshot",
        "d1/v1/26740/camera/a/event/1",
        "d1/v1/26740/camera/a/snapshot/no-uuid",
        "d1/v1/../camera/a/event",
        "d1/v1/26740/camera/a\n/event",
    ],
)
def test_what_is_no_topic_is_refused(text: str) -> None:
    with pytest.raises(TopicError):
        parse_topic(text)


def test_a_message_has_one_home() -> None:
    message = GatewayStatusReported(
        id=EVENT_ID,
        source="gw-26740",
        seq=0,
        observed_at=datetime(2026, 1, 1, tzinfo=UTC),
        provenance=Provenance.REAL,
        state=GatewayState.LOST,
    )
    home = topic_for("d1", "26740", message)
    assert str(home) == "d1/v1/26740/system/gw-26740/status"
    assert is_home_of(home, message)
    assert not is_home_of(parse_topic("d1/v1/26740/system/other/status"), message)


def test_what_comes_in_a_batch_is_at_home_on_its_own_topic() -> None:
    batch = batch_topic("d1", "26740", "gw-26740")
    assert batch.is_batch
    assert parse_topic(str(batch)) == batch
    home = parse_topic("d1/v1/26740/system/gw-26740/status")
    message = GatewayStatusReported(
        id=EVENT_ID,
        source="gw-26740",
        seq=0,
        observed_at=datetime(2026, 1, 1, tzinfo=UTC),
        provenance=Provenance.REAL,
        state=GatewayState.LOST,
    )
    assert home_on(batch, message) == home_on(home, message) == home
    assert not is_home_of(batch, message)


def test_the_simulators_have_a_namespace_of_their_own() -> None:
    topic = parse_topic(f"{simulated_namespace('d1')}/v1/26740/camera/a/event")
    assert topic.is_simulated
    assert not parse_topic("d1/v1/26740/camera/a/event").is_simulated


def test_a_filter_covers_every_ward_or_one() -> None:
    assert topic_filter("d1", SenderClass.CAMERA, "event") == "d1/v1/+/camera/+/event"
    assert topic_filter("d1", SenderClass.CAMERA, "snapshot", "26740") == "d1/v1/26740/camera/+/snapshot/+"
