"""The rules process reports what never came."""

from datetime import timedelta

from db.connection import connect
from db.intake import store
from tests.integration.db.making import a_count, now, received
from tests.integration.ingest.scene import eventually, the_rules, value


def test_the_leading_rules_report_a_message_that_never_came(dsn: str) -> None:
    began = now() - timedelta(minutes=1)
    counts = [a_count(began + timedelta(seconds=seq), seq=seq, source="cam-1") for seq in (1, 2, 4)]
    with connect(dsn, "test") as connection:
        store(connection, received(*counts))
    with the_rules(dsn, gaps_every_s=0.1, gaps_settling_s=0.0):
        eventually(lambda: value(dsn, "SELECT after_seq FROM seq_gap WHERE source = 'cam-1'") == 2)
