"""Who was sent to an alert stands at it while it is open, and each unit once."""

from dataclasses import replace
from datetime import timedelta

from dashboard.live_orders import Orders
from domain.alerts import AlertState
from domain.messages import Answer, Order
from tests.unit.dashboard.test_dispatch import AT, a_unit, an_alert, an_order


def test_an_order_shows_the_callsign_and_the_newest_answer() -> None:
    alert, orders = an_alert(), Orders()
    order = replace(an_order(), alert_id=alert.id)
    orders.take_unit(a_unit())
    orders.take_alert(alert)
    assert orders.take(order) == alert.id
    orders.take(replace(order, answer=Answer.REFUSED, answer_text="Xe đang hỏng"))
    (shown,) = orders.of(alert.id) or ()
    assert (shown.c, shown.a, shown.t, shown.by) == ("BN-01", Answer.REFUSED, "Xe đang hỏng", "Lan")


def test_a_unit_that_is_sent_again_stands_once_and_one_that_is_recalled_no_more() -> None:
    alert, orders = an_alert(), Orders()
    orders.take_alert(alert)
    first = replace(an_order(), alert_id=alert.id, answer=Answer.REFUSED)
    again = replace(first, sent_at=AT + timedelta(minutes=1), answer=None)
    for order in (first, again, first):  # The first one's answer may be told once more.
        orders.take(order)
    assert [shown.a for shown in orders.of(alert.id) or ()] == [None]
    orders.take(replace(again, order=Order.RECALL, sent_at=AT + timedelta(minutes=2)))
    assert orders.of(alert.id) is None


def test_a_closed_alert_says_nothing_of_units_and_says_it_again_when_it_is_reopened() -> None:
    alert, orders = an_alert(), Orders()
    orders.take_alert(alert)
    orders.take(replace(an_order(), alert_id=alert.id))
    orders.take_alert(replace(alert, state=AlertState.CLEARED))
    assert (orders.of(alert.id), orders.ward_of(alert.id)) == (None, None)
    orders.take_alert(alert)
    assert len(orders.of(alert.id) or ()) == 1


def test_an_order_for_no_alert_is_nobodys() -> None:
    assert Orders().take(replace(an_order(), alert_id=None)) is None
