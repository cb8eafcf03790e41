"""The spool keeps what the broker has not taken, in order, within its room, over a restart."""

from pathlib import Path

import pytest

from edge.errors import EdgeError
from edge.settings import SpoolSettings
from edge.spool import Parcel, Spool


def fact(number: int) -> Parcel:
    return Parcel(f"d1/v1/26740/camera/q1-bn-014/flow/{number}", b"x" * 100)


def picture(number: int, size: int = 1_000) -> Parcel:
    return Parcel(f"d1/v1/26740/camera/q1-bn-014/snapshot/{number}", b"j" * size, is_picture=True)


def held(spool: Spool) -> list[Parcel]:
    parcels = [spool.read(slip) for slip in spool.waiting(1_000)]
    return [parcel for parcel in parcels if parcel is not None]


def test_facts_go_before_pictures_and_each_in_order(tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path))
    for parcel in (picture(1), fact(1), picture(2), fact(2)):
        spool.put(parcel)
    assert held(spool) == [fact(1), fact(2), picture(1), picture(2)]


def test_a_restart_finds_everything_again_and_goes_on_counting(tmp_path: Path) -> None:
    Spool(SpoolSettings(tmp_path)).put(fact(1))
    again = Spool(SpoolSettings(tmp_path))
    again.put(fact(2))
    assert held(again) == [fact(1), fact(2)]


def test_a_full_spool_drops_the_oldest_pictures_first(tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path, max_bytes=4_000))
    for number in range(1, 4):
        spool.put(picture(number))
    for number in range(1, 9):
        spool.put(fact(number))
    kept = held(spool)
    assert kept[:8] == [fact(number) for number in range(1, 9)]
    assert kept[8:] == [picture(2), picture(3)] or kept[8:] == [picture(3)]
    assert spool.dropped_facts == 0


def test_facts_are_dropped_only_when_no_picture_is_left(tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path, max_bytes=1_000))
    spool.put(picture(1, 300))
    for number in range(1, 11):
        spool.put(fact(number))
    assert spool.dropped_pictures == 1
    assert spool.dropped_facts > 0
    assert held(spool)[-1] == fact(10)


def test_what_the_broker_has_is_gone(tmp_path: Path) -> None:
    spool = Spool(SpoolSettings(tmp_path))
    spool.put(fact(1))
    spool.remove(spool.waiting(1)[0])
    assert held(Spool(SpoolSettings(tmp_path))) == []


def test_a_parcel_cut_in_the_middle_is_forgotten(tmp_path: Path) -> None:
    Spool(SpoolSettings(tmp_path)).put(fact(1))
    (file,) = (tmp_path / "facts").iterdir()
    file.write_bytes(file.read_bytes()[:20])
    spool = Spool(SpoolSettings(tmp_path))
    assert held(spool) == []
    assert len(spool) == 0


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EdgeError, match="taken"):
        Spool(SpoolSettings(tmp_path / "taken"))
