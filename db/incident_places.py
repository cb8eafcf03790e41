"""Cameras as places that somebody names."""

from dataclasses import dataclass

from db.connection import AsyncConnection
from db.sql import query
from domain.words import search_key


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """A camera's code and name, and where it stands."""

    code: str
    name: str
    ward_code: str
    lat: float
    lon: float


async def cameras_called(connection: AsyncConnection, text: str, limit: int) -> list[CameraPlace]:
    """Return cameras by a part of their code, their number or their name; marks may be left out."""
    key = _literally(search_key(text))
    return await connection.rows(
        query("incident_places", "cameras_called"),
        CameraPlace,
        code=f"%{key.replace(' ', '-')}%",
        name=f"%{key}%",
        end=f"%-{key.zfill(3)}",
        limit=limit,
    )


def _literally(text: str) -> str:
    """Return a text that LIKE takes as it is."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
