"""Serves the page's own scripts, styles and fonts under the address that names their content."""

from pathlib import PurePosixPath

from fastapi import APIRouter
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.context import ConsoleContext

_KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}
_TYPES = {".mjs": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of the modules."""
    router = APIRouter()

    @router.get("/modules/{fingerprint}/{name:path}")
    async def module(fingerprint: str, name: str) -> Response:
        content = context.modules.file(fingerprint, name)
        if content is None:
            raise not_found()
        return Response(content, headers=_KEEP, media_type=_TYPES[PurePosixPath(name).suffix])

    return router
