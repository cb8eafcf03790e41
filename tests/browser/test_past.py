"""Looking into the past: back by ten minutes, on from there, and live again with what came meanwhile."""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Sit
from tests.browser.console_page import ConsolePage

pytestmark = pytest.mark.chromium


@dataclass(frozen=True, slots=True)
class Over:
    """An alert that is over, and when it ended."""

    alert: uuid.UUID
    ended_at: datetime


def over_for_minutes(centre: Centre) -> Over:
    """Let an alert have been open from half an hour ago until five minutes ago."""
    centre.let_pass(timedelta(hours=1))
    opened = datetime.now(UTC) - timedelta(minutes=30)
    alert = centre.open_alert(IncidentKind.CROWD, camera=0, at=opened)
    centre.let_pass(timedelta(minutes=25))
    centre.clear_alert(IncidentKind.CROWD, camera=0)
    centre.let_pass(timedelta(minutes=5))
    return Over(alert, datetime.now(UTC) - timedelta(minutes=5))


def go_back_ten_minutes(seat: ConsolePage) -> None:
    seat.page.click('#time-bar [data-step="-10"]')
    expect(seat.page.locator("#past-banner")).to_contain_text("ĐANG XEM QUÁ KHỨ")


def test_back_ten_minutes_on_from_there_and_live_again(sit: Sit, centre: Centre) -> None:
    past = over_for_minutes(centre)
    over = past.alert
    present = centre.open_alert(IncidentKind.WASTE, camera=1)
    seat = sit(anew=True)
    expect(seat.row(present)).to_be_visible()
    expect(seat.row(over)).to_have_count(0)

    go_back_ten_minutes(seat)
    expect(seat.row(over)).to_contain_text(re.compile("(19|2[0-4]):[0-5][0-9]"))  # Its age as it was then.
    expect(seat.row(present)).to_have_count(0)
    expect(seat.mark(over)).to_have_count(1)
    expect(seat.page.locator("#queue-past")).to_be_visible()

    seat.choose(over)
    seat.page.keyboard.press("a")
    expect(seat.page.locator("#toasts")).to_contain_text("quá khứ")
    seat.page.keyboard.press("Escape")

    before_the_end = (past.ended_at - timedelta(seconds=20)).timestamp() * 1000
    seat.ask(f"opscenter.past.goTo({before_the_end})")
    seat.page.select_option("#time-speed", "60")
    seat.page.focus("#time-track")
    seat.page.keyboard.press("Space")
    expect(seat.row(over)).to_have_count(0)
    seat.page.keyboard.press("Space")
    expect(seat.page.locator("#past-doing")).to_contain_text("tạm dừng")

    critical = centre.open_alert(IncidentKind.FIRE, camera=3)
    pinned = seat.page.locator(f'#queue-pinned [data-alert="{critical}"]')
    expect(pinned).to_contain_text("TRỰC TIẾP")
    expect(seat.row(critical)).to_have_count(0)

    seat.page.keyboard.press("l")
    expect(seat.page.locator("#past-banner")).to_be_hidden()
    expect(seat.row(critical)).to_be_visible()
    expect(seat.row(present)).to_be_visible()
    assert "t=" not in seat.page.url
    assert seat.errors == []


def test_a_moment_can_be_sent_by_its_address(sit: Sit, centre: Centre) -> None:
    over = over_for_minutes(centre).alert
    sender = sit("lan", anew=True)
    go_back_ten_minutes(sender)
    expect(sender.row(over)).to_be_visible()
    sender.page.wait_for_url("**/*t=*")
    receiver = sit("minh", anew=True)
    receiver.page.goto(sender.page.url)
    expect(receiver.row(over)).to_be_visible()
    expect(receiver.page.locator("#past-banner")).to_contain_text("ĐANG XEM QUÁ KHỨ")


def test_what_is_pinned_leads_back_to_the_present(sit: Sit, centre: Centre) -> None:
    over_for_minutes(centre)
    critical = centre.open_alert(IncidentKind.FIRE, camera=3)
    seat = sit(anew=True)
    go_back_ten_minutes(seat)
    seat.page.click(f'#queue-pinned [data-alert="{critical}"]')
    expect(seat.page.locator("#past-banner")).to_be_hidden()
    expect(seat.page.locator("#drawer")).to_contain_text("Cháy, nổ")


def test_the_time_line_counts_alerts_in_bars_that_fit_its_width(sit: Sit) -> None:
    shown = sit().ask(
        """import('/assets/js/past/bars.mjs').then(({ barsOf, minutesPerBar }) => {
          const bar = (at, severity, provenance, alerts) => ({ at, severity, provenance, alerts });
          const told = { bars: [bar('2026-01-05T01:05:00Z', 'low', 'simulated', 2),
            bar('2026-01-05T01:10:00Z', 'critical', 'simulated', 1),
            bar('2026-01-05T01:10:00Z', 'high', 'real', 4)] };
          const bars = barsOf(told, 15, ({ p }) => p === 'simulated');
          return [bars.map(({ all, critical, high }) => [all, critical, high]),
            [300, 800, 1500].map((width) => minutesPerBar(86400000, 300, width))];
        })"""
    )
    assert shown == [[[3, 1, 0]], [30, 10, 5]]


def test_a_time_of_day_is_read_as_people_write_it(sit: Sit) -> None:
    read = sit().ask(
        """import('/assets/js/past/days.mjs').then(({ timeOfDay }) =>
          ['14:05', '9h30', ' 23.59.30 ', '24:00', '12:60', 'noon', ''].map((text) => timeOfDay(text)))"""
    )
    assert read == [50_700_000, 34_200_000, 86_370_000, None, None, None, None]
