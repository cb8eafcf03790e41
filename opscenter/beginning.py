"""What every process of ours does first: say things in one form, and be ready to be told to stop."""

import logging
import threading
import time

from opscenter.leash import stop_when_told
from opscenter.settings import Environment, SettingError

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def begin(environment: Environment) -> threading.Event:
    """Set logging up and return the event that says stop."""
    name = "OPSCENTER_LOG_LEVEL"
    level = environment.text(name).upper()
    if level not in _LEVELS:
        raise SettingError(f"{name} is {level!r}, but must be one of {', '.join(_LEVELS)}.")
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler])
    return stop_when_told()
