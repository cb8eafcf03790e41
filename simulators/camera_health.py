"""The health of cameras: about one in a hundred is away, and now and then another fails or returns."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.messages import CameraState
from domain.places import Camera, CameraKind

_AWAY_SHARE = 0.011
_FIRST_STATES = (CameraState.OFFLINE, CameraState.OFFLINE, CameraState.MAINTENANCE, CameraState.OBSCURED)
_FAILURES_PER_HOUR_AND_CAMERA = 0.022
_FAILURES = (CameraState.OFFLINE, CameraState.OBSCURED, CameraState.MAINTENANCE, CameraState.MOVED)
_FAILURE_WEIGHTS = (70, 14, 11, 5)
_FLAP_CHANCE = 0.08
_FLAP_S = (12.0, 40.0)
_AWAY_S = (120.0, 1_500.0)
SENDS_PICTURES = frozenset({CameraState.ONLINE, CameraState.OBSCURED, CameraState.MOVED})
"""States in which a camera counts and takes pictures."""


class CameraHealth:
    """The state of every camera, which changes as `tend` is called."""

    def __init__(self, cameras: Sequence[Camera], rng: random.Random) -> None:
        self._codes = [camera.code for camera in cameras if camera.kind is not CameraKind.VEHICLE]
        self._rng = rng
        self._states = {camera.code: CameraState.ONLINE for camera in cameras}
        self._returns: dict[str, float] = {}
        self._flaps: dict[str, int] = {}
        for index, code in enumerate(rng.sample(self._codes, round(len(self._codes) * _AWAY_SHARE))):
            self._fail(code, _FIRST_STATES[index % len(_FIRST_STATES)], rng.uniform(*_AWAY_S))

    @property
    def states(self) -> Mapping[str, CameraState]:
        """Return the state of every camera, by code."""
        return self._states

    def sends(self, code: str) -> bool:
        """Tell whether the camera counts and takes pictures now."""
        return self._states[code] in SENDS_PICTURES

    def tend(self, at_s: float, seconds: float) -> Iterator[tuple[str, CameraState]]:
        """Let cameras fail and return as they would in the last `seconds`; yield what changed."""
        yield from self._recovered(at_s)
        chance = _FAILURES_PER_HOUR_AND_CAMERA * len(self._codes) * seconds / 3600
        if self._rng.random() < chance:
            code = self._rng.choice(self._codes)
            if self._states[code] is CameraState.ONLINE:
                yield self._failed(code, at_s)

    def _failed(self, code: str, at_s: float) -> tuple[str, CameraState]:
        """Let a camera fail; a loose plug fails again and again."""
        (state,) = self._rng.choices(_FAILURES, _FAILURE_WEIGHTS)
        is_loose = state is CameraState.OFFLINE and self._rng.random() < _FLAP_CHANCE
        self._flaps[code] = self._rng.randint(3, 6) if is_loose else 0
        self._fail(code, state, at_s + self._rng.uniform(*(_FLAP_S if is_loose else _AWAY_S)))
        return code, state

    def _fail(self, code: str, state: CameraState, returns_s: float) -> None:
        """Note that a camera is away, and until when."""
        self._states[code], self._returns[code] = state, returns_s

    def _recovered(self, at_s: float) -> Iterator[tuple[str, CameraState]]:
        """Yield the cameras whose time away, or whose moment back, is over."""
        for code in _due(self._returns, at_s):
            del self._returns[code]
            if self._states[code] is CameraState.ONLINE:
                self._fail(code, CameraState.OFFLINE, at_s + self._rng.uniform(*_FLAP_S))
            else:
                self._states[code] = CameraState.ONLINE
                self._flap_again(code, at_s)
            yield code, self._states[code]

    def _flap_again(self, code: str, at_s: float) -> None:
        """Let a loose plug fail once more soon."""
        left = self._flaps.get(code, 0)
        if left > 0:
            self._flaps[code] = left - 1
            self._returns[code] = at_s + self._rng.uniform(*_FLAP_S)


def _due(returns: Mapping[str, float], at_s: float) -> Iterable[str]:
    """Return the codes whose time has come."""
    return [code for code, due_s in returns.items() if due_s <= at_s]
