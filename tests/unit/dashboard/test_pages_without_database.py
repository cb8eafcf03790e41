"""Pages of figures whose database is away: a sentence stands in each figure's place, the page stays."""

import asyncio

import pytest
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.overview.callback import detail_of, sparks_of, today_of
from dashboard.panels.trends.callback import drawings_of
from dashboard.server import build
from dashboard.settings import BrokerAddress, ConsoleSettings
from domain.roles import Person, Role
from domain.smart_systems import SmartSystem
from opscenter.district_files import load_district

LAN = Person(1, "lan", "Lan", Role.OPERATOR)


@pytest.fixture(scope="module")
def context() -> ConsoleContext:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    return build(ConsoleSettings(nowhere, BrokerAddress("127.0.0.1", 1), load_district())).context


def words(components: list[Component]) -> str:
    return " ".join(str(it.children) for it in components)  # type: ignore[attr-defined]  # all of ours have them


def test_every_trend_says_that_the_database_does_not_answer(context: ConsoleContext) -> None:
    told = asyncio.run(drawings_of(context, LAN, {"span": "week"}, real_only=False, language="vi"))
    sentences = {it["layout"]["annotations"][0]["text"] for it in told["figures"].values()}
    assert len(told["figures"]) == 6
    assert len(sentences) == 1
    assert "Cơ sở dữ liệu chưa trả lời" in sentences.pop()


def test_today_and_the_systems_days_say_so_too(context: ConsoleContext) -> None:
    today = asyncio.run(today_of(context, LAN, real_only=False, language="vi"))
    days = asyncio.run(sparks_of(context, real_only=False, language="vi"))
    assert "Cơ sở dữ liệu chưa trả lời" in words(today)
    assert len(days) == len(SmartSystem)
    assert all("Cơ sở dữ liệu chưa trả lời" in words(day) for day in days)


def test_an_address_that_names_no_system_is_answered_in_words(context: ConsoleContext) -> None:
    told = detail_of(context, LAN, {"system": "nonsense"}, real_only=False, language="vi")
    assert "không chỉ hệ thống nào" in words(told)
    assert detail_of(context, LAN, {}, real_only=False, language="vi") == []
