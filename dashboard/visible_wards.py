"""The wards that a person may see today, by name in the order of a Vietnamese dictionary."""

from datetime import date

from domain.places import District, Ward
from domain.roles import Person
from domain.words import sort_key


def visible_wards(district: District, person: Person, on: date) -> dict[str, str]:
    """Return code: name of the wards that exist on `on` and are this person's to see."""
    return {ward.code: ward.name for ward in shown_wards(district, person, on)}


def shown_wards(district: District, person: Person, on: date) -> list[Ward]:
    """Return those wards whole."""
    found = (ward for ward in district.wards if ward.is_valid_on(on) and person.sees_ward(ward.code))
    return sorted(found, key=lambda ward: sort_key(ward.name))
