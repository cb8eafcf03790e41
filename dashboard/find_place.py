"""`GET /live/find-place?q=`: where is what the caller names? Crossings, streets, landmarks, cameras."""

import asyncio
import re
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.find_place_index import MOST, FoundPlace
from dashboard.sessions import current_person
from db.incident_places import cameras_called
from domain.words import search_key

_MOST_CAMERAS = 5
_LEAST_LETTERS = 2
_MEANS_A_CAMERA = re.compile(r"^(?:camera|cam)\s*|^q1-|^\d{1,5}$")


class FoundPlaces(msgspec.Struct):
    """What the words may mean, the likeliest first."""

    places: list[FoundPlace]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of finding places."""
    router = APIRouter()

    @router.get("/live/find-place")
    async def find_place(q: Annotated[str, Query(max_length=120)] = "") -> Response:
        if len(q.strip()) < _LEAST_LETTERS:
            return json_answer(FoundPlaces([]))
        index = await asyncio.to_thread(context.places.today)
        found = await asyncio.to_thread(index.find, q)
        cameras = await _cameras(context, q)
        places = [*cameras, *found] if _MEANS_A_CAMERA.match(search_key(q)) else [*found, *cameras]
        person = current_person()
        return json_answer(FoundPlaces([it for it in places if person.sees_ward(it.w)][:MOST]))

    return router


async def _cameras(context: ConsoleContext, text: str) -> list[FoundPlace]:
    named = re.sub(r"^(?:camera|cam)\s*", "", search_key(text))
    if len(named) < _LEAST_LETTERS:
        return []
    async with context.pool.connection() as connection:
        found = await cameras_called(connection, named, _MOST_CAMERAS)
    return [
        FoundPlace(f"{it.code} · {it.name}", "camera", it.lat, it.lon, it.ward_code, code=it.code)
        for it in found
    ]
