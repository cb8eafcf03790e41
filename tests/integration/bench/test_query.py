"""Everything the console asks is asked of a made-up past and answered."""

from opscenter.bench.query import measure_queries
from opscenter.bench.query_list import CONSOLE, RULES
from opscenter.proving.engine_choice import EngineChoice
from tests.integration.postgres import Server

ROWS = 20_000


def test_every_question_is_timed_at_every_size(each_engine_server: Server) -> None:
    choice = EngineChoice(each_engine_server.engine.value)
    report = measure_queries([ROWS], each_engine_server.admin_dsn, choice, asks=3)
    console, rules = report.tables
    assert [row[0] for row in console.rows] == [question.name for question in CONSOLE]
    assert [row[0] for row in rules.rows] == [question.name for question in RULES]
    assert [figure.name for figure in report.figures] == ["query.p95_ms_20k"]
    assert report.figures[0].value > 0
