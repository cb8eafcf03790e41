"""Every picture is a JPEG under the limit, and shows a change where the happening is."""

from datetime import datetime

import cv2
import numpy as np
import pytest

from domain.kinds import IncidentKind
from simulators.happenings import LABELS
from simulators.painter.layout import box_of
from simulators.painter.picture import paint, painted
from simulators.painter.scene import HEIGHT, MAX_JPEG_BYTES, WIDTH, Scene
from simulators.rhythm import LOCAL_TIME

AT = datetime(2026, 11, 24, 17, 32, 10, tzinfo=LOCAL_TIME)
FILLS_THE_PICTURE = {IncidentKind.CAMERA_OBSCURED, IncidentKind.CAMERA_TAMPERED}
BOXED = sorted(set(LABELS) - FILLS_THE_PICTURE)


def scene(kind: IncidentKind | None, phase_s: float = 0.0, **changes: float | bool) -> Scene:
    """Return a scene on Lê Lợi by day, changed as told."""
    return Scene(
        camera_code="q1-bn-014",
        camera_name="Lê Lợi – Pasteur",
        taken_at=AT,
        darkness=float(changes.get("darkness", 0.0)),
        rain=float(changes.get("rain", 0.0)),
        fullness=float(changes.get("fullness", 0.35)),
        rank=2,
        kind=kind,
        phase_s=phase_s,
        is_true=bool(changes.get("is_true", True)),
        chance=7,
    )


@pytest.mark.parametrize("kind", [None, *sorted(LABELS)])
@pytest.mark.parametrize(("darkness", "rain"), [(0.0, 0.0), (1.0, 0.9)])
def test_every_kind_is_a_jpeg_under_the_limit(
    kind: IncidentKind | None, darkness: float, rain: float
) -> None:
    jpeg = paint(scene(kind, 5.0, darkness=darkness, rain=rain, fullness=0.9))

    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert jpeg[:2] == b"\xff\xd8"
    assert len(jpeg) <= MAX_JPEG_BYTES
    assert picture is not None
    assert picture.shape == (HEIGHT, WIDTH, 3)


@pytest.mark.parametrize("kind", sorted(LABELS))
def test_a_false_detection_can_be_painted_too(kind: IncidentKind) -> None:
    assert paint(scene(kind, 0.0, is_true=False))


def test_the_same_scene_is_the_same_picture() -> None:
    assert paint(scene(IncidentKind.CRASH)) == paint(scene(IncidentKind.CRASH))


def test_night_is_darker_than_day() -> None:
    assert painted(scene(None, darkness=1.0)).mean() < 0.6 * painted(scene(None)).mean()


@pytest.mark.parametrize("kind", BOXED)
def test_the_box_lies_within_the_picture(kind: IncidentKind) -> None:
    box = box_of(scene(kind))

    assert box is not None
    left, top, right, bottom = box
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1


@pytest.mark.parametrize("kind", [IncidentKind.CRASH, IncidentKind.FIRE, IncidentKind.ABANDONED_OBJECT])
def test_what_happens_is_seen_where_the_box_is(kind: IncidentKind) -> None:
    empty = painted(scene(None, fullness=0.0)).astype(int)
    shown = painted(scene(kind, fullness=0.0)).astype(int)

    box = box_of(scene(kind))
    assert box is not None
    left, top, right, bottom = (
        round(part * size) for part, size in zip(box, (WIDTH, HEIGHT) * 2, strict=True)
    )
    change = np.abs(shown - empty).mean(axis=2)
    assert change[top:bottom, left:right].mean() > 4 * change.mean()


def test_the_picture_before_does_not_show_the_crash() -> None:
    before, at = (painted(scene(IncidentKind.CRASH, phase_s)) for phase_s in (-5.0, 0.0))

    assert np.abs(before.astype(int) - at.astype(int)).mean() > 1


def test_the_strip_names_camera_and_time_and_says_simulated() -> None:
    strips = [
        painted(scene(None))[-24:],
        painted(Scene(**{**_fields(scene(None)), "camera_name": "Bùi Viện 3"}))[-24:],
    ]

    assert not np.array_equal(*strips)
    amber = np.abs(strips[0].astype(int) - (60, 190, 255)).max(axis=2) < 12
    assert amber.mean() > 0.05


def _fields(item: Scene) -> dict[str, object]:
    """Return a scene's fields by name."""
    return {name: getattr(item, name) for name in item.__slots__}
