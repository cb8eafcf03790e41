"""ONVIF and Axis devices through a real broker into the database and the alert queue."""

import json
import time
from datetime import UTC, datetime

from tests.integration.ingest.open_door import AXIS, ONVIF, OpenDoor
from tests.integration.ingest.scene import WARD, eventually, rows, the_rules, value

PERSON = "Nguyễn Thị Bích Hằng"
PLATE = "59X1-23456"
FENCE = f"{ONVIF}/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/MyFence"
SCENARIO = f"{AXIS}/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1"


def a_crossing(**more: object) -> bytes:
    """Return a line that is crossed now, with identities beside what is due."""
    source = {"VideoSourceConfigurationToken": "1", "Rule": "MyFence"}
    data = {"ObjectId": "15", "Name": PERSON, "LicensePlateInfo": {"PlateNumber": PLATE}}
    at = datetime.now(UTC).isoformat()
    return json.dumps({"UtcTime": at, "Source": source, "Data": data, "Owner": PERSON, **more}).encode()


def a_scenario(active: str = "1") -> bytes:
    """Return a scenario that begins or ends now."""
    message = {"source": {}, "key": {}, "data": {"active": active, "objectId": "7", "plate": PLATE}}
    topic = f"axis:CameraApplicationPlatform/ObjectAnalytics/{PERSON}"
    return json.dumps({"topic": topic, "timestamp": time.time() * 1000, "message": message}).encode()


def test_the_cameras_of_devices_are_registered_as_real(door: OpenDoor) -> None:
    found = rows(door.dsn, "SELECT code, ward_code, gateway, provenance FROM camera WHERE code LIKE 'axis%'")
    assert found == [("axis-main", WARD, "axis-accc8e000001", "real")]


def test_an_event_that_the_registry_knows_opens_an_alert_once(door: OpenDoor) -> None:
    with the_rules(door.dsn):
        for topic, payload in ((FENCE, a_crossing()), (SCENARIO, a_scenario())):
            door.publish(topic, payload)
            door.publish(topic, payload)
        opened = "SELECT count(*) FROM alert WHERE camera_code IN ('onvif-1', 'axis-main')"
        eventually(lambda: value(door.dsn, opened) == 2)
    stored = rows(
        door.dsn, "SELECT camera_code, kind, dialect, label FROM event WHERE dialect <> 'opscenter'"
    )
    assert sorted(stored) == [
        ("axis-main", "crowd", "axis", "ObjectAnalytics/Device1Scenario1"),
        ("onvif-1", "illegal_parking", "onvif", "LineDetector/Crossed"),
    ]


def test_a_device_that_is_lost_makes_its_camera_unknown(door: OpenDoor) -> None:
    state = "SELECT state FROM camera_state WHERE camera_code = 'axis-main'"
    door.publish(f"{AXIS}/event/connection", b'{"connected": true}')
    eventually(lambda: value(door.dsn, state) == "online")
    door.publish(f"{AXIS}/event/connection", b'{"connected": false}')
    eventually(lambda: value(door.dsn, state) == "unknown")


def test_no_identity_of_a_refused_event_is_kept(door: OpenDoor) -> None:
    before = door.last_letter()
    door.publish(FENCE, a_crossing(UtcTime=PERSON))
    eventually(lambda: len(door.letters_since(before)) == 1)
    shown = repr(door.letters_since(before))
    assert "Bích" not in shown
    assert "23456" not in shown
