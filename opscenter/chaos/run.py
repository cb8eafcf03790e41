"""Runs the faults one after another and reports what became of the messages."""

import contextlib
from collections.abc import Mapping, Sequence
from itertools import groupby

from opscenter.chaos.centre import SENDER_LOGIN, running_centre
from opscenter.chaos.faults import FAULTS, Fault
from opscenter.chaos.sender import Sender
from opscenter.chaos.small_disk import on_small_disk, why_no_small_disk
from opscenter.chaos.trial import Outcome, run_trial
from opscenter.embedded_broker import find_mosquitto, mosquitto_version
from opscenter.errors import OpscenterError
from opscenter.proving.database import OwnDatabase, own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Figure, Report, Table, at_most
from opscenter.proving.progress import Steps, progress

_COLUMNS = ("fault", "messages", "lost", "twice", "time to recover", "loss seen", "console")


_WINDOWS = {
    "chaos.broker_window": "what a killed broker had taken and not saved",
    "chaos.sharing_window": "what a broker took before its sharing workers were back",
}


def chosen_faults(names: str | None) -> tuple[Fault, ...]:
    """Return the faults of these names, separated by commas; all of them when none is named.

    Raises OpscenterError for a name that is none.
    """
    if names is None:
        return FAULTS
    by_name = {fault.name: fault for fault in FAULTS}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in by_name]
    if unknown or not wanted:
        raise OpscenterError(f"There is no fault {', '.join(unknown)}. There are: {', '.join(by_name)}.")
    return tuple(by_name[name] for name in wanted)


def prove(
    faults: Sequence[Fault],
    *,
    rate: int,
    seconds: float,
    dsn: str | None = None,
    choice: EngineChoice = EngineChoice.AUTO,
) -> Report:
    """Let each fault happen for `seconds` while `rate` messages a second flow, and report."""
    remarks: list[str] = []
    outcomes: list[Outcome] = []
    versions = {"mosquitto": _broker_version()}
    with progress("faults", len(faults)) as steps:
        for alike in _that_share_a_centre(faults):
            with own_database(dsn, choice) as database:
                versions["database"] = database.title
                why_not = _why_skipped(alike[0], database)
                if why_not is None:
                    outcomes += _on_one_centre(alike, database, rate, seconds, steps)
                else:
                    remarks += [f"Not tried: {fault.title} ({why_not})." for fault in alike]
    return report_of(outcomes, versions, remarks, f"{rate:,} messages a second, each fault for {seconds:g} s")


def _on_one_centre(
    faults: Sequence[Fault], database: OwnDatabase, rate: int, seconds: float, steps: Steps
) -> list[Outcome]:
    """Run trials one after another on the same centre."""
    place = on_small_disk(database) if faults[0].on_small_disk else contextlib.nullcontext(database)
    outcomes = []
    with (
        place as used,
        running_centre(used, faults[0].workers) as centre,
        Sender(centre.broker.entry(SENDER_LOGIN), centre.cameras, rate) as sender,
    ):
        for fault in faults:
            steps.rename(fault.title)
            outcomes.append(run_trial(centre, fault, sender, seconds))
            steps.advance()
    return outcomes


def _that_share_a_centre(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Return the faults in groups of those that need the same of a centre."""
    needs = groupby(faults, lambda fault: (fault.workers, fault.on_small_disk, fault.needs_own_server))
    return [list(alike) for _, alike in needs]


def _why_skipped(fault: Fault, database: OwnDatabase) -> str | None:
    """Return why a fault cannot be tried here, or None when it can."""
    if fault.needs_own_server and database.server is None:
        return "the database server that was named is not ours to break"
    return why_no_small_disk() if fault.on_small_disk else None


def report_of(
    outcomes: Sequence[Outcome], versions: Mapping[str, str], remarks: Sequence[str], how: str
) -> Report:
    """Return the table of all trials and what they come to."""
    proof = [outcome for outcome in outcomes if outcome.window is None]
    figures = [
        Figure(
            "chaos.lost", sum(it.lost for it in proof), "messages", at_most(0), "acknowledged, not stored"
        ),
        Figure("chaos.twice", sum(it.twice for it in outcomes), "messages", at_most(0)),
        Figure(
            "chaos.unseen",
            sum(it.unseen for it in outcomes),
            "numbers",
            at_most(0),
            "never came, and no gap tells of it",
        ),
        Figure(
            "chaos.false_gaps",
            sum(it.false_gaps for it in outcomes),
            "numbers",
            at_most(0),
            "came all the same",
        ),
        Figure(
            "chaos.console_wrong",
            sum(it.wrong_in_console for it in outcomes),
            "things",
            at_most(0),
            "shown otherwise than stored",
        ),
        Figure(
            "chaos.recovery_s",
            max((it.recovered_s for it in outcomes), default=0.0),
            "s",
            None,
            "the longest",
        ),
    ]
    windows = sorted({outcome.window for outcome in outcomes if outcome.window is not None})
    figures += [
        Figure(
            window, max(it.lost for it in outcomes if it.window == window), "messages", None, _WINDOWS[window]
        )
        for window in windows
    ]
    table = Table(how, _COLUMNS, tuple(_row(outcome) for outcome in outcomes))
    return Report("Faults while messages flow", tuple(figures), (table,), versions, tuple(remarks))


def _row(outcome: Outcome) -> tuple[str, ...]:
    """Return a trial as a line of the table."""
    is_seen = not outcome.unseen and not outcome.false_gaps
    return (
        outcome.title,
        f"{outcome.messages:,}",
        f"{outcome.lost:,}",
        f"{outcome.twice:,}",
        f"{outcome.recovered_s:.1f} s",
        "all, and nothing else" if is_seen else f"{outcome.unseen} unseen, {outcome.false_gaps} false",
        "as the database" if not outcome.wrong_in_console else f"{outcome.wrong_in_console} wrong",
    )


def _broker_version() -> str:
    """Return mosquitto's version, or that it is not there."""
    found = find_mosquitto()
    return ".".join(map(str, mosquitto_version(found))) if found else "not installed"
