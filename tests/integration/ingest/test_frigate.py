"""Frigate's reviews and events through a real broker into the database and the alert queue."""

import json
from pathlib import Path

import pytest

from opscenter.proving.broker import OwnMosquitto
from tests.integration.ingest.frigate_messages import REGISTRY, a_review, an_event
from tests.integration.ingest.scene import (
    WARD,
    a_jpeg,
    a_worker,
    eventually,
    ready,
    rows,
    settings,
    the_rules,
    value,
)
from tests.integration.mosquitto import Publisher
from tests.papers import release


@pytest.fixture
def registry(tmp_path: Path, dsn: str) -> Path:
    """Write a registry with one Frigate camera, whose papers are complete."""
    release(dsn, ["frigate-cong-cho"])
    path = tmp_path / "frigate.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    return path


def test_a_review_of_severity_alert_opens_an_alert(dsn: str, broker: OwnMosquitto, registry: Path) -> None:
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        frigate.publish("frigate/reviews", a_review(), qos=0)
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
    found = rows(
        dsn, "SELECT rule, kind, source_channel, camera_code, place, provenance, ward_code, lat FROM alert"
    )
    assert found == [
        (
            "frigate_review",
            "illegal_parking",
            "frigate",
            "frigate-cong-cho",
            "Cổng chợ · Lê Lợi",
            "real",
            WARD,
            10.0051,
        )
    ]


def test_the_same_review_again_changes_nothing(dsn: str, broker: OwnMosquitto, registry: Path) -> None:
    review = a_review()
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        frigate.publish("frigate/reviews", review)
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
        told = "SELECT count(*) FROM change WHERE subject IN ('event', 'alert')"
        before = value(dsn, told)
        frigate.publish("frigate/reviews", review)
        frigate.publish("frigate/reviews", review[:-30])
        eventually(lambda: value(dsn, "SELECT count(*) FROM dead_letter") == 1)
        assert value(dsn, told) == before
    assert rows(dsn, "SELECT repeats, version FROM alert") == [(0, 1)]


def test_a_detection_that_becomes_an_alert_opens_one(dsn: str, broker: OwnMosquitto, registry: Path) -> None:
    first = json.loads(a_review(severity="detection"))
    later = {**first, "type": "update", "after": {**first["after"], "severity": "alert"}}
    ended = {
        **later,
        "type": "end",
        "after": {**later["after"], "end_time": later["after"]["start_time"] + 9},
    }
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        for message in (first, later, ended):
            frigate.publish("frigate/reviews", json.dumps(message).encode())
        eventually(lambda: value(dsn, "SELECT count(*) FROM event WHERE ended_at IS NOT NULL") == 1)
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
    assert rows(dsn, "SELECT repeats FROM alert") == [(0,)]
    assert value(dsn, "SELECT count(*) FROM event") == 1


def test_an_event_is_evidence_and_opens_no_alert(dsn: str, broker: OwnMosquitto, registry: Path) -> None:
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        frigate.publish("frigate/events", an_event())
        frigate.publish("frigate/reviews", a_review(2))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
    assert value(dsn, "SELECT count(*) FROM event WHERE details ->> 'frigate' = 'event'") == 1


def test_a_snapshot_is_laid_under_its_event_and_pixelated(
    dsn: str, broker: OwnMosquitto, registry: Path
) -> None:
    with (
        a_worker(settings(dsn, broker, registry)),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        frigate.publish("frigate/events", an_event())
        eventually(lambda: value(dsn, "SELECT count(*) FROM event") == 1)

        def is_pictured() -> bool:
            frigate.publish("frigate/cong_cho/car/snapshot", a_jpeg())
            return value(dsn, "SELECT count(*) FROM snapshot") == 1

        eventually(is_pictured)
    assert value(dsn, "SELECT event_id FROM snapshot") == value(dsn, "SELECT id FROM event")
    assert value(dsn, "SELECT jpeg FROM snapshot") != a_jpeg()


def test_an_instance_that_is_lost_makes_its_cameras_unknown(
    dsn: str, broker: OwnMosquitto, registry: Path
) -> None:
    with (
        a_worker(settings(dsn, broker, registry)),
        the_rules(dsn),
        Publisher(broker, f"sim-{WARD}") as ward,
        Publisher(broker, "frigate") as frigate,
    ):
        ready(ward, dsn)
        frigate.publish("frigate/available", b"online", retain=True)
        frigate.publish("frigate/cong_cho/status/detect", b"online")
        eventually(lambda: value(dsn, "SELECT state FROM camera_state") == "online")
        frigate.publish("frigate/available", b"offline", retain=True)
        eventually(lambda: value(dsn, "SELECT state FROM camera_state") == "unknown")
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert WHERE rule = 'gateway_lost'") == 1)
        frigate.publish("frigate/available", b"online", retain=True)
        frigate.publish("frigate/stats", json.dumps({"cameras": {"cong_cho": {"camera_fps": 5.1}}}).encode())
        eventually(lambda: value(dsn, "SELECT state FROM camera_state") == "online")
        eventually(lambda: value(dsn, "SELECT state FROM alert") == "cleared")
