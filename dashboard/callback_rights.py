"""What it takes to call each Dash callback, by the component that it answers; the rest is refused."""

from typing import Any

import msgspec

from dashboard import rooms
from dashboard.errors import RequestRefusedError
from domain.roles import Person, Right

CALLBACK_RIGHTS: dict[str, Right] = {
    "flow-chart.figure": Right.SEE_MAP,
    "flow-chart-place.children": Right.SEE_MAP,
    **rooms.callback_rights(),
}


class _CallbackCall(msgspec.Struct):
    """The parts of a callback's body that Dash reads."""

    output: str
    outputs: dict[str, Any] | list[Any]
    inputs: list[dict[str, Any]]
    changed_prop_ids: list[str] = msgspec.field(name="changedPropIds")
    state: list[dict[str, Any]] = []


_decode = msgspec.json.Decoder(_CallbackCall).decode


def check_callback(body: bytes, person: Person) -> None:
    """Raise RequestRefusedError when the body is no call of ours (400) or not for this person (403)."""
    try:
        call = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestRefusedError(
            400, "Yêu cầu không đọc được.", "The request cannot be understood."
        ) from error
    right = CALLBACK_RIGHTS.get(call.output)
    if right is None:
        raise RequestRefusedError(400, "Không có chức năng này.", "There is no such callback.")
    if not person.may(right):
        raise RequestRefusedError(
            403, "Vai trò của bạn không được xem mục này.", "Your role may not see this."
        )
