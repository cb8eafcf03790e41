"""Recorded messages said again: now, by whom the casting says, under ids of their own.

A new id is made from the old one and the replay's own salt, so an event and its pictures still meet
without anything being remembered, and a second replay is not taken for a repeat of the first.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from domain.identifiers import uuid7
from domain.messages import CameraStatusReported, CommandAnswered, Message, Provenance, SnapshotTaken
from domain.topics import FROM_CENTRE, Topic, simulated_namespace, topic_for
from simulators.casting import Casting
from simulators.recording import Recorded

_REFERENCES = {SnapshotTaken: "event_id", CommandAnswered: "command_id"}


class Reissuer:
    """Makes new messages of recorded ones, in the simulators' namespace and as replayed."""

    def __init__(self, district: str, casting: Casting, salt: bytes, began_at: datetime) -> None:
        self._namespace = simulated_namespace(district)
        self._casting = casting
        self._salt = salt
        self.began_at = began_at
        self._next_seq: defaultdict[str, int] = defaultdict(int)

    def reissue(
        self, recorded: Recorded, recorded_at: datetime, now: datetime
    ) -> tuple[Topic, Message] | None:
        """Return the message as it is said `now`, or None for what the centre itself had said.

        A message keeps its age: one that came late then comes late now. What the broker had only
        retained is as of now.
        """
        topic, message = recorded.topic, recorded.message
        if (topic.sender, topic.kind) in FROM_CENTRE:
            return None
        age = timedelta(0) if recorded.was_retained else max(recorded_at - message.observed_at, timedelta(0))
        part = self._casting.get(message.source)
        source = part.source if part else message.source
        ward_code = part.ward_code if part else topic.ward_code
        changes: dict[str, object] = {
            "id": self._new_id(message.id),
            "source": source,
            "seq": self._take_seq(source),
            "observed_at": now - age,
            "provenance": Provenance.REPLAYED,
            **self._references(message),
        }
        fresh = msgspec.structs.replace(message, **changes)
        return topic_for(self._namespace, ward_code, fresh), fresh

    def _references(self, message: Message) -> Mapping[str, object]:
        """Return the ids and sources that the message names, as they are called in this replay."""
        changes: dict[str, object] = {}
        name = _REFERENCES.get(type(message))
        if name is not None:
            changes[name] = self._new_id(getattr(message, name))
        if isinstance(message, CameraStatusReported) and message.gateway in self._casting:
            changes["gateway"] = self._casting[message.gateway].source
        return changes

    def _take_seq(self, source: str) -> int:
        seq = self._next_seq[source]
        self._next_seq[source] = seq + 1
        return seq

    def _new_id(self, old: uuid.UUID) -> uuid.UUID:
        """Return the id that stands for `old` in this replay, in the order of the old ones."""
        noise = hashlib.sha256(self._salt + old.bytes).digest()
        return uuid7(self._made_at(old), noise)

    def _made_at(self, old: uuid.UUID) -> datetime:
        """Return the time that a time-ordered id carries; the replay's begin for any other."""
        if old.version != 7:
            return self.began_at
        return datetime.fromtimestamp((old.int >> 80) / 1000, UTC)
