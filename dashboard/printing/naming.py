"""How documents name what the domain knows by keys: kinds, severities, states, wards, whose data it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from dashboard.words import phrase
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance


@dataclass(frozen=True, slots=True)
class Names:
    """The language of a document, its district and the names of its wards.

    What is of the provenance `plain` needs no mark: all of the document is, and its stamp says so.
    """

    language: str
    district: str
    wards: Mapping[str, str]
    plain: Provenance = Provenance.REAL

    def of(self, provenances: Collection[Provenance]) -> "Names":
        """Return the names for a document that shows data of these."""
        return replace(self, plain=next(iter(provenances))) if len(provenances) == 1 else self

    def say(self, key: str, **blanks: object) -> str:
        """Return the printed phrase `key` with its blanks filled."""
        text = phrase(f"print.{key}", self.language)
        for name, value in blanks.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def kind(self, kind: IncidentKind) -> str:
        """Return a kind's words."""
        facts = KINDS[kind]
        return facts.en if self.language == "en" else facts.vi

    def ward(self, code: str) -> str:
        """Return a ward's name, its code when it is none of ours."""
        return self.wards.get(code, code)

    def head(self) -> tuple[str, str]:
        """Return whose document it is."""
        return self.say("head"), self.district.upper()

    def motto(self) -> tuple[str, str]:
        """Return the lines that stand at the right of an official paper."""
        return self.say("motto.1"), self.say("motto.2")

    def marks(self, provenance: Provenance, *, exercise: bool = False, is_late: bool = False) -> str:
        """Return in brackets what a thing must not be taken for; nothing for what is real and of its time."""
        said = [
            *([] if provenance is self.plain else [self.say(f"mark.{provenance}")]),
            *([self.say("mark.exercise")] if exercise else []),
            *([self.say("mark.late")] if is_late else []),
        ]
        return f" ({', '.join(said)})" if said else ""

    def stamp(self, provenances: Collection[Provenance]) -> str:
        """Return what a document says in capitals when it shows other than real data; nothing else."""
        if not provenances or set(provenances) == {Provenance.REAL}:
            return ""
        if len(provenances) > 1:
            return self.say("stamp.mixed")
        return self.say(f"stamp.{next(iter(provenances))}")
