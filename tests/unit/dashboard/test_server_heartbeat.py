"""The heartbeat of wards: what is a word, how long a ward is usually silent, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.live_audience import Audience, LiveKind
from dashboard.live_heartbeat import FLOOR_S, UNLEARNED_S, Heartbeats, usual_silence_s, ward_that_spoke
from db.changes import Change, Position, Subject
from db.heartbeat import WardHeard
from db.rows import AnyRow, GatewayRow
from domain.messages import CameraState, GatewayState, Provenance
from tests.unit.dashboard.test_server_state import ALERT, AT, CAMERA, READING, TRAFFIC, WARD

EVERYBODY = Audience(frozenset(LiveKind), None)
GATEWAY = GatewayRow("gw-26740", WARD, GatewayState.ONLINE, AT, AT, Provenance.SIMULATED)


def change(row: AnyRow, after_s: float = 0.0) -> Change:
    return Change(Position(1, 1), AT + timedelta(seconds=after_s), Subject.CAMERA, "k", WARD, row)


@pytest.mark.parametrize("row", [CAMERA, READING, GATEWAY])
def test_what_a_wards_own_source_says_is_a_word(row: AnyRow) -> None:
    assert ward_that_spoke(change(row)) == WARD


@pytest.mark.parametrize(
    "row",
    [
        ALERT,
        TRAFFIC,
        replace(CAMERA, state=CameraState.UNKNOWN),
        replace(GATEWAY, state=GatewayState.LOST),
    ],
)
def test_what_the_centre_makes_itself_is_no_sign_of_life(row: AnyRow) -> None:
    assert ward_that_spoke(change(row)) is None


def test_a_ward_is_silent_once_it_says_nothing_for_longer_than_usual() -> None:
    beats = Heartbeats()
    beats.hear([change(CAMERA)])
    still = beats.beats(AT + timedelta(seconds=UNLEARNED_S), EVERYBODY)[WARD]
    assert (still.age_s, still.is_silent) == (UNLEARNED_S, False)
    assert beats.beats(AT + timedelta(seconds=UNLEARNED_S + 1), EVERYBODY)[WARD].is_silent


def test_the_usual_silence_is_learned_from_the_wards_own_gaps() -> None:
    beats = Heartbeats()
    beats.hear([change(CAMERA, 60.0 * n) for n in range(40)])
    assert beats.beats(AT + timedelta(minutes=39), EVERYBODY)[WARD].usual_s == 90.0
    slower = Heartbeats()
    slower.hear([change(CAMERA, 120.0 * n) for n in range(29)])
    assert slower.beats(AT + timedelta(minutes=56), EVERYBODY)[WARD].usual_s == 180.0


def test_a_ward_that_talks_all_the_time_may_be_silent_for_half_a_minute() -> None:
    assert usual_silence_s([1.0] * 100) == FLOOR_S


def test_one_long_gap_among_many_does_not_make_silence_usual() -> None:
    assert usual_silence_s([10.0] * 200 + [3000.0]) == FLOOR_S


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    beats = Heartbeats()
    beats.hear([change(CAMERA, 600.0 * n) for n in range(30)])
    assert beats.beats(AT + timedelta(hours=5), EVERYBODY)[WARD].usual_s == UNLEARNED_S


def test_a_ward_that_never_spoke_is_silent() -> None:
    beats = Heartbeats()
    beats.take([WardHeard(WARD, None)])
    beat = beats.beats(AT, EVERYBODY)[WARD]
    assert (beat.age_s, beat.is_silent) == (None, True)


def test_after_a_restart_the_age_comes_from_the_database() -> None:
    beats = Heartbeats()
    beats.take([WardHeard(WARD, AT)])
    beats.take([WardHeard(WARD, AT - timedelta(minutes=5))])
    assert beats.beats(AT + timedelta(seconds=7), EVERYBODY)[WARD].age_s == 7.0


def test_a_liaison_is_told_of_the_own_wards_only() -> None:
    beats = Heartbeats()
    beats.take([WardHeard(WARD, AT), WardHeard("26734", AT)])
    own = Audience(frozenset(LiveKind), frozenset({"26734"}))
    assert list(beats.beats(AT, own)) == ["26734"]
    assert len(beats.beats(AT, EVERYBODY)) == 2
