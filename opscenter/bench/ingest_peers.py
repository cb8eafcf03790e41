"""The peers that ingest is measured against, each a process: python -m opscenter.bench.ingest_peers NAME.

It drains its session, then prints how many messages it took and in how many seconds, as JSON.
"""

import json
import os
import sys
import time
from dataclasses import dataclass, field

import msgspec

from db.connection import Connection, connect
from db.ingest_bench import insert_as_scripts_do
from opscenter.bench.ingest_clients import Protocol, drain
from opscenter.proving.broker import BrokerEntry

EMPTY_311 = "empty-311"
EMPTY_5 = "empty-5"
SCRIPT = "script"
PROTOCOLS = {EMPTY_311: Protocol.MQTT_311, EMPTY_5: Protocol.MQTT_5, SCRIPT: Protocol.MQTT_311}
_INSERTS = {"camera.flow": "flow", "camera.event": "event", "police.position": "position"}


class Taken(msgspec.Struct, frozen=True):
    """What a peer took, from its first message to its last."""

    messages: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Return its rate."""
        return self.messages / self.seconds


@dataclass(slots=True)
class _Clock:
    """Counts messages until there are enough, or until the time is over."""

    enough: int
    longest_s: float
    count: int = 0
    began: float = field(default=0.0)
    seconds: float = 0.0

    def tick(self) -> bool:
        """Count one message and tell whether more are wanted."""
        self.seconds = time.perf_counter() - self.began
        self.count += 1
        return self.count < self.enough and self.seconds < self.longest_s


def main() -> None:
    """Drain a session as NAME: told by arguments how much and how long, by the environment where."""
    name, enough, longest_s = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    entry = BrokerEntry(
        os.environ["OPSCENTER_MQTT_HOST"],
        int(os.environ["OPSCENTER_MQTT_PORT"]),
        os.environ["OPSCENTER_MQTT_USERNAME"],
        os.environ["OPSCENTER_MQTT_PASSWORD"],
    )
    clock = _Clock(enough, longest_s)
    connection = connect(os.environ["OPSCENTER_DATABASE_URL"], name) if name == SCRIPT else None

    def take(topic: str, payload: bytes) -> bool:
        clock.began = clock.began or time.perf_counter()
        if connection is not None:
            _store(connection, topic, payload)
        return clock.tick()

    drain(entry, name, PROTOCOLS[name], take)
    sys.stdout.write(msgspec.json.encode(Taken(clock.count, clock.seconds)).decode())


def _store(connection: Connection, topic: str, payload: bytes) -> None:
    """Store a message as the usual script does: json.loads, INSERT, commit."""
    values = json.loads(payload)
    values["ward_code"] = topic.split("/")[2]
    insert_as_scripts_do(connection, _INSERTS[values["type"]], values)


if __name__ == "__main__":
    main()
