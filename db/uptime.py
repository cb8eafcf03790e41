"""For how much of a day a camera gave a picture, as far as that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection
from db.sql import query
from domain.messages import CameraState

UPTIME_SPAN = timedelta(hours=24)
_GIVES_A_PICTURE = frozenset({CameraState.ONLINE, CameraState.OBSCURED, CameraState.MOVED})


@dataclass(frozen=True, slots=True)
class StateFrom:
    """What a camera was from a moment on."""

    at: datetime
    state: CameraState


@dataclass(frozen=True, slots=True)
class Uptime:
    """Of `known_s` seconds of a span in which a camera's state was known, it gave a picture for `up_s`."""

    up_s: float
    known_s: float


async def camera_uptime(connection: AsyncConnection, code: str, until: datetime) -> Uptime:
    """Return for how much of the 24 hours before `until` a camera gave a picture."""
    since = until - UPTIME_SPAN
    states = await connection.rows(
        query("uptime", "camera_states"), StateFrom, code=code, since=since, until=until
    )
    return uptime_of(states, since, until)


def uptime_of(states: Sequence[StateFrom], since: datetime, until: datetime) -> Uptime:
    """Return the uptime from states in the order of time; a gateway's silence says nothing of its cameras."""
    up_s = known_s = 0.0
    ends = [*(later.at for later in states[1:]), until]
    for one, end in zip(states, ends, strict=False):
        lasted_s = max(0.0, (end - max(one.at, since)).total_seconds())
        if one.state is not CameraState.UNKNOWN:
            known_s += lasted_s
            up_s += lasted_s if one.state in _GIVES_A_PICTURE else 0.0
    return Uptime(up_s, known_s)
