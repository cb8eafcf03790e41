"""Orders to units: when one may go out, how sure the centre is, and what an answer changes."""

from collections.abc import Iterable
from datetime import timedelta

from domain.incidents import IncidentAction, IncidentState, Origin
from domain.messages import Answer

ANSWER_WITHIN = timedelta(seconds=60)
"""A unit that has not answered by then is flagged, and may be sent again."""
ORDERS_LAST = timedelta(hours=12)
"""An order that nobody ended by then is over: the board shows what goes on now."""
UNDER_WAY = frozenset({None, Answer.ACCEPTED, Answer.EN_ROUTE, Answer.ON_SCENE})
"""Answers after which an order is not over."""
_OTHERS_THAN_CAMERAS = frozenset({"police", "citizen", "system", "report", *Origin} - {Origin.CAMERA})
"""Channels of what somebody, or something else than a camera, has told."""

_TOLD_BY = {
    "police": "công an báo tin",
    Origin.POST: "công an phường báo tin",
    Origin.RADIO: "công an báo qua bộ đàm",
}
_SEEN_BY_CAMERA = "camera phát hiện, chưa xác minh"
_SEEN_AND_TOLD = "camera phát hiện, có tin báo khác, chưa xác minh"
_TOLD = "{} báo tin, chưa xác minh"
_WHO_TOLD = {
    "citizen": "người dân",
    "system": "hệ thống",
    Origin.CALL_113: "người gọi 113",
    Origin.WALK_IN: "người dân đến trình báo",
}
_BEFORE_THE_SCENE = frozenset({IncidentState.NEW, IncidentState.VERIFYING, IncidentState.DISPATCHED})


def needs_verification(origin: str, channels: Iterable[str]) -> bool:
    """Tell whether only cameras speak for it: then a named person verifies before police are sent.

    `origin` is how the centre came to know, `channels` are those of all alerts and reports that belong to it.
    """
    return _OTHERS_THAN_CAMERAS.isdisjoint({origin, *channels})


def trust_words(verified_by: str | None, origin: str, channels: Iterable[str] = ()) -> str:
    """Return what a unit reads of how sure the centre is: who verified, or `chưa xác minh`.

    `origin` is how the centre came to know, `channels` are those of what belongs to the matter beside it.
    """
    if verified_by is not None:
        return f"đã xác minh: {verified_by}"
    police = next((one for one in (origin, *channels) if one in _TOLD_BY), None)
    if police is not None:
        return _TOLD_BY[police]
    if origin not in _WHO_TOLD and not needs_verification(origin, channels):
        return _SEEN_AND_TOLD
    return _TOLD.format(_WHO_TOLD[origin]) if origin in _WHO_TOLD else _SEEN_BY_CAMERA


def action_of_answer(state: IncidentState, answer: Answer) -> IncidentAction | None:
    """Return what a unit's answer makes of its incident, None when it stays as it is.

    Who accepted or drives makes it dispatched; who is there makes it handled; being done ends nothing by
    itself: a person resolves.
    """
    if answer in (Answer.ACCEPTED, Answer.EN_ROUTE) and state in (IncidentState.NEW, IncidentState.VERIFYING):
        return IncidentAction.DISPATCH
    if answer is Answer.ON_SCENE and state in _BEFORE_THE_SCENE:
        return IncidentAction.HANDLE
    return None
