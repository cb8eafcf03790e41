"""Reads what a district's folder says of its operations room: shift.toml with desks and contacts."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import time
from pathlib import Path

import msgspec

from domain.places import District
from domain.shifts import Contact, Seat, ShiftHoursError, shift_changes
from domain.words import tidy
from opscenter.district_files import SHIPPED_DISTRICT, DistrictFilesError
from opscenter.settings import Environment, SettingError

WHOLE_DISTRICT = "ban-1"
"""The one seat of a district whose data names none."""


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """The desks of the room, and whom to call when everything else is down."""

    seats: tuple[Seat, ...]
    contacts: tuple[Contact, ...]


class _Seat(msgspec.Struct, forbid_unknown_fields=True):
    """A desk as the file names it."""

    code: str
    name: str
    wards: tuple[str, ...]


class _Contact(msgspec.Struct, forbid_unknown_fields=True):
    """A contact as the file names it."""

    name: str
    phone: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The file shift.toml."""

    seat: tuple[_Seat, ...] = ()
    contact: tuple[_Contact, ...] = ()


def load_shift_facts(folder: Path | None, district: District) -> ShiftFacts:
    """Return what the folder's shift.toml says; without one, one desk for the whole district.

    Raises DistrictFilesError when it cannot be understood, or a ward stands at two desks or at none.
    """
    path = (folder or SHIPPED_DISTRICT) / "shift.toml"
    said = _read(path)
    seats = tuple(Seat(it.code, tidy(it.name), it.wards) for it in said.seat)
    if seats:
        _check_wards(path, seats, district)
    contacts = tuple(Contact(tidy(it.name), it.phone.strip()) for it in said.contact)
    return ShiftFacts(seats or (_whole(district),), contacts)


def shift_hours(environment: Environment) -> tuple[time, ...]:
    """Return when shifts change, as the environment says."""
    try:
        return shift_changes(environment.text("OPSCENTER_SHIFT_HOURS"))
    except ShiftHoursError as error:
        raise SettingError(f"OPSCENTER_SHIFT_HOURS is wrong: {error}.") from error


def _read(path: Path) -> _File:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except FileNotFoundError:
        return _File()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise DistrictFilesError(f"{path}: {error}.") from error


def _check_wards(path: Path, seats: tuple[Seat, ...], district: District) -> None:
    """Refuse a ward that no desk, or more than one, is to look after."""
    known = {ward.code for ward in district.wards}
    named = Counter(code for seat in seats for code in seat.ward_codes)
    wrong = {
        "no ward of the district": named.keys() - known,
        "at two desks": {code for code, count in named.items() if count > 1},
        "at no desk": {ward.code for ward in district.wards if ward.valid_to is None} - named.keys(),
    }
    for what, codes in wrong.items():
        if codes:
            raise DistrictFilesError(f"{path}: {', '.join(sorted(codes))}: {what}.")


def _whole(district: District) -> Seat:
    """Return the one desk of a district that names none."""
    return Seat(WHOLE_DISTRICT, district.name, tuple(sorted({ward.code for ward in district.wards})))
