"""docs/observability.md and the code name the same metrics, reasons and limits; the examples only those."""

import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry

from dashboard.metrics import ConsoleMetrics
from edge.metrics import EdgeMetrics
from ingest.dead_reasons import CLASSES
from ingest.metrics import IngestMetrics, RulesMetrics
from ingest.rules import self_watch
from opscenter.observability import new_registry
from simulators.metrics import SimulatorMetrics

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "observability.md").read_text(encoding="utf-8")
ALERTS = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
_OURS = re.compile(r"\bopscenter_[a-z_]+")


def names() -> set[str]:
    """Return every metric of ours as Prometheus shows it, without the parts of histograms."""
    registry: CollectorRegistry = new_registry()
    for metrics in (IngestMetrics, RulesMetrics, ConsoleMetrics, EdgeMetrics, SimulatorMetrics):
        metrics(registry)
    endings = {"counter": "_total", "info": "_info"}
    found = {family.name + endings.get(family.type, "") for family in registry.collect()}
    return {name for name in found if name.startswith("opscenter_")}


def test_the_page_and_the_code_name_the_same_metrics() -> None:
    assert set(_OURS.findall(PAGE)) == names()


def test_every_metric_of_the_tables_has_a_unit_and_a_meaning() -> None:
    rows = re.findall(r"^\| `(opscenter_[a-z_]+)` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert {name for name, _, _ in rows} == names() - {"opscenter_build_info"}


def test_the_page_names_every_class_of_reason() -> None:
    assert all(f"`{name}`" in PAGE for name in CLASSES)


@pytest.mark.parametrize(
    "sentence",
    [
        f"for {self_watch.HOLD.seconds} s",
        f"said nothing for {self_watch.SILENT_S:.0f} s",
        f"{self_watch.BEHIND_S:.0f} s old or more",
        f"less than {self_watch.CAUGHT_UP_S:.0f} s old",
        f"at least {self_watch.FALLING_BY_S:.0f} s in half a minute",
        f"{self_watch.MANY_REFUSED} dead letters in 5 minutes",
        f"fewer than {self_watch.FEW_REFUSED}",
        f"under {self_watch.DISK_FULL_AT:.0%} of the disk".replace("%", " %"),
        f"over {self_watch.DISK_WELL_AT:.0%} is".replace("%", " %"),
    ],
)
def test_the_page_tells_the_limits_that_the_rules_keep(sentence: str) -> None:
    assert sentence in PAGE


def test_the_example_rules_ask_only_for_metrics_that_there_are() -> None:
    rules = [rule for group in yaml.safe_load(ALERTS)["groups"] for rule in group["rules"]]
    asked = {name.removesuffix("_bucket") for rule in rules for name in _OURS.findall(rule["expr"])}
    assert asked <= names()
    assert all(rule["annotations"]["summary"] for rule in rules)
