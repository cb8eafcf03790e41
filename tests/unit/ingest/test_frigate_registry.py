"""The Frigate registry: what it says, and what it says when it is wrong."""

from pathlib import Path

import pytest

from domain.kinds import IncidentKind
from domain.messages import Provenance
from ingest.dialects.frigate_registry import load_entries, placed, read_entries, registered_cameras
from ingest.errors import FrigateRegistryError
from tests.unit.ingest.registry_of_tests import DAY, FRIGATE, OTHER_WARD, WARD, WARDS


def test_a_camera_stands_where_it_is_put_or_at_its_wards_label() -> None:
    cameras = {it.code: it for it in registered_cameras(placed(read_entries(FRIGATE, "test"), WARDS, DAY))}
    assert {(code, it.ward_code, it.lat, it.lon) for code, it in cameras.items()} == {
        ("frigate-cong-cho", WARD, 10.005, 106.005),
        ("frigate-bai-xe", OTHER_WARD, 10.005, 106.015),
    }
    assert {it.provenance for it in cameras.values()} == {Provenance.REAL}
    assert cameras["frigate-cong-cho"].name == "Cổng chợ"


def test_a_zone_says_more_than_a_label_and_an_unnamed_thing_is_other() -> None:
    (instance,) = placed(read_entries(FRIGATE, "test"), WARDS, DAY).instances
    assert instance.kind_of(["fire"], ["cam_do"]) is IncidentKind.ILLEGAL_PARKING
    assert instance.kind_of(["person", "fire"], []) is IncidentKind.FIRE
    assert instance.kind_of(["person"], ["san"]) is IncidentKind.OTHER


def test_several_instances_are_told_apart_by_the_longest_prefix() -> None:
    camera = {"cameras": {"a": {"ward": WARD}}}
    entries = read_entries(
        {"instance": [{"prefix": "nvr", **camera}, {"prefix": "nvr/two", **camera}]}, "test"
    )
    registry = placed(entries, WARDS, DAY)
    for topic, prefix in (("nvr/events", "nvr"), ("nvr/two/events", "nvr/two")):
        instance = registry.instance_of(topic)
        assert instance is not None
        assert instance.prefix == prefix
    assert registry.instance_of("frigate/events") is None


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
        ('[[instance]]\nprefix = "a"\n[instance.cameras.b]\nward = "26734"\n' * 2, "same prefix"),
        ("prefix = ", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "frigate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FrigateRegistryError, match=said):
        placed(load_entries(path), WARDS, DAY)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FrigateRegistryError, match="cannot be read"):
        load_entries(tmp_path / "nowhere.toml")
