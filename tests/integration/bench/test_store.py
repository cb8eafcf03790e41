"""Messages are weighed as the engine weighs them, on whatever engine there is."""

from db.migrate import Engine
from opscenter.bench.store import measure_storage
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Report
from tests.integration.postgres import Server

EVENTS = 120_000
# So few rows do not fill their pages: a million come to more than ten.
FEW_SHRINK = 6


def weighed(server: Server) -> Report:
    choice = EngineChoice(server.engine.value)
    return measure_storage(EVENTS, server.admin_dsn, choice)


def test_messages_shrink_where_the_engine_compresses_and_it_is_said_where_not(
    each_engine_server: Server,
) -> None:
    report = weighed(each_engine_server)
    figures = {figure.name: figure for figure in report.figures}
    assert figures["store.raw_bytes"].value > 100
    if each_engine_server.engine is Engine.TIMESCALEDB:
        assert figures["store.compression_ratio"].value > FEW_SHRINK
    else:
        assert "store.compression_ratio" not in figures
        assert {row[3] for row in report.tables[0].rows} == {"not on this engine"}
    assert {row[0] for row in report.tables[0].rows} == {"flow", "unit_position", "reading", "event"}
