"""What is told at once, and what is gathered into a few deltas a second."""

from dashboard.live_audience import LiveKind
from dashboard.live_gathering import Gathering
from dashboard.live_state import Entry
from db.notices import GATHER_S

NOW_S = 100.0


def an_entry(kind: LiveKind, raw: bytes | None = b"1") -> Entry:
    return Entry(kind, "key", None, raw)


def test_an_alert_is_told_at_once_and_never_again() -> None:
    gathering = Gathering()
    alert = an_entry(LiveKind.ALERTS)
    assert gathering.at_once([alert, an_entry(LiveKind.UNITS)]) == [alert]
    assert alert not in gathering.due(NOW_S)


def test_of_what_is_gathered_only_the_newest_word_is_told() -> None:
    gathering = Gathering()
    gathering.at_once([an_entry(LiveKind.UNITS, b"1"), an_entry(LiveKind.UNITS, b"2")])
    gathering.at_once([an_entry(LiveKind.UNITS, None)])
    assert gathering.due(NOW_S) == [an_entry(LiveKind.UNITS, None)]


def test_what_is_gathered_is_told_a_few_times_a_second_and_once() -> None:
    gathering = Gathering()
    gathering.due(NOW_S)
    gathering.at_once([an_entry(LiveKind.CAMERAS)])
    assert gathering.due(NOW_S + GATHER_S / 2) == []
    assert gathering.due(NOW_S + GATHER_S) == [an_entry(LiveKind.CAMERAS)]
    assert gathering.due(NOW_S + 2 * GATHER_S) == []
