"""A channel: one stream for many browsers, numbered, remembered, and bounded for those who do not keep up."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.live_audience import Audience, LiveKind
from dashboard.live_channel import QUEUE_LIMIT, REMEMBERED_DELTAS, Channel, Client
from dashboard.live_state import Entry

AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
EVERYTHING = Audience(frozenset(LiveKind), None)
ONE_WARD = Audience(frozenset(LiveKind), frozenset({"26740"}))


@pytest.fixture
def channel() -> Channel:
    return Channel(EVERYTHING, "e", lambda _: b'{"cameras":{}}')


def entry(key: str, ward_code: str = "26740") -> Entry:
    return Entry(LiveKind.CAMERAS, key, ward_code, b'{"s":"online"}')


def publish(channel: Channel, count: int = 1) -> None:
    for number in range(count):
        channel.publish([entry(f"c{number}")], AT)


def messages(sent: bytes) -> list[dict[str, Any]]:
    blocks = [block.split(b"\n") for block in sent.split(b"\n\n") if block]
    return [
        {
            "id": block[0].removeprefix(b"id: ").decode(),
            "event": block[1].removeprefix(b"event: ").decode(),
            **json.loads(block[2].removeprefix(b"data: ")),
        }
        for block in blocks
    ]


def test_a_new_browser_gets_a_snapshot_and_then_every_delta(channel: Channel) -> None:
    client = channel.join(None)
    assert messages(channel.take(client))[0]["event"] == "snapshot"
    publish(channel, 3)
    assert [message["n"] for message in messages(channel.take(client))] == [1, 2, 3]


def test_a_snapshot_carries_the_number_from_which_to_go_on(channel: Channel) -> None:
    client = channel.join(None)
    publish(channel, 2)
    assert messages(channel.take(client)) == [
        {
            "id": "e:2",
            "event": "snapshot",
            "epoch": "e",
            "n": 2,
            "at": messages(channel.snapshot())[0]["at"],
            "state": {"cameras": {}},
        }
    ]


def test_a_delta_is_encoded_once_for_all(channel: Channel) -> None:
    clients = [channel.join(None) for _ in range(3)]
    for client in clients:
        channel.take(client)
    publish(channel)
    first, *others = [client.take() for client in clients]
    assert all(other == first for other in others)


def test_what_an_audience_may_not_see_uses_up_no_number() -> None:
    channel = Channel(ONE_WARD, "e", lambda _: b"{}")
    channel.publish([entry("a", "26734")], AT)
    assert channel.n == 0
    channel.publish([entry("a", "26734"), entry("b", "26740")], AT)
    client = channel.join("e:0")
    assert list(messages(channel.take(client))[0]["state"]["cameras"]) == ["b"]


def test_a_browser_that_comes_back_gets_what_it_missed_and_no_more(channel: Channel) -> None:
    publish(channel, 5)
    assert [message["n"] for message in messages(channel.take(channel.join("e:3")))] == [4, 5]
    assert channel.join("e:5").waiting == 0


@pytest.mark.parametrize("last", ["other:3", "e:99", "e:", "e:x", "", "3", "e:-1"])
def test_a_place_that_is_not_remembered_is_answered_with_a_snapshot(channel: Channel, last: str) -> None:
    publish(channel, 5)
    assert channel.join(last).needs_snapshot


def test_what_is_remembered_is_bounded(channel: Channel) -> None:
    publish(channel, REMEMBERED_DELTAS + 10)
    assert channel.join("e:9").needs_snapshot
    assert not channel.join("e:10").needs_snapshot


def test_a_browser_that_missed_more_than_a_queue_holds_still_gets_all_of_it(channel: Channel) -> None:
    publish(channel, QUEUE_LIMIT * 3)
    assert len(messages(channel.take(channel.join("e:0")))) == QUEUE_LIMIT * 3


def test_a_slow_browser_is_bounded_and_gets_a_snapshot_in_place_of_what_it_could_not_hold(
    channel: Channel,
) -> None:
    slow, quick = channel.join(None), channel.join(None)
    for client in (slow, quick):
        channel.take(client)
    for _ in range(QUEUE_LIMIT + 5):
        publish(channel)
        assert len(messages(channel.take(quick))) == 1
        assert slow.waiting <= QUEUE_LIMIT
    assert slow.resyncs == 1
    after = messages(channel.take(slow))
    assert [message["event"] for message in after] == ["snapshot"]
    assert after[0]["n"] == channel.n
    publish(channel)
    assert [message["event"] for message in messages(channel.take(slow))] == ["delta"]


def test_a_pulse_has_no_number_and_is_not_remembered(channel: Channel) -> None:
    client = channel.join("e:0")
    channel.pulse(b"event: pulse\ndata: {}\n\n")
    assert channel.take(client) == b"event: pulse\ndata: {}\n\n"
    assert channel.n == 0


def test_waiting_ends_with_news_and_with_the_end() -> None:
    async def scene() -> tuple[bool, bool, bool]:
        client = Client()
        nothing = await client.wait(0.01)
        client.offer(b"x")
        news = await client.wait(5)
        client.take()
        client.close()
        return nothing, news, await client.wait(5)

    assert asyncio.run(scene()) == (False, True, True)
