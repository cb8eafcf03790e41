"""The rooms of the console: pages that share one stream and one queue, of which one is seen at a time.

A room that lays out a panel of its own gets it when it is opened first; afterwards it is only hidden.
The next room is one line in ROOMS, and one door in `dashboard/access.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import dash
from dash import Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels import health, incidents, overview, rules, shift, trends, units, wall
from dashboard.panels.marking import attributes, named
from dashboard.sessions import current_person
from domain.roles import Person, Right

Layout = Callable[[Person, ConsoleContext], Component]
Register = Callable[[dash.Dash, ConsoleContext], None]


def _nothing_to_register(_app: dash.Dash, _context: ConsoleContext) -> None:
    """Stand in for a room without callbacks."""


@dataclass(frozen=True, slots=True)
class Room:
    """A page: `layout` makes its panel without I/O; None where the page's frame holds it already.

    `callbacks` names what `register` adds, as Dash names outputs, with the right that each needs.
    """

    name: str
    icon: str
    right: Right
    layout: Layout | None = None
    register: Register = _nothing_to_register
    callbacks: Mapping[str, Right] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Return the room's address."""
        return "/" if self.name == "map" else f"/{self.name}"


ROOMS: tuple[Room, ...] = (
    Room("map", "◎", Right.SEE_MAP),
    Room("queue", "≡", Right.SEE_ALERTS),
    Room("incidents", "⚑", Right.SEE_INCIDENTS, incidents.layout),
    Room("units", "◈", Right.SEE_UNITS, units.layout),
    Room("wall", "▦", Right.SEE_PICTURES, wall.layout),
    Room("overview", "▤", Right.SEE_MAP, overview.layout, overview.register, overview.CALLBACKS),
    Room("trends", "∿", Right.SEE_MAP, trends.layout, trends.register, trends.CALLBACKS),
    Room("shift", "⇄", Right.SIGN_HANDOVER, shift.layout),
    Room("rules", "⚖", Right.MANAGE_RULES, rules.layout),
    Room("health", "✚", Right.READ_HEALTH, health.layout, health.register, health.CALLBACKS),
)


def rooms_of(person: Person) -> tuple[Room, ...]:
    """Return the rooms that this person may enter."""
    return tuple(room for room in ROOMS if person.may(room.right))


def frames(person: Person) -> list[Component]:
    """Return an empty, hidden section for every room that makes its panel when it is opened."""
    return [
        html.Section(
            [html.Div(id=f"room-{room.name}", className="room-inside"), *_stores(room)],
            className="room",
            hidden=True,
            tabIndex=-1,
            **attributes({"data-room": room.name}),
            **named(f"page.{room.name}", person.language),
        )
        for room in rooms_of(person)
        if room.layout is not None
    ]


def _stores(room: Room) -> list[Component]:
    """Return where the page's script says that the room was opened, and that its figures are due again."""
    return [dcc.Store(id=f"open-{room.name}"), dcc.Store(id=f"now-{room.name}")]


def callback_rights() -> dict[str, Right]:
    """Return what it takes to call each of the rooms' callbacks, by the outputs that it answers."""
    openings = {f"room-{room.name}.children": room.right for room in ROOMS if room.layout is not None}
    return openings | {output: right for room in ROOMS for output, right in room.callbacks.items()}


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register the opening of every room, and what the rooms answer themselves."""
    for room in ROOMS:
        if room.layout is not None:
            _register_opening(app, context, room.name, room.layout)
        room.register(app, context)


def _register_opening(app: dash.Dash, context: ConsoleContext, name: str, layout: Layout) -> None:
    @app.callback(
        Output(f"room-{name}", "children"),
        Input(f"open-{name}", "data"),
        prevent_initial_call=True,
    )
    async def lay_out(_opened: str | None) -> Component:
        return layout(current_person(), context)
