"""What is to be done when something happens: per kind a checklist, each step with who and by when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import msgspec

from domain.errors import DomainError
from domain.kinds import IncidentKind
from domain.words import tidy

MOST_STEPS = 12
"""More than this nobody reads while it burns."""

LONGEST_MIN = 1440
"""What takes longer than a day is no step of a procedure."""

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


class ProcedureError(DomainError):
    """A procedure cannot be followed as it is written; the message says where and what to put right."""


class Actor(StrEnum):
    """Who does a step: somebody of the shift, or a unit."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"
    WARD_POLICE = "ward_police"
    TRAFFIC_POLICE = "traffic_police"
    RAPID_RESPONSE = "rapid_response"
    FIRE_RESCUE = "fire_rescue"
    AMBULANCE = "ambulance"
    CITY_SERVICES = "city_services"
    WARDENS = "wardens"
    SECURITY_TEAM = "security_team"


ACTOR_WORDS: Mapping[Actor, tuple[str, str]] = MappingProxyType(
    {
        Actor.OPERATOR: ("Trực ban", "Operator"),
        Actor.SUPERVISOR: ("Trưởng ca", "Supervisor"),
        Actor.TECHNICIAN: ("Kỹ thuật", "Technician"),
        Actor.WARD_POLICE: ("Công an phường", "Ward police"),
        Actor.TRAFFIC_POLICE: ("CSGT", "Traffic police"),
        Actor.RAPID_RESPONSE: ("Cảnh sát 113", "Rapid response 113"),
        Actor.FIRE_RESCUE: ("PCCC và CNCH 114", "Fire and rescue 114"),
        Actor.AMBULANCE: ("Cấp cứu 115", "Ambulance 115"),
        Actor.CITY_SERVICES: ("Dịch vụ đô thị 1022", "City services 1022"),
        Actor.WARDENS: ("Dân phòng", "Neighbourhood wardens"),
        Actor.SECURITY_TEAM: ("Tổ an toàn thông tin", "Information-security team"),
    }
)


class ProcedureStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do: `within_min` counts from the opening; `key` is what a tick is remembered by."""

    key: str
    by: Actor
    within_min: int
    vi: str
    en: str


class Procedure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of one kind, or of several that are worked on alike."""

    kinds: tuple[IncidentKind, ...]
    steps: tuple[ProcedureStep, ...]


@dataclass(frozen=True, slots=True)
class Procedures:
    """All procedures of a district, by kind."""

    by_kind: Mapping[IncidentKind, Procedure] = field(default_factory=lambda: MappingProxyType({}))

    def steps_of(self, kind: IncidentKind) -> tuple[ProcedureStep, ...]:
        """Return the steps of `kind` in their order; none where no procedure was given."""
        procedure = self.by_kind.get(kind)
        return procedure.steps if procedure is not None else ()


def read_procedure(written: bytes) -> Procedure:
    """Return the procedure of one TOML file; raise ProcedureError when it cannot be followed."""
    try:
        procedure = msgspec.toml.decode(written, type=Procedure)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProcedureError(str(error)) from error
    if not procedure.kinds:
        raise ProcedureError("kinds is empty: name the kinds that this procedure is for")
    if not 1 <= len(procedure.steps) <= MOST_STEPS:
        raise ProcedureError(f"it has {len(procedure.steps)} steps: write 1 to {MOST_STEPS}")
    seen: set[str] = set()
    for number, step in enumerate(procedure.steps, start=1):
        _check(step, number, seen)
        seen.add(step.key)
    return procedure


def procedures_of(procedures: Iterable[Procedure]) -> Procedures:
    """Return `procedures` by kind; raise ProcedureError when a kind has two, or none."""
    by_kind: dict[IncidentKind, Procedure] = {}
    for procedure in procedures:
        for kind in procedure.kinds:
            if kind in by_kind:
                raise ProcedureError(f"{kind} has two procedures: keep one")
            by_kind[kind] = procedure
    missing = [str(kind) for kind in IncidentKind if kind not in by_kind]
    if missing:
        raise ProcedureError(f"no procedure is written for {', '.join(missing)}")
    return Procedures(MappingProxyType(by_kind))


def _check(step: ProcedureStep, number: int, seen: set[str]) -> None:
    """Raise ProcedureError when a step cannot be shown, ticked or told from another."""
    where = f"step {number}"
    if not _KEY.match(step.key):
        raise ProcedureError(f"{where}: key {step.key!r} must be lower-case letters, digits and _")
    if step.key in seen:
        raise ProcedureError(f"{where}: the key {step.key!r} is used twice")
    if not 0 < step.within_min <= LONGEST_MIN:
        raise ProcedureError(f"{where} ({step.key}): within_min must be 1 to {LONGEST_MIN}")
    for language, words in (("vi", step.vi), ("en", step.en)):
        if not words.strip() or words != tidy(words):
            raise ProcedureError(f"{where} ({step.key}): {language} must be one line of composed text")
