"""What holds for every test: the run ends by saying what could not be tested here."""

import pytest

NOT_TESTED = "NOT TESTED here"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print, as the very last lines, what was skipped because a real component is missing."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    for reason in sorted({_reason(report) for report in reporter.stats.get("skipped", [])}):
        if NOT_TESTED in reason:
            reporter.write_line(reason)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)
