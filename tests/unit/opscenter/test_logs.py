"""Every process logs one line for each thing: a sentence, then its fields; for people or for machines."""

import json
import logging
import sys

import pytest

from opscenter.logs import JsonFormatter, SentenceFormatter, set_up_logging
from opscenter.settings import Environment, SettingError


def a_record() -> logging.LogRecord:
    record = logging.makeLogRecord(
        {
            "name": "ingest.lane",
            "levelname": "INFO",
            "msg": "stored a batch of %d\nand more",
            "args": (500,),
            "created": 0.0,
        }
    )
    record.lag_ms = 12
    return record


def test_fields_stand_behind_the_sentence() -> None:
    record = a_record()
    record.msg = "stored a batch of %d"
    line = SentenceFormatter().format(record)
    assert line == "1970-01-01T00:00:00Z INFO ingest.lane: stored a batch of 500 lag_ms=12"


def test_a_line_for_machines_is_one_json_object_of_the_sentence_and_its_fields() -> None:
    line = JsonFormatter().format(a_record())
    assert "\n" not in line
    assert json.loads(line) == {
        "lag_ms": 12,
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "INFO",
        "logger": "ingest.lane",
        "sentence": "stored a batch of 500\nand more",
    }


def test_a_line_for_machines_holds_the_trace_of_an_error() -> None:
    record = a_record()
    try:
        json.loads("{}")["gone"]
    except KeyError:
        record.exc_info = sys.exc_info()
    assert "KeyError: 'gone'" in json.loads(JsonFormatter().format(record))["trace"]


def test_a_form_that_is_none_is_refused_with_the_choices() -> None:
    with pytest.raises(SettingError, match="text, json"):
        set_up_logging(Environment({"OPSCENTER_LOG_FORMAT": "xml"}))
