"""Puts the console together: routes, the Dash page, the live feed, and the guard in front of it all."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import dash
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from dashboard import (
    alarm_load,
    alarm_test,
    api,
    camera_papers,
    dead_letters,
    exports,
    find_place,
    gaps,
    incidents_rest,
    late_entries,
    live_actions,
    live_dispatch,
    live_drawers,
    live_incident_acts,
    live_incident_links,
    live_incident_papers,
    live_incidents,
    live_looking,
    live_looks,
    live_orders_incident,
    live_procedures,
    live_rules,
    live_seats,
    live_shift,
    live_transfers,
    modules,
    new_password,
    past,
    pictures,
    places,
    post_page,
    post_page_acts,
    privacy_zones,
    shift_exports,
    sign_in,
    still_pages,
)
from dashboard.answers import away, not_found, refusal
from dashboard.app import build_dash
from dashboard.broker_facts import BrokerFacts
from dashboard.commands import CameraRequests
from dashboard.context import ConsoleContext
from dashboard.entrance import chosen_language, starting_page
from dashboard.errors import RequestRefusedError
from dashboard.find_place_index import Places
from dashboard.guard import Guard
from dashboard.house_facts import HouseFacts
from dashboard.live_admission import PictureGate, shut_gate
from dashboard.live_feed import LiveFeed
from dashboard.live_pictures import LivePictures
from dashboard.live_stream import LiveStream
from dashboard.metrics import ConsoleMetrics, Measured
from dashboard.outage_pages import OutagePages
from dashboard.passwords import Passwords
from dashboard.script_modules import Modules
from dashboard.security_headers import SecurityHeaders, content_policy
from dashboard.sessions import Sessions, Visitor, enter, leave
from dashboard.settings import ConsoleSettings
from dashboard.zones_in_force import ZonesInForce
from db.connection import open_pool
from db.errors import DatabaseError
from domain.roles import Person, Role

_POOL_SIZE = 10
_APPLICATION = "opscenter-console"


@dataclass(frozen=True, slots=True)
class Console:
    """The console as an ASGI application, with what its process and its tests look into."""

    app: ASGIApp
    server: FastAPI
    context: ConsoleContext
    callback_map: dict[str, object]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application does."""
        await self.app(scope, receive, send)


_ROOMS = (
    still_pages,
    modules,
    sign_in,
    new_password,
    api,
    camera_papers,
    dead_letters,
    exports,
    gaps,
    places,
    live_dispatch,
    live_orders_incident,
    live_transfers,
    post_page,
    post_page_acts,
    find_place,
    incidents_rest,
    live_incidents,
    live_incident_links,
    live_incident_papers,
    # Its action could be called as any of those before it.
    live_incident_acts,
    live_actions,
    live_drawers,
    live_looking,
    live_looks,
    live_procedures,
    live_rules,
    past,
    pictures,
    privacy_zones,
    alarm_load,
    alarm_test,
    late_entries,
    live_seats,
    live_shift,
    shift_exports,
)


def build(
    settings: ConsoleSettings, metrics: ConsoleMetrics | None = None, gate: PictureGate = shut_gate
) -> Console:
    """Return the console; it starts with no database and waits for one.

    `gate` is what every picture must pass before a browser gets it.
    """
    context = _context(settings, metrics or ConsoleMetrics(), gate)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(context))
    server.router.redirect_slashes = False
    server.add_exception_handler(RequestRefusedError, _refused)
    server.add_exception_handler(DatabaseError, _database_failed)
    server.add_exception_handler(RequestValidationError, _not_valid)
    for room in _ROOMS:
        server.include_router(room.routes(context))
    server.router.routes.append(Route("/live/stream", LiveStream(context.feed, context.sessions)))
    dash_app = _dash(server, context)
    policy = content_policy(dash_app.csp_hashes(), settings.tile_url)
    guard = Guard(
        server,
        context.sessions,
        SecurityHeaders(policy, is_https=settings.cookie_secure),
        was_ready=lambda: context.feed.was_ready,
        starting=lambda headers: _starting(context, headers),
    )
    return Console(Measured(guard, context.metrics), server, context, dash_app.callback_map)


def _dash(server: FastAPI, context: ConsoleContext) -> dash.Dash:
    """Mount the page; Dash makes it once to check it, which is done for a viewer whom nobody is."""
    entered = enter(Visitor(Person(0, "", "", Role.VIEWER), ""))
    try:
        app = build_dash(server, context)
        # Where it could, Dash's page opens a websocket even for an app that has no use of one.
        app.backend.websocket_capability = False
        return app
    finally:
        leave(entered)


def _context(settings: ConsoleSettings, metrics: ConsoleMetrics, gate: PictureGate) -> ConsoleContext:
    """Return what every part of the console is given."""
    pool = open_pool(settings.database_url, _APPLICATION, max_size=_POOL_SIZE)
    requests = CameraRequests(settings.broker, f"{settings.instance}-console")
    zones = ZonesInForce(pool)
    return ConsoleContext(
        settings=settings,
        district=settings.district,
        pool=pool,
        sessions=Sessions(pool),
        passwords=Passwords(),
        feed=LiveFeed(settings.database_url, pool, metrics),
        requests=requests,
        pictures=LivePictures(requests, settings.district.slug, gate, zones),
        gate=gate,
        zones=zones,
        broker=BrokerFacts(requests),
        house=HouseFacts(settings.database_url),
        metrics=metrics,
        modules=Modules(),
        places=Places(settings.district),
    )


def _lifespan(context: ConsoleContext) -> Lifespan[FastAPI]:
    """Return what runs beside the requests: the pool, the feed, the connection to the broker."""

    @contextlib.asynccontextmanager
    async def lifespan(_server: FastAPI) -> AsyncIterator[None]:
        async with context.pool:
            context.requests.start()
            jobs = (context.feed.run(), context.zones.run(), OutagePages(context).run())
            running = [asyncio.create_task(job) for job in jobs]
            try:
                yield
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)
                await asyncio.to_thread(context.requests.stop)

    return lifespan


def _starting(context: ConsoleContext, headers: Headers) -> Response:
    feed = context.feed
    language = chosen_language(None, headers)
    return starting_page(context.district.name, language, feed.readiness, again=feed.was_ready)


async def _refused(request: Request, error: Exception) -> Response:
    """Say why a request was not taken."""
    return refusal(error if isinstance(error, RequestRefusedError) else not_found(), request.headers)


async def _database_failed(request: Request, _error: Exception) -> Response:
    """Say that the database cannot be reached."""
    return refusal(away(), request.headers)


async def _not_valid(request: Request, error: Exception) -> Response:
    """Say which part of a request is not right; a path that names nothing is not there."""
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    if any(problem["loc"][0] == "path" for problem in problems):
        return refusal(not_found(), request.headers)
    said = "; ".join(f"{'.'.join(map(str, problem['loc'][1:]))}: {problem['msg']}" for problem in problems)
    return refusal(
        RequestRefusedError(422, f"Tham số không đúng: {said}", f"Not right: {said}"), request.headers
    )
