"""Frigate's own messages, as an instance sends them, with everything in them that may not come in."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

PLATE = "59X1-23456"
PERSON = "Nguyễn Thị Bích Hằng"
DESCRIPTION = "Người đàn ông áo đỏ tên Trần Quốc Toản"
REGISTRY = """
prefix = "frigate"

[cameras.cong_cho]
name = "Cổng chợ"
lat = 10.0051
lon = 106.0052
street = "Lê Lợi"
owner = "Ban quản lý chợ"
purpose = "An ninh trật tự"

[cameras.cong_cho.papers]
notice = "2026-06-15"
review = "REVIEW"
qcvn = "met"

[kinds.zones]
cam_do = "illegal_parking"
""".replace("REVIEW", str((datetime.now(UTC) + timedelta(days=300)).date()))


def an_event(number: int = 1, **changed: Any) -> bytes:
    """Return a tracked car on `<prefix>/events`."""
    start = time.time() - 20
    side = {
        "id": f"1607123955.47537{number}-mxklsc",
        "camera": "cong_cho",
        "label": "car",
        "sub_label": [PERSON, 0.92],
        "frame_time": start + 5,
        "start_time": start,
        "end_time": None,
        "snapshot": {"frame_time": start + 4, "attributes": [{"label": "license_plate", "score": 0.8}]},
        "top_score": 0.83,
        "score": 0.81,
        "false_positive": False,
        "box": [424, 500, 536, 712],
        "area": 23744,
        "ratio": 1.8,
        "region": [264, 450, 667, 853],
        "active": True,
        "stationary": False,
        "motionless_count": 0,
        "position_changes": 2,
        "max_severity": "alert",
        "current_zones": ["cam_do"],
        "entered_zones": ["cam_do", "san"],
        "has_clip": True,
        "has_snapshot": True,
        "attributes": {PERSON: 0.6},
        "current_attributes": [{"label": PERSON, "score": 0.6}],
        "path_data": [[[0.5, 0.9], start]],
        "recognized_license_plate": [PLATE, 0.98],
        "recognized_license_plate_name": PERSON,
        "description": DESCRIPTION,
        "data": {"description": DESCRIPTION},
        **changed,
    }
    return json.dumps({"type": "new", "before": side, "after": side}).encode()


def a_review(number: int = 1, severity: str = "alert", kind: str = "new", **changed: Any) -> bytes:
    """Return a review item on `<prefix>/reviews`."""
    side = {
        "id": f"1718987129.30839{number}-6h8nzq",
        "camera": "cong_cho",
        "start_time": time.time() - 10,
        "end_time": None,
        "severity": severity,
        "thumb_path": "/media/frigate/clips/review/thumb.webp",
        "data": {
            "detections": ["1607123955.475371-mxklsc"],
            "objects": ["car", "person-verified"],
            "verified_objects": ["person-verified"],
            "sub_labels": [PERSON, PLATE],
            "zones": ["cam_do"],
            "audio": [],
            "metadata": {"title": DESCRIPTION, "scene": f"{PERSON} {PLATE}"},
        },
        **changed,
    }
    return json.dumps({"type": kind, "before": side, "after": side}).encode()


def an_identity_update() -> bytes:
    """Return what face and plate recognition say on `<prefix>/tracked_object_update`."""
    return json.dumps({"type": "lpr", "name": PERSON, "plate": PLATE, "camera": "cong_cho"}).encode()
