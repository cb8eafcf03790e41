"""Identities stop at the door: planted in every dialect, then looked for in all that is kept."""

import json
import logging
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from domain.codec import encode
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CitizenReported, Provenance
from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest import frigate_messages
from tests.integration.ingest.frigate_messages import DESCRIPTION, PERSON, PLATE, REGISTRY
from tests.integration.ingest.scene import (
    WARD,
    a_worker,
    an_event,
    eventually,
    on_wire,
    ready,
    settings,
    the_rules,
    value,
)
from tests.integration.mosquitto import Publisher


def test_no_plate_and_no_name_is_kept_or_logged(
    dsn: str, broker: OwnMosquitto, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    registry = tmp_path / "frigate.toml"
    registry.write_text(REGISTRY, encoding="utf-8")
    caplog.set_level(logging.DEBUG)
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        for topic, payload in our_own() + frigates():
            (frigate if topic.startswith("frigate") else ward).publish(topic, payload)
        ward.publish(*on_wire(an_event(77, "cam-2")))
        eventually(lambda: value(dsn, "SELECT count(*) FROM event WHERE seq = 77") == 1)
        eventually(lambda: value(dsn, "SELECT count(*) FROM event WHERE dialect = 'frigate'") == 2)
        eventually(lambda: value(dsn, "SELECT count(*) FROM report") == 1)
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 8)
        eventually(lambda: value(dsn, "SELECT count(*) > 1 FROM alert") is True)
    assert found_in(dsn) == []
    assert [record.getMessage() for record in caplog.records if names_somebody(str(record.__dict__))] == []


def our_own() -> list[tuple[str, bytes]]:
    """Return our own messages with identities in free text, in unknown keys, and in what is refused."""
    at = an_event(1).observed_at
    report = CitizenReported(
        id=uuid7(at),
        source="app-1022",
        seq=1,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        kind=IncidentKind.CRASH,
        lat=10.005,
        lon=106.005,
        channel="app",
        text=f"xe {PLATE} tông cột điện",
    )
    topic, payload = on_wire(an_event(2, label=f"xe {PLATE}"))
    raw = json.loads(payload)
    base = f"d1-sim/v1/{WARD}"
    return [
        on_wire(report),
        (topic, json.dumps({**raw, "plate": PLATE, "owner": {"name": PERSON}}).encode()),
        (topic, json.dumps({**raw, "kind": PERSON, "plate": PLATE}).encode()),
        (topic, json.dumps({"faces": [PERSON], "text": PLATE}).encode()),
        (f"{base}/camera/cam-nobody/event", encode(an_event(3, "cam-nobody", label=PLATE))),
        (f"{base}/citizen/{PLATE.lower()}/report", on_wire(report)[1]),
        (topic, json.dumps([PERSON, PLATE]).encode()),
    ]


def frigates() -> list[tuple[str, bytes]]:
    """Return Frigate's messages, good and refused, with identities wherever Frigate puts them."""
    return [
        ("frigate/events", frigate_messages.an_event()),
        ("frigate/reviews", frigate_messages.a_review()),
        ("frigate/tracked_object_update", frigate_messages.an_identity_update()),
        ("frigate/events", frigate_messages.an_event(2, camera=f"cam {PLATE}")),
        ("frigate/reviews", frigate_messages.a_review(3, start_time=PERSON)),
    ]


def found_in(dsn: str) -> list[str]:
    """Return every place in the database where an identity stands, but for unreadable dead letters."""
    found = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY', 'json', 'character varying')"
        ).fetchall()
        for table, column, kind in columns:
            shown = "encode({}, 'escape')" if kind == "bytea" else "{}::text"
            query = sql.SQL("SELECT {} FROM {} {}").format(
                sql.SQL(shown).format(sql.Identifier(column)),
                sql.Identifier(table),
                sql.SQL("WHERE readable" if table == "dead_letter" else ""),
            )
            found += [
                f"{table}.{column}: {text}"
                for (text,) in connection.execute(query)
                if text is not None and names_somebody(unescaped(text))
            ]
    return found


def unescaped(text: str) -> str:
    """Return `text` with PostgreSQL's octal escapes of UTF-8 bytes undone."""
    return (
        text.encode("latin-1", "replace")
        .decode("unicode_escape")
        .encode("latin-1", "replace")
        .decode("utf-8", "replace")
        if "\\" in text
        else text
    )


def names_somebody(text: str) -> bool:
    """Tell whether an identity that was planted stands in `text`."""
    lowered = text.lower()
    return any(planted.lower() in lowered for planted in (PLATE, PERSON, DESCRIPTION, "Bích Hằng", "23456"))
