"""The device registry: what it says, and what it says when it is wrong."""

from pathlib import Path

import pytest

from domain.kinds import IncidentKind
from domain.messages import Provenance
from ingest.dialects.device_entries import load_entries, read_entries
from ingest.dialects.device_registry import placed, registered_cameras
from ingest.errors import DeviceRegistryError
from opscenter.district_files import load_district
from tests.unit.ingest.registry_of_tests import DAY, DEVICES, FRIGATE, OTHER_WARD, WARD, WARDS


def test_a_camera_stands_where_it_is_put_or_at_its_wards_label() -> None:
    cameras = {it.code: it for it in registered_cameras(placed(read_entries(FRIGATE, "test"), WARDS, DAY))}
    assert {(code, it.ward_code, it.lat, it.lon) for code, it in cameras.items()} == {
        ("frigate-cong-cho", WARD, 10.005, 106.005),
        ("frigate-bai-xe", OTHER_WARD, 10.005, 106.015),
    }
    assert {it.provenance for it in cameras.values()} == {Provenance.REAL}
    assert cameras["frigate-cong-cho"].name == "Cổng chợ"


def test_a_zone_says_more_than_a_label_and_an_unnamed_thing_is_other() -> None:
    (device,) = placed(read_entries(FRIGATE, "test"), WARDS, DAY).devices
    assert device.kind_of(["fire"], ["cam_do"]) is IncidentKind.ILLEGAL_PARKING
    assert device.kind_of(["person", "fire"], []) is IncidentKind.FIRE
    assert device.kind_of(["person"], ["san"]) is IncidentKind.OTHER


def test_several_devices_are_told_apart_by_the_longest_prefix() -> None:
    camera = {"cameras": {"a": {"ward": WARD}}}
    entries = read_entries(
        {"instance": [{"prefix": "nvr", **camera}, {"prefix": "nvr/two", **camera}]}, "test"
    )
    registry = placed(entries, WARDS, DAY)
    for topic, prefix in (("nvr/events", "nvr"), ("nvr/two/events", "nvr/two")):
        device = registry.device_of(topic)
        assert device is not None
        assert device.prefix == prefix
    assert registry.device_of("frigate/events") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('prefix = "a/#"\n[cameras.a]\nward = "26734"', "prefix"),
        ('prefix = "a"', "has no cameras"),
        ("[cameras.a]\nlat = 1.0\nlon = 2.0", "stands in no ward"),
        ('[cameras.a]\nward = "99999"', "a ward that exists"),
        ("[cameras.a]\nlat = 100.0", "lat"),
        ('[cameras.a]\nward = "26734"\nlatt = 1', "latt"),
        ('[cameras.a]\nward = "26734"\n[kinds.zones]\nx = "dream"', "dream"),
        ('[[instance]]\nprefix = "a"\n[instance.cameras.b]\nward = "26734"\n' * 2, "same prefix 'a' twice"),
        ('[[device]]\ndialect = "modbus"\n[device.cameras.b]\nward = "26734"', "modbus"),
        ('[cameras.b]\ncode = "x"\nward = "26734"\n[cameras.c]\ncode = "x"\nward = "26734"', "camera code"),
        ("prefix = ", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "frigate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeviceRegistryError, match=said):
        placed(load_entries(path), WARDS, DAY)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeviceRegistryError, match="cannot be read"):
        load_entries(tmp_path / "nowhere.toml")


def test_a_device_of_one_camera_means_it_whatever_it_says_and_one_of_several_must_name_it() -> None:
    frigate, onvif, axis = placed(read_entries(DEVICES, "test"), WARDS, DAY).devices
    only = axis.camera_of(["7"])
    assert only is not None
    assert only.code == "axis-main"
    second = onvif.camera_of(["nothing", "2"])
    assert second is not None
    assert second.code == "onvif-2"
    assert onvif.camera_of([]) is None
    assert frigate.camera_of(["elsewhere"]) is None


@pytest.mark.parametrize("name", ["devices-example.toml", "frigate-example.toml"])
def test_the_examples_of_the_docs_stand_in_district_1(name: str) -> None:
    district = load_district()
    entries = load_entries(Path(__file__).parents[3] / "docs" / name)
    cameras = registered_cameras(placed(entries, district.wards, DAY))
    assert len(cameras) == sum(len(entry.cameras) for entry in entries)
