"""What every process of ours does first: say things in one form, and be ready to be told to stop."""

import logging
import threading
from datetime import UTC, datetime

from opscenter.leash import stop_when_told
from opscenter.settings import Environment, SettingError

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class SentenceFormatter(logging.Formatter):
    """Writes one line: time (UTC), level, who, the sentence, then the fields that came with it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, _datefmt: str | None = None) -> str:  # noqa: N802 - so called by logging
        """Return when it was said, in UTC."""
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - so called by logging
        """Return the sentence with its fields behind it."""
        fields = [f"{name}={value}" for name, value in vars(record).items() if name not in _OWN]
        return " ".join([super().formatMessage(record), *fields])


def begin(environment: Environment) -> threading.Event:
    """Set logging up and return the event that says stop."""
    name = "OPSCENTER_LOG_LEVEL"
    level = environment.text(name).upper()
    if level not in _LEVELS:
        raise SettingError(f"{name} is {level!r}, but must be one of {', '.join(_LEVELS)}.")
    handler = logging.StreamHandler()
    handler.setFormatter(SentenceFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    return stop_when_told()
