"""How every process of ours says things: one line each, a sentence and the fields that came with it."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from opscenter.settings import Environment, SettingError

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class SentenceFormatter(logging.Formatter):
    """Writes one line for people: time (UTC), level, who, the sentence, then the fields."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, _datefmt: str | None = None) -> str:  # noqa: N802 - so called by logging
        """Return when it was said, in UTC."""
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - so called by logging
        """Return the sentence with its fields behind it."""
        fields = [f"{name}={value}" for name, value in _fields_of(record).items()]
        return " ".join([super().formatMessage(record), *fields])


class JsonFormatter(logging.Formatter):
    """Writes one JSON object a line for machines: at, level, logger, sentence, the fields, the trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON; a field never takes the place of the line's own keys."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "sentence": record.getMessage(),
        }
        line = _fields_of(record) | line
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


_FORMATTERS: dict[str, type[logging.Formatter]] = {"text": SentenceFormatter, "json": JsonFormatter}


def set_up_logging(environment: Environment) -> None:
    """Log to the standard error stream, as much and in the form that the environment says."""
    level = _one_of(environment, "OPSCENTER_LOG_LEVEL", str.upper, _LEVELS)
    formatter = _FORMATTERS[_one_of(environment, "OPSCENTER_LOG_FORMAT", str.lower, tuple(_FORMATTERS))]
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logging.basicConfig(level=level, handlers=[handler])


def _one_of(
    environment: Environment, name: str, spelled: Callable[[str], str], choices: tuple[str, ...]
) -> str:
    value = spelled(environment.text(name))
    if value not in choices:
        raise SettingError(f"{name} is {value!r}, but must be one of {', '.join(choices)}.")
    return value


def _fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields that were given with the sentence."""
    return {name: value for name, value in vars(record).items() if name not in _OWN}
