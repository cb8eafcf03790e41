"""What happens: modest in number, fitting to light and weather, and not always true."""

import random
from collections import Counter

import pytest

from domain.kinds import IncidentKind
from domain.messages import CameraState
from domain.places import Camera, CameraKind
from opscenter.district_files import load_district
from simulators.camera_health import CameraHealth
from simulators.fleet import simulated_cameras
from simulators.happenings import LABELS, RHYTHMS, Fortune, Happening
from simulators.words import citizen_words, police_words

HOUR_S = 3600


@pytest.fixture(scope="module")
def cameras() -> tuple[Camera, ...]:
    return simulated_cameras(load_district())


def hours(cameras: tuple[Camera, ...], count: int, **air: float) -> list[Happening]:
    """Return what happens in some hours of the same light and weather."""
    fortune = Fortune(cameras, dict.fromkeys((camera.code for camera in cameras), 3), random.Random(3))
    conditions = {"busy": 0.8, "dark": 0.0, "rain": 0.0} | air
    return [one for second in range(count * HOUR_S) for one in fortune.draw(second, 1.0, **conditions)]


def test_an_ordinary_hour_has_tens_of_happenings_not_hundreds(cameras: tuple[Camera, ...]) -> None:
    assert 20 < len(hours(cameras, 4)) / 4 < 60


def test_floods_come_with_rain(cameras: tuple[Camera, ...]) -> None:
    dry, wet = (Counter(h.kind for h in hours(cameras, 8, rain=rain)) for rain in (0.0, 1.0))

    assert wet[IncidentKind.FLOOD] > 10 * max(1, dry[IncidentKind.FLOOD])


def test_some_are_false_and_detectors_are_surer_of_the_true_ones(cameras: tuple[Camera, ...]) -> None:
    happenings = hours(cameras, 12)
    true = [happening.score for happening in happenings if happening.is_true]
    false = [happening.score for happening in happenings if not happening.is_true]

    assert 0.05 < len(false) / len(happenings) < 0.35
    assert sum(true) / len(true) > sum(false) / len(false) + 0.1
    assert max(false) > min(true)


def test_nothing_happens_before_a_moving_camera_by_itself(cameras: tuple[Camera, ...]) -> None:
    assert all(happening.camera.kind is not CameraKind.VEHICLE for happening in hours(cameras, 4))


def test_every_kind_has_a_label_that_fits_the_wire() -> None:
    assert set(RHYTHMS) <= set(LABELS)
    assert all(0 < len(label) <= 64 for label in LABELS.values())


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_people_have_words_for_every_kind(kind: IncidentKind) -> None:
    rng = random.Random(1)

    assert "Lê Lợi" in citizen_words(kind, "Lê Lợi", rng)
    assert "Lê Lợi" in police_words(kind, "Lê Lợi", rng)


def test_cameras_fail_and_return_and_few_are_away_at_a_time(cameras: tuple[Camera, ...]) -> None:
    health = CameraHealth(cameras, random.Random(2))
    changes = Counter(state for second in range(4 * HOUR_S) for _, state in health.tend(second, 1.0))
    away = sum(state is not CameraState.ONLINE for state in health.states.values())

    assert changes[CameraState.ONLINE] > 20
    assert changes[CameraState.OFFLINE] > 20
    assert changes[CameraState.OBSCURED] > 0
    assert away < 0.025 * len(cameras)


def test_a_camera_that_is_away_sends_nothing(cameras: tuple[Camera, ...]) -> None:
    health = CameraHealth(cameras, random.Random(2))
    silent = {CameraState.OFFLINE, CameraState.MAINTENANCE}

    assert all(health.sends(code) is (state not in silent) for code, state in health.states.items())
