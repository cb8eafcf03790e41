"""A batch becomes rows in the order of the staging tables' columns."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sql import query
from db.staging import MAX_JPEG_BYTES, sorted_into_tables, storable, why_refused
from domain.messages import Message
from tests.integration.db import making

TABLES = {
    "events": "stage_event",
    "flows": "stage_flow",
    "readings": "stage_reading",
    "reports": "stage_report",
    "unit_positions": "stage_unit_position",
    "unit_statuses": "stage_unit_status",
    "camera_statuses": "stage_camera_status",
    "gateway_statuses": "stage_gateway_status",
    "snapshots": "stage_snapshot",
    "commands": "stage_command",
    "command_answers": "stage_command_answer",
    "numbers": "stage_number",
}


def one_of_each() -> list[Message]:
    return [
        making.an_event(),
        making.a_count(),
        making.a_reading(),
        making.a_police_report(),
        making.a_citizen_report(),
        making.a_position(),
        making.a_unit_status(),
        making.a_camera_status(),
        making.a_gateway_status(),
        making.a_picture(making.new_id()),
        making.a_command(),
        making.an_answer(making.new_id()),
    ]


def columns_of(table: str) -> int:
    body = re.search(rf"TABLE {table} \((.+?)\n\)", query("intake", "staging").text, re.DOTALL)
    assert body is not None
    return len(body[1].split(","))


def test_every_row_is_as_wide_as_its_staging_table() -> None:
    tables = sorted_into_tables(making.received(*one_of_each()))
    assert set(tables) == set(TABLES)
    for table, rows in tables.items():
        assert {len(row) for row in rows} == {columns_of(TABLES[table])}, table


def test_a_clock_far_ahead_orders_by_when_the_message_came() -> None:
    at = making.now()
    honest = making.a_camera_status(at + timedelta(seconds=59))
    ahead = making.a_camera_status(at + timedelta(minutes=2))
    rows = sorted_into_tables(making.received(honest, ahead, at=at))["camera_statuses"]
    assert [row[-1] for row in rows] == [honest.observed_at, at]


def test_only_a_picture_beyond_the_limit_is_refused() -> None:
    largest = making.a_picture(making.new_id(), jpeg=b"\xff" * MAX_JPEG_BYTES)
    larger = making.a_picture(making.new_id(), jpeg=b"\xff" * (MAX_JPEG_BYTES + 1))
    assert why_refused(largest) is None
    assert "at most 524288" in str(why_refused(larger))
    assert why_refused(making.an_event()) is None


@pytest.mark.parametrize("text", ["", "plain", "Đường Nguyễn Huệ", "🚓 113", "\ufffd"])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert storable(text) == text


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_one_that_postgresql_can_hold(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
