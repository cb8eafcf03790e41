"""Records what is said on the broker, and plays a recording back at any speed.

Spacing is kept by a schedule on the steady clock: each message is due at its own second from the
start, so waiting too long once does not delay what follows.
"""

import logging
import math
import os
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.codec import CodecError, decode, encode
from domain.topics import VERSION, TopicError, home_on, is_home_of, parse_topic, simulated_namespace
from simulators.casting import Casting, read_casting
from simulators.recording import Recorded, RecordingReader, RecordingWriter
from simulators.reissue import Reissuer
from simulators.replay_link import Heard, Hearing, Saying
from simulators.settings import BrokerAddress

_FLUSH_EVERY_S = 1.0
_LISTEN_S = 0.2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecordingSummary:
    """What a recording came to; what did not decode is counted and not written."""

    written: int
    left_out_pictures: int
    not_understood: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class PlaybackSummary:
    """What a playback came to; `latest_s` is how late a message was at worst.

    `cut_after_line` is set when the recording had no proper end.
    """

    said: int
    left_out: int
    latest_s: float
    cut_after_line: int | None


def record(
    path: Path,
    broker: BrokerAddress,
    district: str,
    *,
    stop: threading.Event,
    duration_s: float | None = None,
    with_pictures: bool = False,
    client_id: str = "opscenter-recorder",
) -> RecordingSummary:
    """Write what is said in both namespaces of `district` to `path`, until `stop` or `duration_s`."""
    filters = [f"{name}/{VERSION}/#" for name in (district, simulated_namespace(district))]
    with Hearing(broker, client_id, filters, stop) as hearing:
        began_s = time.monotonic()
        with RecordingWriter(path, datetime.now(UTC), district, with_pictures=with_pictures) as writer:
            until_s = math.inf if duration_s is None else began_s + duration_s
            not_understood = _write_down(hearing, writer, began_s, until_s, stop)
    spent_s = time.monotonic() - began_s
    return RecordingSummary(writer.written, writer.left_out_pictures, not_understood, spent_s)


def _write_down(
    hearing: Hearing, writer: RecordingWriter, began_s: float, until_s: float, stop: threading.Event
) -> int:
    """Write what is heard until the time is up; return how many payloads were not understood."""
    not_understood = 0
    flush_s = began_s
    while not stop.is_set() and time.monotonic() < until_s:
        heard = hearing.next(_LISTEN_S)
        taken = [] if heard is None else _understood(heard, began_s)
        not_understood += heard is not None and not taken
        for recorded in taken:
            writer.write(recorded)
        if time.monotonic() >= flush_s + _FLUSH_EVERY_S:
            flush_s = time.monotonic()
            writer.flush()
    return not_understood


def _understood(heard: Heard, began_s: float) -> list[Recorded]:
    """Return the messages in what was heard; none when it is not ours whole."""
    try:
        topic = parse_topic(heard.topic)
        messages = decode(heard.payload)
    except (TopicError, CodecError):
        return []
    at_home = [(home_on(topic, message), message) for message in messages]
    if not all(is_home_of(home, message) for home, message in at_home):
        return []
    t_s = max(0.0, heard.at_s - began_s)
    return [Recorded(t_s, home, message, heard.was_retained) for home, message in at_home]


def play(
    path: Path,
    broker: BrokerAddress,
    district: str,
    *,
    stop: threading.Event,
    speed: float = 1.0,
    casting_file: Path | None = None,
    client_id: str = "opscenter-replay",
) -> PlaybackSummary:
    """Say the recording at `path` again in the simulators' namespace of `district`, as replayed.

    Raises RecordingError, CastingError or ReplayLinkError; a recording that is wrong in the middle
    is played up to there.
    """
    casting: Casting = read_casting(casting_file) if casting_file is not None else {}
    reader = RecordingReader(path)
    with Saying(broker, client_id, stop) as saying:
        reissuer = Reissuer(district, casting, os.urandom(16), datetime.now(UTC))
        summary = _play_all(reader, reissuer, saying, speed, stop)
    if summary.cut_after_line is not None:
        log.warning(
            "the recording was cut off after line %d; all before it was played", summary.cut_after_line
        )
    return summary


def _play_all(
    reader: RecordingReader, reissuer: Reissuer, saying: Saying, speed: float, stop: threading.Event
) -> PlaybackSummary:
    """Say each message when it is due."""
    began_s = time.monotonic()
    said = left_out = 0
    latest_s = 0.0
    for recorded in reader:
        played_s = recorded.t_s / speed
        if stop.wait(max(0.0, began_s + played_s - time.monotonic())):
            break
        latest_s = max(latest_s, time.monotonic() - began_s - played_s)
        recorded_at = reader.head.started_at + timedelta(seconds=recorded.t_s)
        fresh = reissuer.reissue(recorded, recorded_at, reissuer.began_at + timedelta(seconds=played_s))
        if fresh is None:
            left_out += 1
            continue
        topic, message = fresh
        saying.say(str(topic), encode(message))
        said += 1
    return PlaybackSummary(said, left_out, latest_s, reader.cut_after_line)
