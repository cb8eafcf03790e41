"""The list of cameras that the feed keeps for the map."""

from dataclasses import replace

from dashboard.live_registry import Registry
from db.rows import CameraRow
from domain.messages import CameraState, Provenance
from domain.places import CameraKind

CAMERA = CameraRow(
    code="c2", name="Cổng chợ", ward_code="w1", lat=10.77, lon=106.69, heading_deg=90.0, fov_deg=60.0,
    range_m=80.0, kind=CameraKind.FIXED, recorder="r1", gateway="g1", street="Lê Lợi", owner="", purpose="",
    provenance=Provenance.SIMULATED, state=CameraState.ONLINE, reason=None, observed_at=None, exercise=False,
)  # fmt: skip


def test_a_camera_that_only_changes_its_state_leaves_the_list_as_it_is() -> None:
    registry = Registry()
    registry.take(CAMERA)
    before = registry.version
    registry.take(replace(CAMERA, state=CameraState.OFFLINE))
    assert registry.version == before


def test_a_camera_with_another_name_makes_another_list() -> None:
    registry = Registry()
    registry.take(CAMERA)
    before = registry.version
    registry.take(replace(CAMERA, name="Cửa chợ"))
    assert registry.version != before
    assert [camera.name for camera in registry.seen_by(None)] == ["Cửa chợ"]


def test_the_list_is_cut_to_the_wards_of_who_asks_in_the_order_of_codes() -> None:
    registry = Registry()
    for code, ward in (("c3", "w1"), ("c1", "w1"), ("c2", "w2")):
        registry.take(replace(CAMERA, code=code, ward_code=ward))
    assert [camera.code for camera in registry.seen_by(frozenset({"w1"}))] == ["c1", "c3"]


def test_a_list_that_is_read_anew_forgets_what_is_no_longer_registered() -> None:
    registry = Registry()
    registry.take(CAMERA)
    registry.forget()
    assert registry.seen_by(None) == []
