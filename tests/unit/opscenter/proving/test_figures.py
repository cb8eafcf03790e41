"""Figures, their goals, and how a report is shown and written."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from opscenter.proving.figures import Figure, Report, Table, at_least, at_most
from opscenter.proving.machine import Machine, this_machine
from opscenter.proving.reporting import show, write_json, written

MACHINE = Machine("A processor", 2, 4.0, "Linux", 0.1)
REPORT = Report(
    "A trial",
    (
        Figure("trial.fast", 0.9, "of the peer", at_least(0.8)),
        Figure("trial.slow", 900.0, "ms", at_most(500)),
        Figure("trial.plain", 3.0, "things"),
    ),
    (Table("Runs", ("contender", "rate"), (("ours", "9"), ("theirs", "10"))),),
    {"mosquitto": "2.0.11"},
    ("One thing was left out.",),
)


def shown(report: Report) -> str:
    out = io.StringIO()
    show(report, MACHINE, Console(file=out, width=120))
    return out.getvalue()


def test_a_floor_is_met_at_its_bound_and_above() -> None:
    assert [Figure("a", value, "", at_least(0.8)).met for value in (0.79, 0.8, 0.81)] == [False, True, True]


def test_a_ceiling_is_met_at_its_bound_and_below() -> None:
    assert [Figure("a", value, "", at_most(500)).met for value in (499, 500, 501)] == [True, True, False]


def test_what_was_not_measured_meets_no_goal() -> None:
    assert Figure("a", float("nan"), "", at_least(0.8)).met is False


def test_a_figure_without_a_goal_is_neither_met_nor_missed() -> None:
    assert Figure("a", 1.0, "").met is None


def test_the_report_says_what_falls_short() -> None:
    line = next(line for line in shown(REPORT).splitlines() if "trial.slow" in line)
    assert "900 ms" in line
    assert "at most 500" in line
    assert "falls short" in line


def test_the_report_names_machine_versions_tables_and_remarks() -> None:
    text = shown(REPORT)
    for words in ("A processor, 2 cores", "mosquitto 2.0.11", "theirs", "One thing was left out."):
        assert words in text


def test_the_file_holds_machine_versions_and_figures(tmp_path: Path) -> None:
    write_json(REPORT, MACHINE, tmp_path / "out.json")
    content = json.loads((tmp_path / "out.json").read_text())
    assert content["machine"]["cores"] == 2
    assert content["versions"] == {"mosquitto": "2.0.11"}
    assert content["figures"][1] == {
        "name": "trial.slow",
        "value": 900.0,
        "unit": "ms",
        "goal": "at most 500",
        "met": False,
    }


def test_a_number_that_is_none_is_null_in_the_file(tmp_path: Path) -> None:
    write_json(Report("", (Figure("a", float("inf"), ""),)), MACHINE, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text())["figures"][0]["value"] is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.6, "12,346"), (0.81234, "0.812"), (3.0, "3"), (float("nan"), "not measured")],
)
def test_numbers_are_written_for_people(value: float, text: str) -> None:
    assert written(value) == text


def test_this_machine_has_cores_and_memory() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.memory_gib > 0
