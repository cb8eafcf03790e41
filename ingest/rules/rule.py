"""What a rule is to those who read the list of rules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, in one sentence, with the thresholds it decides by."""

    name: str
    sentence: str
    thresholds: Mapping[str, float]
