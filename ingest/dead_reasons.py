"""The few classes of reasons why a message becomes a dead letter: words for a metric's label, no more."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from db.intake import DeadLetter

OTHER = "other"
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("not_stored", re.compile(r"^it could not be stored")),
    ("too_large", re.compile(r"too large|messages; at most|bytes; at most|nested too deep|pixels; at most")),
    ("picture", re.compile(r"picture|JPEG has no|not a JPEG")),
    ("clock", re.compile(r"check the (source's )?clock|no time$")),
    ("unknown_source", re.compile(r"not registered|is registered under this prefix|in the device registry")),
    ("wrong_place", re.compile(r"ward|must agree with its topic|topic|no dialect speaks")),
    ("provenance", re.compile(r"provenance|real|simulated|replay")),
    ("unreadable", re.compile(r"JSON is due|not JSON|no number in JSON|not UTF-8")),
    ("wrong_shape", re.compile(r"^not a message of ours|^not what |a plate|availability")),
)
CONTRADICTION = "contradiction"
"""What the database refused under a key that is taken; it is counted, not read again."""
CLASSES = (*(name for name, _ in _CLASSES), CONTRADICTION, OTHER)


def reason_class(reason: str) -> str:
    """Return the class of a dead letter's reason: the first whose words it has."""
    return next((name for name, words in _CLASSES if words.search(reason)), OTHER)


def count_reasons(letters: Iterable[DeadLetter], contradicting: int = 0) -> Mapping[str, int]:
    """Return how many dead letters there are of each class."""
    counted = Counter(reason_class(letter.reason) for letter in letters)
    return counted + Counter({CONTRADICTION: contradicting})
