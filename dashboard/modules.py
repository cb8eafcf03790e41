"""Serves the page's own script modules under the address that names their content."""

from fastapi import APIRouter
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.context import ConsoleContext

_KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of the modules."""
    router = APIRouter()

    @router.get("/modules/{fingerprint}/{name:path}")
    async def module(fingerprint: str, name: str) -> Response:
        content = context.modules.file(fingerprint, name)
        if content is None:
            raise not_found()
        return Response(content, headers=_KEEP, media_type="text/javascript")

    return router
