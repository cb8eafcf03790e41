"""Who looks at a thing shows on it, for as long as they say so."""

import json
from datetime import UTC, datetime

import pytest

from dashboard.live_audience import Audience, LiveKind
from dashboard.live_state import Entry, LiveState
from dashboard.lookers import EXPIRES, Looking
from db.changes import Position
from db.console_rows import LiveState as StoredState
from domain.roles import Person, Role

AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
WARD = "26740"
LAN = Person(1, "lan", "Nguyễn Thị Lan", Role.OPERATOR)
MINH = Person(2, "minh", "Trần Văn Minh", Role.OPERATOR)
CRASH = Entry(LiveKind.ALERTS, "one", WARD, b"{}")
FIRE = Entry(LiveKind.ALERTS, "two", WARD, b"{}")


@pytest.fixture
def looking() -> Looking:
    return Looking()


def said(entries: list[Entry]) -> dict[str, list[str] | None]:
    return {entry.key: None if entry.raw is None else json.loads(entry.raw) for entry in entries}


def test_everybody_who_looks_is_named(looking: Looking) -> None:
    looking.look("s1", LAN, "alert", CRASH, AT)

    assert said(looking.look("s2", MINH, "alert", CRASH, AT)) == {
        "alert/one": ["Nguyễn Thị Lan", "Trần Văn Minh"]
    }


def test_whoever_looks_elsewhere_is_gone_from_the_first(looking: Looking) -> None:
    looking.look("s1", LAN, "alert", CRASH, AT)

    assert said(looking.look("s1", LAN, "alert", FIRE, AT)) == {
        "alert/one": None,
        "alert/two": ["Nguyễn Thị Lan"],
    }


def test_two_windows_of_one_person_are_one_name(looking: Looking) -> None:
    looking.look("s1", LAN, "alert", CRASH, AT)

    assert said(looking.look("s2", LAN, "alert", CRASH, AT)) == {"alert/one": ["Nguyễn Thị Lan"]}


def test_a_look_of_which_nobody_speaks_again_is_forgotten(looking: Looking) -> None:
    looking.look("s1", LAN, "alert", CRASH, AT)

    assert looking.pass_time(AT + EXPIRES / 2) == []
    assert said(looking.pass_time(AT + EXPIRES)) == {"alert/one": None}


def test_who_looks_is_told_within_the_ward_alone(looking: Looking) -> None:
    (entry,) = looking.look("s1", LAN, "alert", CRASH, AT)

    assert not Audience(frozenset(LiveKind), frozenset({"26743"})).sees(entry.kind, entry.ward_code)


def test_who_looks_is_still_known_when_the_database_is_read_anew(looking: Looking) -> None:
    state = LiveState()
    state.hold(looking.look("s1", LAN, "alert", CRASH, AT))

    state.replace(StoredState(AT, Position(0, 0), (), (), (), (), (), ()))

    assert state.entry(LiveKind.LOOKING, "alert/one") is not None
