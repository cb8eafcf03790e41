"""What every process of ours does first: say things in one form, and be ready to be told to stop."""

import threading

from opscenter.leash import stop_when_told
from opscenter.logs import set_up_logging
from opscenter.settings import Environment


def begin(environment: Environment) -> threading.Event:
    """Set logging up and return the event that says stop."""
    set_up_logging(environment)
    return stop_when_told()
