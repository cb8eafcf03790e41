"""The district as a still picture, for the pages outside of the console: wards, streets, water, lights."""

import math
from collections.abc import Iterable, Iterator

from domain.places import District, LatLon

_WIDTH = 1000.0
_MARGIN = 60.0
_STREETS = {1: ("#3d556b", 2.6), 2: ("#2f4354", 1.8), 3: ("#263747", 1.2), 4: ("#1d2b38", 0.8)}
_LIGHTS = 110
_BREATHING_EVERY = 9

_STYLE = """
.breathes { animation: breathe 7s ease-in-out infinite; }
@keyframes breathe { 0%, 100% { opacity: .25 } 50% { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { .breathes { animation: none } }
"""


class _Sheet:
    """Turns degrees into places on the sheet (Mercator is flat enough for one district)."""

    def __init__(self, points: Iterable[LatLon]) -> None:
        every = list(points)
        lats, lons = [lat for lat, _ in every], [lon for _, lon in every]
        self._top, self._left = max(lats), min(lons)
        self._stretch = math.cos(math.radians(sum(lats) / len(lats)))
        self._scale = (_WIDTH - 2 * _MARGIN) / max((max(lons) - self._left) * self._stretch, 1e-9)
        self.height = 2 * _MARGIN + (self._top - min(lats)) * self._scale

    def place(self, point: LatLon) -> tuple[float, float]:
        """Return where (lat, lon) lies on the sheet."""
        lat, lon = point
        x = _MARGIN + (lon - self._left) * self._stretch * self._scale
        return round(x, 1), round(_MARGIN + (self._top - lat) * self._scale, 1)

    def path(self, line: Iterable[LatLon]) -> str:
        """Return a line as the data of an SVG path."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in map(self.place, line))


def district_svg(district: District) -> str:
    """Return the district as an SVG picture."""
    wards = [ward for ward in district.wards if ward.valid_to is None]
    points = [point for ward in wards for point in ward.ring]
    if not points:
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_WIDTH:g}"></svg>'
    sheet = _Sheet(points)
    shapes = [
        *(f'<path d="{sheet.path(ward.ring)}Z" fill="#121c26"/>' for ward in wards),
        *_water(district, sheet),
        *_streets(district, sheet),
        *(
            f'<path d="{sheet.path(ward.ring)}Z" fill="none" stroke="#4a647c" stroke-width="1.1" '
            'stroke-dasharray="1 5" stroke-linecap="round"/>'
            for ward in wards
        ),
        *_lights(district, sheet),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {sheet.height:.0f}">'
        f"<style>{_STYLE}</style>{''.join(shapes)}</svg>"
    )


def _water(district: District, sheet: _Sheet) -> Iterator[str]:
    """Yield river and canals."""
    for water in district.water:
        if water.is_area:
            yield f'<path d="{sheet.path(water.line)}Z" fill="#0d2536" stroke="#17405b" stroke-width=".8"/>'
        else:
            yield f'<path d="{sheet.path(water.line)}" fill="none" stroke="#0f2d42" stroke-width="4"/>'


def _streets(district: District, sheet: _Sheet) -> Iterator[str]:
    """Yield the streets, one path per rank, the small ones first."""
    for rank in sorted(_STREETS, reverse=True):
        colour, width = _STREETS[rank]
        data = "".join(sheet.path(street.line) for street in district.streets if street.rank == rank)
        yield (
            f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )


def _lights(district: District, sheet: _Sheet) -> Iterator[str]:
    """Yield small lights at the district's sites; some of them breathe."""
    for index, site in enumerate(district.sites[:_LIGHTS]):
        x, y = sheet.place((site.lat, site.lon))
        if index % _BREATHING_EVERY:
            yield f'<circle cx="{x:g}" cy="{y:g}" r="1.7" fill="#35c98b" opacity=".5"/>'
            continue
        delay = -(index * 7 % 23) / 3
        yield (
            f'<g class="breathes" style="animation-delay:{delay:.1f}s">'
            f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="#4cc2ff" opacity=".14"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="2.6" fill="#8fdcff"/></g>'
        )
