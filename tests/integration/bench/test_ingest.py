"""`bench ingest` in its short form: everyone drains the backlog, and several workers come to the same."""

import pytest

from opscenter.bench.ingest import IngestTrial, measure_ingest
from opscenter.bench.ingest_report import report_of
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.engine_choice import EngineChoice
from tests.integration.mosquitto import NO_MOSQUITTO


def test_a_short_run_measures_everyone_and_loses_nothing() -> None:
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    trial = IngestTrial(
        messages=1500,
        runs=1,
        workers=(1, 2),
        is_batched=True,
        memory_messages=0,
        script_s=1.0,
        choice=EngineChoice.PLAIN,
    )
    measured = measure_ingest(trial)
    report = report_of(trial, measured)
    values = {figure.name: figure.value for figure in report.figures}
    assert set(values) == {
        "ingest.vs_empty_subscriber",
        "ingest.vs_naive_script",
        "ingest.2_workers_vs_one",
        "ingest.differing_outcomes",
        "ingest.batched_vs_copy",
    }
    assert values["ingest.differing_outcomes"] == 0
    assert all(run.is_whole for run in (*measured.runs, *measured.batched) if run.outcome is not None)
