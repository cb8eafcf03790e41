"""What each unit is on: the newest order that is not over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.live_orders_shown import are_all_done
from dashboard.live_tasks import Tasks
from db.rows import CommandRow
from domain.messages import Answer, Order, Provenance
from tests.integration.db.making import UNIT, WARD, new_id

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def an_order(**given: Any) -> CommandRow:
    what = (new_id(), UNIT, Order.DISPATCH, 10.77, 106.7, None, WARD, "", AT, "Lan", Provenance.SIMULATED)
    order = CommandRow(*what, exercise=False, answer=None, answered_at=None)
    return replace(order, **given)


def on(tasks: Tasks, row: CommandRow) -> bool:
    """Take an order in and tell whether its unit is on one then."""
    taken = tasks.take(row)
    assert taken is not None
    return taken[2] is not None


def test_a_unit_is_on_an_order_until_it_is_done() -> None:
    tasks, order = Tasks(), an_order()

    assert on(tasks, order)
    assert on(tasks, replace(order, answer=Answer.ON_SCENE))
    assert not on(tasks, replace(order, answer=Answer.DONE))


@pytest.mark.parametrize("over", [{"answer": Answer.REFUSED}, {"recalled_at": AT}])
def test_who_refused_or_was_called_back_is_on_none(over: dict[str, Any]) -> None:
    tasks, order = Tasks(), an_order()
    tasks.take(order)

    assert not on(tasks, replace(order, **over))


def test_a_late_word_about_an_older_order_changes_nothing() -> None:
    tasks, old = Tasks(), an_order()
    tasks.take(old)
    tasks.take(an_order(sent_at=AT + timedelta(minutes=5)))

    assert tasks.take(replace(old, answer=Answer.DONE)) is None


def test_the_end_is_proposed_when_somebody_is_done_and_nobody_under_way() -> None:
    done, there = an_order(answer=Answer.DONE), an_order(answer=Answer.ON_SCENE)

    assert are_all_done([done, an_order(answer=Answer.REFUSED)])
    assert not are_all_done([done, there])
    assert not are_all_done([an_order(answer=Answer.REFUSED)])
