"""Recordings: what was said on the broker over a span of time, as compressed JSON lines.

The first line is the head; each other line has the seconds since the start, the topic and the
message. What is written is flushed, so a recorder that is killed leaves a file that can be read up
to its last flush. Only messages that decode are written, so no unknown key gets in, and their free
texts are without number plates. Pictures of real cameras are never written, nor live ones of any camera.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType

import msgspec

from domain.codec import CodecError, decode
from domain.identities import without_plates
from domain.messages import AnyMessage, AwareTime, LivePictureTaken, Message, Provenance, SnapshotTaken
from domain.topics import Topic, TopicError, is_home_of, parse_topic
from simulators.errors import SimulatorError

FORMAT = "opscenter-recording"
VERSION = 1
_LONGEST_LINE = 2 * 1024 * 1024
_NOT_FREE_TEXT = frozenset({"source", "gateway", "site", "sha256"})


class RecordingError(SimulatorError):
    """A recording cannot be written or read; the message names the file and the line."""


class Head(msgspec.Struct, frozen=True):
    """The first line of a recording."""

    format: str
    version: int
    started_at: AwareTime
    district: str
    has_pictures: bool


class _Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """Any other line, as it stands in the file."""

    t: float
    topic: str
    message: msgspec.Raw
    retained: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """One message of a recording: `t_s` seconds from its start, and where it was said.

    `was_retained` marks what the broker still held from before the recording began.
    """

    t_s: float
    topic: Topic
    message: AnyMessage
    was_retained: bool = False


class RecordingWriter:
    """Writes a recording; a context manager."""

    def __init__(self, path: Path, started_at: datetime, district: str, *, with_pictures: bool) -> None:
        head = Head(FORMAT, VERSION, started_at, district, with_pictures)
        self._with_pictures = with_pictures
        self.written = 0
        self.left_out_pictures = 0
        try:
            self._file = gzip.open(path, "xb", compresslevel=5)  # noqa: SIM115 (closed by __exit__)
            self._file.write(msgspec.json.encode(head) + b"\n")
            self.flush()
        except FileExistsError as error:
            raise RecordingError(f"{path} is there already: name a new file") from error
        except OSError as error:
            raise RecordingError(f"{path} cannot be written: {error.strerror}") from error

    def write(self, recorded: Recorded) -> None:
        """Add one message; pictures only when they are wanted and of no real camera, and never live ones."""
        message = recorded.message
        if isinstance(message, SnapshotTaken | LivePictureTaken) and not self._may_keep(message):
            self.left_out_pictures += 1
            return
        body = msgspec.Raw(msgspec.json.encode(without_identities(message)))
        line = _Line(round(recorded.t_s, 4), str(recorded.topic), body, recorded.was_retained)
        self._file.write(msgspec.json.encode(line) + b"\n")
        self.written += 1

    def flush(self) -> None:
        """Put everything written so far where a kill cannot take it."""
        self._file.flush()

    def __enter__(self) -> "RecordingWriter":
        """Write within this block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the file its proper end."""
        self._file.close()

    def _may_keep(self, picture: SnapshotTaken | LivePictureTaken) -> bool:
        is_kept = self._with_pictures and not isinstance(picture, LivePictureTaken)
        return is_kept and picture.provenance is not Provenance.REAL


def without_identities(message: Message) -> Message:
    """Return the message with number plates masked in every free text."""
    changed = {}
    for name in set(message.__struct_fields__) - _NOT_FREE_TEXT:
        text = getattr(message, name)
        if isinstance(text, str) and not isinstance(text, StrEnum):
            changed[name] = without_plates(text)
    return msgspec.structs.replace(message, **changed) if changed else message


class RecordingReader:
    """Reads a recording once, line by line.

    `cut_after_line` is set at the end when the file has no proper end, as a killed recorder leaves
    it: the lines before it are good.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cut_after_line: int | None = None
        self._lines = self._read_lines()
        try:
            first = next(self._lines)
        except StopIteration:
            raise RecordingError(f"{path}, line 1: the recording is empty") from None
        self.head = self._read_head(first)

    def __iter__(self) -> Iterator[Recorded]:
        """Give the messages in order; raise RecordingError naming the first line that is wrong."""
        last_s = 0.0
        for number, text in enumerate(self._lines, start=2):
            recorded = self._read_line(number, text)
            if recorded.t_s < last_s:
                raise self._error(number, f"goes back in time, from {last_s} s to {recorded.t_s} s")
            last_s = recorded.t_s
            yield recorded

    def _read_lines(self) -> Iterator[bytes]:
        number = 0
        try:
            with gzip.open(self._path, "rb") as file:
                while text := file.readline(_LONGEST_LINE):
                    number += 1
                    if not text.endswith(b"\n"):
                        raise self._error(number, "is cut off, or longer than a line can be")
                    yield text
        except EOFError:
            self.cut_after_line = number
        except (gzip.BadGzipFile, zlib.error) as error:
            raise self._error(number + 1, f"is not of a recording, or spoilt: {error}") from error
        except OSError as error:
            raise RecordingError(f"{self._path} cannot be read: {error.strerror}") from error

    def _read_head(self, text: bytes) -> Head:
        try:
            head = msgspec.json.decode(text, type=Head)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._error(1, f"is not the head of a recording: {error}") from error
        if head.format != FORMAT or head.version != VERSION:
            raise self._error(1, f"is {head.format} version {head.version}; this reads {FORMAT} {VERSION}")
        return head

    def _read_line(self, number: int, text: bytes) -> Recorded:
        try:
            line = msgspec.json.decode(text, type=_Line)
            topic = parse_topic(line.topic)
            (message,) = decode(bytes(line.message))
        except (msgspec.DecodeError, UnicodeDecodeError, CodecError, TopicError, ValueError) as error:
            raise self._error(number, f"is not a recorded message: {error}") from error
        if not is_home_of(topic, message) or line.t < 0:
            raise self._error(number, "is not a recorded message: its topic or time does not fit")
        return Recorded(line.t, topic, message, line.retained)

    def _error(self, number: int, what: str) -> RecordingError:
        return RecordingError(f"{self._path}, line {number}: {what}")
