"""Counts the keys from an alert on the screen to a unit on its way, by what the console really binds."""

import re
from importlib.resources import files

from opscenter.errors import OpscenterError

_QUEUE_KEYS, _DIALOGS = "queue/keys.mjs", "dialogs.mjs"
_BOUND = re.compile(r"^\s+(?P<key>\w+): \((?:id)?\) => (?P<does>[\w.]+)\(", re.MULTILINE)
_CHOOSE, _SEND = "queue.move", "actions.dispatch"
_SWORN_FIRST = re.compile(r"function sworn.*?autofocus: true", re.DOTALL)


def keys_to_dispatch() -> tuple[str, ...]:
    """Return the keys from the queue's focus to an order sent, for an alert that somebody must verify.

    A key chooses the alert, a key asks for the nearest unit, Space says that one has verified it oneself
    (where the sentence has the focus; else Tab leads there), Enter sends.
    """
    bound = {match["does"]: match["key"] for match in _BOUND.finditer(_script(_QUEUE_KEYS))}
    missing = {_CHOOSE, _SEND} - bound.keys()
    if missing:
        raise OpscenterError(f"the console binds no key to {', '.join(sorted(missing))}")
    to_the_sentence = () if _SWORN_FIRST.search(_script(_DIALOGS)) else ("Tab",)
    first_bound = next(m["key"] for m in _BOUND.finditer(_script(_QUEUE_KEYS)) if m["does"] == _CHOOSE)
    return first_bound, bound[_SEND], *to_the_sentence, "Space", "Enter"


def _script(name: str) -> str:
    """Return one of the console's own scripts."""
    return (files("dashboard") / "assets" / "js" / name).read_text(encoding="utf-8")
