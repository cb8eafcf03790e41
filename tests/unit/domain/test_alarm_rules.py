"""The pieces that alarm rules are made of: signs, chattering, floods, schedules, verdicts, settings."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from domain.alarm_chatter import Chatter
from domain.alarm_flood import FloodWatch
from domain.alarm_schedule import mode_at
from domain.alarm_signs import Sign, Signs, is_borne_out
from domain.alarm_verdicts import Finding, Verdicts, finding_of
from domain.alarm_windows import CameraWindow
from domain.kinds import IncidentKind
from domain.rule_checks import problems_of
from domain.rule_list import RULE_STEPS
from domain.rule_settings import (
    ChatterRule,
    FloodRule,
    KindRule,
    RuleMode,
    RuleSettings,
    RuleSettingsError,
    Schedule,
    VerdictRule,
    decode_settings,
    encode_settings,
    shipped_settings,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RULE = KindRule(sure_at=0.9, signs=2, alone=3, window_s=30.0, near_m=100.0)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def a_sign(seconds: float, source: str = "cam-1", score: float = 0.7, lat: float = 10.77) -> Sign:
    return Sign(uuid.uuid4(), source, lat, 106.7, later(seconds), score)


def opens(rule: KindRule, *signs: Sign) -> list[bool]:
    """Hand signs over one by one; return which of them opened an alert."""
    known = Signs()
    return [known.suffices(rule, sign, known.support("crash", sign, rule)) for sign in signs]


def test_one_sure_sign_is_enough() -> None:
    assert opens(RULE, a_sign(0, score=0.9)) == [True]


def test_one_source_needs_more_signs_than_two_sources() -> None:
    assert opens(RULE, a_sign(0), a_sign(5), a_sign(10)) == [False, False, True]
    assert opens(RULE, a_sign(0), a_sign(5, "cam-2")) == [False, True]


def test_a_sign_too_late_or_too_far_speaks_for_nothing() -> None:
    assert opens(RULE, a_sign(0), a_sign(31, "cam-2")) == [False, False]
    assert opens(RULE, a_sign(0), a_sign(5, "cam-2", lat=10.772)) == [False, False]


def test_a_revision_is_no_second_sign() -> None:
    sign = a_sign(0)
    assert opens(RULE, sign, replace(sign, score=0.8), replace(sign, source="cam-2")) == [False] * 3


def test_what_must_last_opens_only_when_it_has_lasted() -> None:
    rule = KindRule(sure_at=1.01, signs=2, alone=2, window_s=60.0, hold_s=100.0)
    assert opens(rule, *(a_sign(seconds) for seconds in (0, 50, 99, 100))) == [False, False, False, True]


def test_a_gap_wider_than_the_window_begins_anew() -> None:
    rule = KindRule(sure_at=1.01, signs=2, alone=2, window_s=60.0, hold_s=100.0)
    assert opens(rule, *(a_sign(seconds) for seconds in (0, 50, 111, 160))) == [False] * 4


def test_a_report_and_a_camera_bear_each_other_out() -> None:
    known = Signs()
    known.support("theft", a_sign(0), RULE)
    assert is_borne_out(RULE, known.support("theft", a_sign(10, "citizen/1", score=0.0), RULE))


def test_three_openings_in_a_minute_are_chattering_and_hold_the_end_back_until_it_is_calm() -> None:
    chatter: Chatter[str] = Chatter()
    rule = ChatterRule(times=3, within_s=60.0, calm_s=300.0)
    assert [chatter.opened("a", later(seconds), rule) for seconds in (0, 25, 50)] == [False, False, True]
    assert chatter.holds_back("a", later(55))
    assert chatter.calmed(later(300), rule) == []
    assert chatter.calmed(later(356), rule) == ["a"]
    assert not chatter.holds_back("a", later(357))


def test_slow_openings_are_no_chattering() -> None:
    chatter: Chatter[str] = Chatter()
    assert not any(chatter.opened("a", later(seconds), ChatterRule()) for seconds in (0, 31, 62, 93))


def test_openings_that_were_forgotten_are_part_of_no_chatter() -> None:
    chatter: Chatter[str] = Chatter()
    assert not any(chatter.opened("a", later(seconds), ChatterRule()) for seconds in (0, 10))
    chatter.forget_before(later(11))
    assert not chatter.opened("a", later(20), ChatterRule())


def test_a_flood_begins_with_more_alerts_than_the_limit_and_drills_do_not_count() -> None:
    watch, rule = FloodWatch(), FloodRule(more_than=3, within_s=600.0)
    for seconds in (0, 10, 20):
        watch.opened("real", later(seconds))
    assert watch.is_flooded("real", later(30), rule)
    assert not watch.is_flooded("drill", later(30), rule)
    assert not watch.is_flooded("real", later(601), rule)


@pytest.mark.parametrize(
    ("hour", "day", "mode"),
    [(23, 27, RuleMode.ON), (5, 28, RuleMode.ON), (6, 28, RuleMode.LOG_ONLY), (5, 27, RuleMode.LOG_ONLY)],
)
def test_a_schedule_past_midnight_belongs_to_the_evening_it_began(
    hour: int, day: int, mode: RuleMode
) -> None:
    evening = Schedule(kind=IncidentKind.NOISE, mode=RuleMode.ON, begins="22:00", ends="06:00", days=(4,))
    settings = msgspec.structs.replace(shipped_settings(), schedules=(evening,))
    local = datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(hours=7)  # The 27th is a Friday.
    assert mode_at(settings, IncidentKind.NOISE, "26740", local) is mode


def test_a_schedule_holds_in_its_wards_alone() -> None:
    street = Schedule(
        kind=IncidentKind.CROWD, mode=RuleMode.LOG_ONLY, begins="00:00", ends="23:59", ward_codes=("26740",)
    )
    settings = msgspec.structs.replace(shipped_settings(), schedules=(street,))
    modes = [mode_at(settings, IncidentKind.CROWD, ward, NOW) for ward in ("26740", "26743")]
    assert modes == [RuleMode.LOG_ONLY, RuleMode.ON]


@pytest.mark.parametrize(
    ("kind", "confirmed", "rejected", "finding"),
    [
        (IncidentKind.CROWD, 4, 6, Finding.LOG_ONLY),
        (IncidentKind.CROWD, 5, 5, Finding.KEEP),
        (IncidentKind.CROWD, 0, 9, Finding.KEEP),
        (IncidentKind.FIRE, 1, 20, Finding.TELL_SUPERVISOR),
    ],
)
def test_verdicts_silence_what_is_mostly_wrong_but_never_a_danger_to_life(
    kind: IncidentKind, confirmed: int, rejected: int, finding: Finding
) -> None:
    assert finding_of(Verdicts("camera_event", kind, confirmed, rejected), VerdictRule()) is finding


def test_work_on_a_camera_covers_it_and_work_in_a_ward_all_of_it() -> None:
    one = CameraWindow(1, "cam-1", "26740", NOW, later(3600), "", "Lan")
    assert one.covers("cam-1", "26740", NOW)
    assert not one.covers("cam-2", "26740", NOW)
    assert not one.covers("cam-1", "26740", later(3600))
    assert replace(one, camera_code=None).covers("cam-2", "26740", NOW)


def test_the_shipped_settings_are_sound_and_pavement_trade_is_off() -> None:
    settings = shipped_settings()
    assert problems_of(settings) == ()
    off = [kind for kind, rule in settings.kinds.items() if rule.mode is RuleMode.OFF]
    assert sorted(off) == [IncidentKind.SIDEWALK, IncidentKind.STREET_VENDING]


def test_settings_come_back_as_they_were_written() -> None:
    assert decode_settings(encode_settings(shipped_settings())) == shipped_settings()


def test_a_document_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleSettingsError, match="cannot be read"):
        decode_settings('{"kinds": {"fire": {"signs": "many"}}}')


def with_kind(kind: IncidentKind, **changes: object) -> RuleSettings:
    settings = shipped_settings()
    rule = msgspec.structs.replace(settings.of_kind(kind), **changes)
    return msgspec.structs.replace(settings, kinds={**settings.kinds, kind: rule})


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        (with_kind(IncidentKind.FIRE, mode=RuleMode.LOG_ONLY), "kinds.fire.mode"),
        (with_kind(IncidentKind.CROWD, counts_at=0.2), "kinds.crowd.counts_at"),
        (with_kind(IncidentKind.CROWD, sure_at=0.3), "kinds.crowd.sure_at"),
        (with_kind(IncidentKind.THEFT, signs=3, alone=2), "kinds.theft.signs"),
        (with_kind(IncidentKind.THEFT, hold_s=500.0), "kinds.theft.hold_s"),
        (with_kind(IncidentKind.FIRE, window_s=5.0), "kinds.fire.window_s"),
    ],
)
def test_what_cannot_be_right_is_named(settings: RuleSettings, where: str) -> None:
    assert where in {problem.where for problem in problems_of(settings)}


def test_a_danger_to_life_is_silenced_by_no_hour() -> None:
    night = Schedule(kind=IncidentKind.FIRE, mode=RuleMode.OFF, begins="00:00", ends="05:00")
    (problem,) = problems_of(msgspec.structs.replace(shipped_settings(), schedules=(night,)))
    assert problem.where == "schedules.0.mode"


def test_no_step_of_the_list_comes_twice() -> None:
    assert len(set(RULE_STEPS)) == len(RULE_STEPS)
