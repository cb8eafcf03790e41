"""What a district's folder says of its operations room, and what the environment says of its shifts."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from opscenter.district_files import DistrictFilesError, load_district
from opscenter.doctor import Level, outage_finding
from opscenter.settings import Environment, SettingError
from opscenter.shift_files import load_shift_facts, shift_hours

DISTRICT = load_district()
WARDS = {ward.code for ward in DISTRICT.wards}


def test_every_ward_of_the_shipped_district_has_one_desk() -> None:
    facts = load_shift_facts(None, DISTRICT)
    named = [code for seat in facts.seats for code in seat.ward_codes]
    assert sorted(named) == sorted(WARDS)
    assert "113" in {contact.phone for contact in facts.contacts}


def test_a_folder_that_says_nothing_has_one_desk_for_all(tmp_path: Path) -> None:
    (seat,) = load_shift_facts(tmp_path, DISTRICT).seats
    assert set(seat.ward_codes) == WARDS


@pytest.mark.parametrize(
    ("seats", "wrong"),
    [
        ([("a", sorted(WARDS)), ("b", ["26743"])], "26743: at two desks"),
        ([("a", sorted(WARDS - {"26743"}))], "26743: at no desk"),
        ([("a", [*sorted(WARDS), "1"])], "1: no ward of the district"),
    ],
)
def test_a_ward_that_is_not_looked_after_once_is_refused_by_name(
    tmp_path: Path, seats: list[tuple[str, list[str]]], wrong: str
) -> None:
    text = "".join(f'[[seat]]\ncode = "{code}"\nname = "{code}"\nwards = {wards}\n' for code, wards in seats)
    (tmp_path / "shift.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DistrictFilesError, match=wrong):
        load_shift_facts(tmp_path, DISTRICT)


def test_shift_hours_are_set_by_the_environment() -> None:
    assert shift_hours(Environment({"OPSCENTER_SHIFT_HOURS": "07:00,19:00"})) == (time(7), time(19))
    with pytest.raises(SettingError, match="OPSCENTER_SHIFT_HOURS"):
        shift_hours(Environment({"OPSCENTER_SHIFT_HOURS": "early"}))


def test_doctor_says_how_old_the_newest_page_for_outages_is(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert outage_finding(None, now).level is Level.WARNING
    assert outage_finding(tmp_path, now).level is Level.WARNING
    (tmp_path / "tinh-hinh-20261124-1355.html").write_text("", encoding="utf-8")
    assert outage_finding(tmp_path, now).level is Level.OK
    late = outage_finding(tmp_path, now + timedelta(minutes=20))
    assert (late.level, "20 min old" in late.sentence) == (Level.WARNING, True)
