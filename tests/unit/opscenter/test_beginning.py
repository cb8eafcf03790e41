"""Every process logs one line for each thing: a sentence, then its fields."""

import logging

from opscenter.beginning import SentenceFormatter


def test_fields_stand_behind_the_sentence() -> None:
    record = logging.makeLogRecord(
        {
            "name": "ingest.lane",
            "levelname": "INFO",
            "msg": "stored a batch of %d",
            "args": (500,),
            "created": 0.0,
        }
    )
    record.lag_ms = 12
    line = SentenceFormatter().format(record)
    assert line == "1970-01-01T00:00:00Z INFO ingest.lane: stored a batch of 500 lag_ms=12"
