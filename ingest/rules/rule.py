"""What a rule is to those who read the list of rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, in one sentence; the figures it decides by are the settings' own."""

    name: str
    sentence: str
