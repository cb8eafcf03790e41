"""What of a batch is stored first: what somebody waits for, in a transaction of its own."""

from datetime import UTC, datetime

from db.intake import LARGE, DeadLetter, Prepared, Staged, parts_of

LETTER = DeadLetter(datetime(2026, 3, 1, tzinfo=UTC), "t", b"", "no", "own", readable=False)


def a_batch(letters: tuple[DeadLetter, ...] = (), **rows: int) -> Prepared:
    tables = {table: Staged([(number,) for number in range(count)], b"") for table, count in rows.items()}
    return Prepared(sum(rows.values()), tables, letters)


def test_an_event_is_stored_before_the_counts_that_came_with_it() -> None:
    first, rest = parts_of(a_batch(letters=(LETTER,), events=2, flows=30, readings=4))
    assert (set(first.tables), first.messages, first.letters) == ({"events"}, 2, ())
    assert (set(rest.tables), rest.messages, rest.letters) == ({"flows", "readings"}, 34, (LETTER,))


def test_a_batch_of_one_sort_stays_whole() -> None:
    for batch in (a_batch(flows=30, readings=2), a_batch(events=3, reports=1, letters=(LETTER,)), a_batch()):
        assert parts_of(batch) == (batch,)


def test_a_large_batch_stays_whole() -> None:
    batch = a_batch(events=1, flows=LARGE)
    assert parts_of(batch) == (batch,)
