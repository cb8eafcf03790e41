"""A trial's report counts as loss what must not be lost, and states the windows of the rest."""

from opscenter.chaos.run import report_of
from opscenter.chaos.trial import Outcome


def an_outcome(lost: int, window: str | None = None, unseen: int = 0) -> Outcome:
    return Outcome(
        title="a fault",
        messages=1000,
        lost=lost,
        twice=0,
        unseen=unseen,
        false_gaps=0,
        recovered_s=1.5,
        wrong_in_console=0,
        window=window,
    )


def test_what_lies_in_the_nature_of_a_fault_is_a_figure_of_its_own() -> None:
    outcomes = [an_outcome(0), an_outcome(7, "chaos.broker_window"), an_outcome(9, "chaos.broker_window")]
    figures = {figure.name: figure for figure in report_of(outcomes, {}, (), "short").figures}
    assert (figures["chaos.lost"].value, figures["chaos.lost"].met) == (0, True)
    assert (figures["chaos.broker_window"].value, figures["chaos.broker_window"].met) == (9, None)


def test_loss_that_nobody_reported_falls_short() -> None:
    figures = {
        figure.name: figure for figure in report_of([an_outcome(1, unseen=1)], {}, (), "short").figures
    }
    assert figures["chaos.lost"].met is False
    assert figures["chaos.unseen"].met is False
