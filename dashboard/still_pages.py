"""What is the same for everybody and needs no sign-in: the waiting page, the district's picture, the icon."""

from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.context import ConsoleContext
from dashboard.district_picture import district_svg
from dashboard.entrance import chosen_language, starting_page

_KEEP = {"Cache-Control": "public, max-age=3600"}


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the still pages."""
    router = APIRouter()
    district = district_svg(context.district)
    icon = (files("dashboard") / "assets" / "sign-in-icon.svg").read_bytes()

    @router.get("/starting")
    async def starting(request: Request) -> Response:
        language = chosen_language(None, request.headers)
        feed = context.feed
        return starting_page(context.district.name, language, feed.readiness, again=feed.was_ready)

    @router.get("/district.svg")
    async def picture() -> Response:
        return Response(district, headers=_KEEP, media_type="image/svg+xml")

    @router.get("/favicon.ico")
    async def favicon() -> Response:
        return Response(icon, headers=_KEEP, media_type="image/svg+xml")

    return router
