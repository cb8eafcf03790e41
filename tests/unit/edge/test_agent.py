"""What a camera says: figures each 10 s, its state on change and each minute, events with pictures."""

import itertools
import uuid
from datetime import timedelta

import cv2
import numpy as np

from domain.codec import decode, encode
from domain.identifiers import uuid7
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    LivePictureTaken,
    Message,
    Moment,
    Provenance,
    SnapshotRequested,
    SnapshotTaken,
    VehiclesCounted,
)
from edge.agent import CameraAgent
from edge.scenes import Fault, FaultKind, Scene, Vehicle
from edge.settings import CameraSettings
from tests.unit.edge.scene_runs import CAMERA, NOW, frames_of, watching

PARKED = Vehicle(8, 6, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=90)
ZONE = ((0.1, 0.2), (0.5, 0.2), (0.5, 0.9), (0.1, 0.9))


def said(scene: Scene, duration_s: float, camera: CameraSettings = CAMERA) -> list[Message]:
    agent = CameraAgent(camera, "gw-26740", NOW)
    return [message for frame in frames_of(scene, duration_s) for message in agent.see(frame)]


def test_figures_come_each_10_s() -> None:
    counted = [message for message in said(Scene(), 45) if isinstance(message, VehiclesCounted)]
    gaps = {(b.observed_at - a.observed_at).total_seconds() for a, b in itertools.pairwise(counted)}
    assert gaps == {10.0}
    assert {message.period_s for message in counted} == {10.0}


def test_the_state_is_said_at_once_on_change_and_each_minute() -> None:
    scene = Scene(faults=(Fault(FaultKind.COVERED, 70, 90),))
    told = [message for message in said(scene, 80) if isinstance(message, CameraStatusReported)]
    assert [message.state for message in told] == [
        CameraState.ONLINE,
        CameraState.ONLINE,
        CameraState.OBSCURED,
    ]
    assert told[1].observed_at - told[0].observed_at == timedelta(seconds=60)


def test_an_event_has_three_pictures_5_s_apart() -> None:
    messages = said(Scene((PARKED,)), 40, watching(no_parking_zone=ZONE, parking_s=15.0))
    (event,) = [message for message in messages if isinstance(message, CameraEventObserved)]
    pictures = {m.moment: m for m in messages if isinstance(m, SnapshotTaken)}
    assert set(pictures) == {Moment.BEFORE, Moment.AT, Moment.AFTER}
    assert {picture.event_id for picture in pictures.values()} == {event.id}
    offsets = {m: (p.observed_at - event.observed_at).total_seconds() for m, p in pictures.items()}
    assert -5.6 <= offsets[Moment.BEFORE] <= -4.4
    assert offsets[Moment.AT] == 0
    assert 5.0 <= offsets[Moment.AFTER] <= 5.5


def test_a_request_is_answered_under_its_own_id() -> None:
    agent = CameraAgent(CAMERA, "gw-26740", NOW)
    frame = next(frames_of(Scene(), 1))
    agent.see(frame)
    request = SnapshotRequested(
        id=uuid7(NOW), source=CAMERA.code, seq=0, observed_at=NOW, provenance=Provenance.REAL, purpose="look"
    )
    (picture,) = agent.answer(request, NOW)
    assert isinstance(picture, SnapshotTaken)
    assert (picture.event_id, picture.moment) == (request.id, Moment.REQUESTED)


def test_a_live_request_is_answered_with_what_is_kept_nowhere_and_counts_in_no_gap() -> None:
    agent = CameraAgent(CAMERA, "gw-26740", NOW)
    frame = next(frames_of(Scene(), 1))
    facts = agent.see(frame)
    request = SnapshotRequested(
        id=uuid7(NOW), source=CAMERA.code, seq=0, observed_at=NOW, provenance=Provenance.REAL,
        purpose="live", live=True,
    )  # fmt: skip
    (picture,) = agent.answer(request, NOW)
    assert isinstance(picture, LivePictureTaken)
    assert (picture.request_id, picture.seq) == (request.id, 1)
    assert [message.seq for message in facts + agent.see(frame)] == list(range(len(facts)))


def test_a_request_before_the_first_frame_has_no_answer() -> None:
    request = SnapshotRequested(
        id=uuid7(NOW), source=CAMERA.code, seq=0, observed_at=NOW, provenance=Provenance.REAL, purpose="look"
    )
    assert CameraAgent(CAMERA, "gw-26740", NOW).answer(request, NOW) == []


def test_pictures_of_a_real_camera_are_coarse_blocks() -> None:
    agent = CameraAgent(watching(provenance=Provenance.REAL), "gw-26740", NOW)
    agent.see(next(frames_of(Scene(), 1)))
    request = SnapshotRequested(
        id=uuid7(NOW), source=CAMERA.code, seq=0, observed_at=NOW, provenance=Provenance.REAL, purpose="look"
    )
    (picture,) = agent.answer(request, NOW)
    assert isinstance(picture, SnapshotTaken)
    shown = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    inside = shown.reshape(270, 30, 16)[:, :, 4:12]
    assert float(np.ptp(inside, axis=2).mean()) < 5


def test_everything_said_survives_the_wire_and_counts_up() -> None:
    messages = said(Scene((PARKED,)), 40, watching(no_parking_zone=ZONE, parking_s=15.0))
    assert [message.seq for message in messages] == list(range(len(messages)))
    assert len({message.id for message in messages}) == len(messages)
    assert [decode(encode(message))[0] for message in messages] == messages
    assert all(isinstance(message.id, uuid.UUID) for message in messages)
