"""A tally only grows, and remembers its last batch."""

from ingest.tally import SettledBatch, Tally, growth


def a_batch(stored: int) -> SettledBatch:
    return SettledBatch(
        received=10, decoded=9, stored=stored, repeated=9 - stored, dead=1, dropped_keys=2, commit_s=0.5
    )


def test_batches_are_added_up() -> None:
    tally = Tally()
    for stored in (9, 4):
        tally.add(a_batch(stored))
    assert (tally.received, tally.decoded, tally.stored, tally.repeated) == (20, 18, 13, 5)
    assert (tally.dead, tally.dropped_keys, tally.batches, tally.commit_seconds) == (2, 4, 2, 1.0)
    assert tally.last == a_batch(4)


def test_what_a_report_tells_is_what_came_since_the_last() -> None:
    tally = Tally()
    tally.add(a_batch(9))
    before = tally.counts()
    tally.add(a_batch(4))
    grown = growth(before, tally.counts())
    assert (grown["received"], grown["stored"], grown["batches"]) == (10, 4, 1)
