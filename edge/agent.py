"""One camera's voice: turns what its analysis finds into messages with their pictures."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from edge.analysis import CameraAnalysis, Findings, Noticed
from edge.flow import FlowFigures
from edge.frames import Frame
from edge.pictures import PictureRing, Still, still_of
from edge.settings import CameraSettings

STATUS_EVERY = timedelta(seconds=60)
PICTURE_GAP = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _PictureOwed:
    """A picture that an event still waits for."""

    event_id: uuid.UUID
    due_at: datetime


class CameraAgent:
    """Speaks for one camera. Not for two threads: whoever feeds it frames also asks it."""

    def __init__(
        self,
        settings: CameraSettings,
        gateway: str,
        started_at: datetime,
        *,
        exercise: bool = False,
        new_id: Callable[[datetime], uuid.UUID] = uuid7,
    ) -> None:
        self._settings = settings
        self._gateway = gateway
        self._exercise = exercise
        self._new_id = new_id
        self._analysis = CameraAnalysis(settings, started_at.timestamp())
        self._is_masked = settings.provenance is not Provenance.SIMULATED
        self._ring = PictureRing(is_masked=self._is_masked)
        self._seq = 0
        self._live_seq = 0
        self._told_state: CameraState | None = None
        self._told_at = started_at
        self._owed: list[_PictureOwed] = []

    def see(self, frame: Frame) -> list[Message]:
        """Look at a frame and return what there is to say."""
        self._ring.add(frame)
        findings = self._analysis.see(frame)
        messages = self._status(findings.state, frame.taken_at)
        if findings.flow is not None:
            messages.append(self._counted(findings.flow, frame.taken_at))
        for noticed in findings.noticed:
            messages.extend(self._observed(noticed, frame))
        return messages + self._overdue(frame)

    def miss(self, at: datetime) -> list[Message]:
        """Take note that no frame has come by `at`, and return what there is to say."""
        findings: Findings = self._analysis.miss(at.timestamp())
        return self._status(findings.state, at)

    def answer(self, request: SnapshotRequested, at: datetime) -> list[Message]:
        """Return the newest picture under the request's id; none when there is none to give."""
        still = self._ring.nearest(at)
        if still is None:
            return []
        if request.live:
            return [self._live_picture(request.id, still)]
        return [self._picture(request.id, Moment.REQUESTED, still)]

    def leave(self, at: datetime) -> list[Message]:
        """Return the last word of a camera whose agent stops."""
        return [self._state_message(CameraState.OFFLINE, at)]

    def _status(self, state: CameraState, at: datetime) -> list[Message]:
        if state is self._told_state and at - self._told_at < STATUS_EVERY:
            return []
        self._told_state, self._told_at = state, at
        return [self._state_message(state, at)]

    def _state_message(self, state: CameraState, at: datetime) -> CameraStatusReported:
        return CameraStatusReported(
            id=self._new_id(at),
            source=self._settings.code,
            seq=self._next_seq(),
            observed_at=at,
            provenance=self._settings.provenance,
            exercise=self._exercise,
            state=state,
            gateway=self._gateway,
        )

    def _counted(self, flow: FlowFigures, at: datetime) -> VehiclesCounted:
        return VehiclesCounted(
            id=self._new_id(at),
            source=self._settings.code,
            seq=self._next_seq(),
            observed_at=at,
            provenance=self._settings.provenance,
            exercise=self._exercise,
            period_s=flow.period_s,
            motorcycles=flow.motorcycles,
            cars=flow.cars,
            buses=flow.buses,
            trucks=flow.trucks,
            bicycles=0,
            speed_kmh=flow.speed_kmh,
            occupancy=flow.occupancy,
        )

    def _observed(self, noticed: Noticed, frame: Frame) -> list[Message]:
        """Return the event with its pictures of before and at; the one of after is owed."""
        at = frame.taken_at
        event = CameraEventObserved(
            id=self._new_id(at),
            source=self._settings.code,
            seq=self._next_seq(),
            observed_at=at,
            provenance=self._settings.provenance,
            exercise=self._exercise,
            kind=noticed.kind,
            score=noticed.score,
            label=noticed.label,
            box=noticed.box,
        )
        messages: list[Message] = [event]
        before = self._ring.nearest(at - PICTURE_GAP)
        if before is not None and before.taken_at < at:
            messages.append(self._picture(event.id, Moment.BEFORE, before))
        messages.append(self._picture(event.id, Moment.AT, self._still(frame)))
        self._owed.append(_PictureOwed(event.id, at + PICTURE_GAP))
        return messages

    def _overdue(self, frame: Frame) -> list[Message]:
        due = [owed for owed in self._owed if owed.due_at <= frame.taken_at]
        self._owed = [owed for owed in self._owed if owed.due_at > frame.taken_at]
        return [self._picture(owed.event_id, Moment.AFTER, self._still(frame)) for owed in due]

    def _still(self, frame: Frame) -> Still:
        return still_of(frame, is_masked=self._is_masked)

    def _picture(self, event_id: uuid.UUID, moment: Moment, still: Still) -> SnapshotTaken:
        return SnapshotTaken(
            id=self._new_id(still.taken_at),
            source=self._settings.code,
            seq=self._next_seq(),
            observed_at=still.taken_at,
            provenance=self._settings.provenance,
            exercise=self._exercise,
            event_id=event_id,
            moment=moment,
            width=still.width,
            height=still.height,
            sha256=still.sha256,
            jpeg=still.jpeg,
        )

    def _live_picture(self, request_id: uuid.UUID, still: Still) -> LivePictureTaken:
        """Return a picture that is kept nowhere: its number is not one of those that show a loss."""
        self._live_seq += 1
        return LivePictureTaken(
            id=self._new_id(still.taken_at),
            source=self._settings.code,
            seq=self._live_seq,
            observed_at=still.taken_at,
            provenance=self._settings.provenance,
            exercise=self._exercise,
            request_id=request_id,
            width=still.width,
            height=still.height,
            sha256=still.sha256,
            jpeg=still.jpeg,
        )

    def _next_seq(self) -> int:
        seq, self._seq = self._seq, self._seq + 1
        return seq
