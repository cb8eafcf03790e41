"""What the broker took is in the database once, and on the console, whatever of ours dies or is cut off."""

from collections.abc import Iterator

import pytest

from opscenter.chaos.centre import SENDER_LOGIN, Centre, running_centre
from opscenter.chaos.faults import FAULTS, Fault
from opscenter.chaos.sender import Sender
from opscenter.chaos.trial import run_trial
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.database import own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.server import QUICK
from tests.integration.mosquitto import NO_MOSQUITTO

RATE = 400
NAMES = {"worker", "database", "broker-stop", "cut-broker", "cut-database", "clock"}
SHORT = [fault for fault in FAULTS if fault.name in NAMES]


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    """Run a whole centre, for all tests of this file."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with (
        own_database(None, EngineChoice.PLAIN, QUICK) as database,
        running_centre(database) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def sender(centre: Centre) -> Iterator[Sender]:
    """Let numbered messages flow to it."""
    with Sender(centre.broker.entry(SENDER_LOGIN), centre.cameras, RATE) as sending:
        yield sending


@pytest.mark.parametrize("fault", SHORT, ids=lambda fault: fault.name)
def test_nothing_is_lost_nothing_twice_and_loss_is_seen(centre: Centre, sender: Sender, fault: Fault) -> None:
    outcome = run_trial(centre, fault, sender, seconds=1.0)
    assert outcome.messages > 0
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert (outcome.unseen, outcome.false_gaps) == (0, 0)
    assert outcome.wrong_in_console == 0
