"""One unit on the road: it patrols around its post, stops, and goes where it is sent."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from domain.messages import Answer, Order, UnitCommanded, UnitState
from domain.places import LatLon, Unit
from domain.roads import XY, Piece, StreetNetwork

_CRUISE_KMH = {"ward_police": 22.0, "wardens": 11.0, "traffic_police": 27.0, "rapid_response": 26.0}
_CRUISE_OTHERS_KMH = 20.0
_HURRY = 1.7
_BEAT_M = {"ward_police": 750.0, "wardens": 450.0, "fire_rescue": 500.0}
_BEAT_OTHERS_M = 2_200.0
_ANSWERS_IN_S = (3.0, 25.0, 7.0)
_ANSWERS_LATE_IN_S = (65.0, 180.0)
_SETS_OFF_AFTER_S = (4.0, 20.0)
_REFUSALS = ("Đang xử lý vụ việc khác", "Xe đang hỏng", "Đang áp giải đối tượng")


@dataclass(frozen=True, slots=True)
class Manners:
    """How people are: the shares of orders that they refuse, answer late (after a minute), or never hear."""

    refuses: float = 0.08
    is_late: float = 0.10
    is_out_of_reach: float = 0.04


@dataclass(frozen=True, slots=True)
class Answered:
    """What a unit says to a command."""

    command: UnitCommanded
    answer: Answer
    text: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """The unit's state changed."""

    state: UnitState


News = Answered | Became


class Patrol:
    """A unit's place and doings; `step` moves it on and tells what is new."""

    def __init__(
        self, unit: Unit, network: StreetNetwork, rng: random.Random, manners: Manners | None = None
    ) -> None:
        self.unit = unit
        self._manners = manners or Manners()
        self.state = UnitState.FREE
        self.speed_kmh = 0.0
        self.heading_deg = 0.0
        self._network = network
        self._rng = rng
        piece, self._along_m = network.nearest((unit.lat, unit.lon))
        self._way: list[Piece] = [piece]
        self._post_xy = network.plane.xy((unit.lat, unit.lon))
        self._until_s = rng.uniform(0, 20)
        self._stop_m: float | None = None
        self._order: UnitCommanded | None = None
        self._answer_at_s = 0.0
        self._sets_off_at_s = 0.0

    @property
    def place(self) -> LatLon:
        """Return where it is, (lat, lon)."""
        return self._network.plane.lat_lon(self._way[0].at(self._along_m)[0])

    @property
    def xy(self) -> XY:
        """Return where it is in metres on the network's plane."""
        return self._way[0].at(self._along_m)[0]

    @property
    def street(self) -> str:
        """Return the street it is on."""
        return self._way[0].street

    def told(self, command: UnitCommanded, at_s: float) -> Iterator[News]:
        """Take a command; people answer after some seconds or late, and some never hear it."""
        if command.order is Order.RECALL:
            yield from self._recalled(command, at_s)
        elif self._order is not None or self.state in {
            UnitState.OFF_DUTY,
            UnitState.EN_ROUTE,
            UnitState.ON_SCENE,
        }:
            yield Answered(command, Answer.REFUSED, _REFUSALS[0])
        elif self._rng.random() >= self._manners.is_out_of_reach:
            self._order = command
            self._answer_at_s = at_s + self._answer_delay_s()

    def _answer_delay_s(self) -> float:
        """Return after how many seconds the unit answers: mostly within half a minute, sometimes too late."""
        if self._rng.random() < self._manners.is_late:
            return self._rng.uniform(*_ANSWERS_LATE_IN_S)
        return self._rng.triangular(*_ANSWERS_IN_S)

    def step(self, at_s: float, seconds: float, jam: float) -> Iterator[News]:
        """Move on by `seconds` through traffic that is `jam` (0 to 1) full; yield what is new."""
        if self._order is not None and self._answer_at_s and at_s >= self._answer_at_s:
            yield from self._answer_now(self._order, at_s)
        if self._order is not None and self._sets_off_at_s and at_s >= self._sets_off_at_s:
            yield from self._go(self._order)
        if at_s < self._until_s:
            self.speed_kmh = 0.0
            return
        if self.state is UnitState.ON_SCENE and self._order is not None:
            yield Answered(self._order, Answer.DONE)
            yield self._become_free()
        elif self.state is UnitState.BUSY:
            yield self._become_free()
        self._drive(seconds, jam)
        yield from self._arrivals(at_s)

    def _answer_now(self, order: UnitCommanded, at_s: float) -> Iterator[News]:
        """Accept, to set off a moment later, or refuse."""
        self._answer_at_s = 0.0
        if self._rng.random() < self._manners.refuses:
            self._order = None
            yield Answered(order, Answer.REFUSED, self._rng.choice(_REFUSALS))
            return
        yield Answered(order, Answer.ACCEPTED)
        self._sets_off_at_s = at_s + self._rng.uniform(*_SETS_OFF_AFTER_S)

    def _go(self, order: UnitCommanded) -> Iterator[News]:
        """Set off to where the order points."""
        self._sets_off_at_s = 0.0
        yield Answered(order, Answer.EN_ROUTE)
        self._set_off(order)
        self.state, self._until_s = UnitState.EN_ROUTE, 0.0
        yield Became(self.state)

    def _recalled(self, command: UnitCommanded, at_s: float) -> Iterator[News]:
        """Turn back to patrol."""
        yield Answered(command, Answer.ACCEPTED)
        yield Answered(command, Answer.DONE)
        self._until_s = at_s
        self._order, self._answer_at_s, self._sets_off_at_s, self._stop_m = None, 0.0, 0.0, None
        if self.state is not UnitState.FREE:
            yield self._become_free()

    def _become_free(self) -> Became:
        """Go back to patrol."""
        self.state, self._order, self._stop_m = UnitState.FREE, None, None
        return Became(self.state)

    def _set_off(self, order: UnitCommanded) -> None:
        """Plan the way along the streets to where the order points."""
        goal, goal_m = self._network.nearest((order.lat, order.lon))
        here = self._way[0]
        if here.points in {goal.points, goal.points[::-1]}:
            self._stay_on(here, goal, goal_m)
            return
        ahead = self._way_from(here, goal)
        back = self._way_from(here.turned(), goal)
        if _seconds(back) + self._along_m < _seconds(ahead) + here.length_m - self._along_m:
            self._along_m = here.length_m - self._along_m
            ahead = back
        stop_m = goal_m if ahead[-1].points == goal.points else goal.length_m - goal_m
        self._way, self._stop_m = ahead, stop_m

    def _way_from(self, here: Piece, goal: Piece) -> list[Piece]:
        """Return the way that goes on along `here` and ends on the goal's piece, in either direction."""
        way = [here, *self._network.route(here.end, goal.start)]
        return way if way[-1].points == goal.points[::-1] else [*way, goal]

    def _stay_on(self, here: Piece, goal: Piece, goal_m: float) -> None:
        """Drive to a place on the piece of street where the unit already is."""
        stop_m = goal_m if here.points == goal.points else here.length_m - goal_m
        if stop_m < self._along_m:
            here, stop_m = here.turned(), here.length_m - stop_m
            self._along_m = here.length_m - self._along_m
        self._way, self._stop_m = [here], stop_m

    def _drive(self, seconds: float, jam: float) -> None:
        """Move along the way; sirens help through a jam."""
        in_hurry = self.state is UnitState.EN_ROUTE
        cruise = _CRUISE_KMH.get(self.unit.kind, _CRUISE_OTHERS_KMH) * (_HURRY if in_hurry else 1.0)
        target = cruise * (1 - jam * (0.35 if in_hurry else 0.7)) * self._rng.uniform(0.9, 1.1)
        self.speed_kmh += max(-14.0 * seconds, min(9.0 * seconds, target - self.speed_kmh))
        self._along_m += self.speed_kmh / 3.6 * seconds
        while self._along_m > self._way[0].length_m and not self._is_at_last_piece():
            self._along_m -= self._way[0].length_m
            self._next_piece()
        self.heading_deg = self._way[0].at(self._along_m)[1]

    def _is_at_last_piece(self) -> bool:
        """Tell whether the piece underfoot is the one on which to stop."""
        return self._stop_m is not None and len(self._way) == 1

    def _next_piece(self) -> None:
        """Enter the next piece of the way, or one that keeps the unit on its beat."""
        done = self._way.pop(0)
        if not self._way:
            self._way.append(self._choice_after(done))

    def _choice_after(self, done: Piece) -> Piece:
        """Return a street to patrol next: straight on or aside, back only at a dead end."""
        ways = self._network.leaving[done.end]
        onward = [piece for piece in ways if piece.points != done.points[::-1]] or ways
        beat_m = _BEAT_M.get(self.unit.kind, _BEAT_OTHERS_M)
        weights = [1.0 / (1.0 + (self._away_m(piece) / beat_m) ** 4) / piece.rank for piece in onward]
        return self._rng.choices(onward, weights)[0]

    def _away_m(self, piece: Piece) -> float:
        """Return how far from its post a piece of street leads."""
        (x, y), (post_x, post_y) = piece.points[-1], self._post_xy
        return float(((x - post_x) ** 2 + (y - post_y) ** 2) ** 0.5)

    def _arrivals(self, at_s: float) -> Iterator[News]:
        """Stop at the goal of an order, or now and then on patrol."""
        if self._is_at_last_piece() and self._stop_m is not None and self._along_m >= self._stop_m:
            self._along_m, self.speed_kmh = self._stop_m, 0.0
            self.state, self._until_s = UnitState.ON_SCENE, at_s + self._rng.uniform(150, 480)
            self._stop_m = None
            if self._order is not None:
                yield Answered(self._order, Answer.ON_SCENE)
            yield Became(self.state)
        elif self.state is UnitState.FREE and self._rng.random() < 0.004:
            self._until_s = at_s + self._rng.uniform(15, 70)
            if self._rng.random() < 0.25:
                self.state, self._until_s = UnitState.BUSY, self._until_s + 120
                yield Became(self.state)


def _seconds(way: list[Piece]) -> float:
    """Return how long the pieces after the first take."""
    return sum(piece.seconds for piece in way[1:])
