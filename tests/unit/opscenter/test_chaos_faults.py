"""Faults are chosen by their names."""

import pytest

from opscenter.chaos.faults import FAULTS
from opscenter.chaos.run import chosen_faults
from opscenter.errors import OpscenterError


def test_without_names_all_faults_are_chosen() -> None:
    assert chosen_faults(None) == FAULTS


def test_faults_are_chosen_in_the_order_of_their_names() -> None:
    assert [fault.name for fault in chosen_faults("database, worker")] == ["database", "worker"]


def test_a_name_that_is_none_is_told_with_those_that_are() -> None:
    with pytest.raises(OpscenterError, match=r"no fault lightning\. There are: worker, "):
        chosen_faults("lightning")
