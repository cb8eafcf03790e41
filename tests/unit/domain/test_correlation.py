"""What is one matter: near and soon enough, of kinds that go together; and why, in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.correlation import NEARNESS, Matter, Sign, Why, WhyCode, join_of, spoken, why_joined, why_opened
from domain.geodesy import moved
from domain.kinds import CENTRES_OWN, IncidentKind, Severity
from domain.messages import Provenance

AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LAT, LON = 10.7717, 106.6983


def a_sign(
    kind: IncidentKind = IncidentKind.CRASH, metres: float = 0, minutes: float = 0, **given: object
) -> Sign:
    lat, lon = moved(LAT, LON, 90, metres)
    at = AT + timedelta(minutes=minutes)
    sign = Sign(kind, Severity.CRITICAL, lat, lon, at, "camera", "camera/cam-1", Provenance.SIMULATED, False)
    return replace(sign, **given)


def a_matter(kind: IncidentKind = IncidentKind.CRASH, key: str = "a", metres: float = 0) -> Matter:
    lat, lon = moved(LAT, LON, 90, metres)
    return Matter(key, kind, lat, lon, AT, Provenance.SIMULATED, False)


@pytest.mark.parametrize(
    ("sign", "is_joined"),
    [
        (a_sign(metres=110, minutes=15), True),
        (a_sign(metres=140), False),
        (a_sign(metres=140, channel="police"), True),
        (a_sign(metres=200, channel="citizen"), True),
        (a_sign(minutes=25), False),
        (a_sign(minutes=-10), True),
        (a_sign(IncidentKind.FIRE), False),
        (a_sign(IncidentKind.MEDICAL, metres=90), True),
        (a_sign(IncidentKind.CONGESTION, metres=300, minutes=40), True),
        (a_sign(provenance=Provenance.REAL), False),
        (a_sign(exercise=True), False),
        (a_sign(IncidentKind.CAMERA_OFFLINE), False),
    ],
)
def test_a_sign_joins_what_is_near_soon_and_of_a_kind_that_goes_with_it(sign: Sign, is_joined: bool) -> None:
    assert (why_joined(sign, a_matter()) is not None) is is_joined


def test_congestion_follows_a_crash_but_a_crash_does_not_belong_to_congestion() -> None:
    assert why_joined(a_sign(), a_matter(IncidentKind.CONGESTION)) is None


def test_its_own_kind_comes_before_what_is_nearer() -> None:
    matters = [a_matter(IncidentKind.FIRE, "near"), a_matter(IncidentKind.SMOKE, "far", metres=100)]
    joined = join_of(a_sign(IncidentKind.SMOKE), matters)
    assert joined is not None
    assert (joined.key, joined.why.code) == ("far", WhyCode.SAME_KIND)


def test_of_two_of_a_kind_the_nearer_is_joined() -> None:
    joined = join_of(a_sign(), [a_matter(key="far", metres=80), a_matter(key="near", metres=20)])
    assert joined is not None
    assert joined.key == "near"


@pytest.mark.parametrize(
    ("sign", "others", "code"),
    [
        (a_sign(), [], WhyCode.OPENED),
        (a_sign(severity=Severity.HIGH), [], WhyCode.OPENED),
        (a_sign(IncidentKind.NOISE, severity=Severity.LOW, channel="police"), [], WhyCode.OPENED),
        (a_sign(IncidentKind.CAMERA_TAMPERED, severity=Severity.MEDIUM), [], WhyCode.OPENED),
        (a_sign(IncidentKind.CROWD, severity=Severity.MEDIUM), [], None),
        (
            a_sign(IncidentKind.CROWD, severity=Severity.MEDIUM),
            [a_sign(IncidentKind.CROWD, metres=100, source="camera/cam-2")],
            WhyCode.AGREED,
        ),
        (a_sign(IncidentKind.CROWD, severity=Severity.MEDIUM), [a_sign(IncidentKind.CROWD)], None),
        (a_sign(IncidentKind.FLOOD, severity=Severity.MEDIUM, said_by=2), [], WhyCode.AGREED),
        (a_sign(IncidentKind.CAMERA_OFFLINE), [], None),
        (a_sign(IncidentKind.SYSTEM_DOWN, channel="police"), [], None),
    ],
)
def test_what_is_grave_or_told_by_police_or_by_enough_sources_opens(
    sign: Sign, others: list[Sign], code: WhyCode | None
) -> None:
    why = why_opened(sign, others)
    assert (None if why is None else why.code) == code


def test_the_centres_own_trouble_and_dead_cameras_are_no_incidents() -> None:
    technical = {IncidentKind.CAMERA_OFFLINE, IncidentKind.CAMERA_OBSCURED, IncidentKind.SYSTEM_DOWN}
    assert not NEARNESS.keys() & (CENTRES_OWN | technical)
    assert NEARNESS.keys() | CENTRES_OWN | technical == set(IncidentKind)


def test_why_is_spoken_in_both_languages_with_its_figures() -> None:
    why = why_joined(a_sign(IncidentKind.CONGESTION, metres=210, minutes=8), a_matter())
    assert why is not None
    assert spoken(why.written(), "vi") == (
        "Ùn tắc giao thông thường đi cùng tai nạn giao thông: "
        "cách 210 m, chênh 8 phút (giới hạn 350 m, 45 phút)."
    )
    assert spoken(why.written(), "en").startswith("Traffic congestion often goes with traffic crash: 210 m")


def test_what_a_person_wrote_is_returned_as_it_is() -> None:
    assert spoken("Cùng một vụ", "en") == "Cùng một vụ"
    assert spoken('{"code": "no such"}', "vi") == '{"code": "no such"}'


@pytest.mark.parametrize("code", list(WhyCode))
def test_every_reason_has_words(code: WhyCode) -> None:
    why = Why(code, IncidentKind.CRASH, IncidentKind.CRASH, sources=3).written()
    assert spoken(why, "vi") != spoken(why, "en")
