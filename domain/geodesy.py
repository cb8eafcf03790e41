"""Distances and headings on the globe, exact enough for a city (spherical earth, under 0.5 % error)."""

import math

EARTH_RADIUS_M = 6_371_008.8


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in metres (haversine)."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_dphi = (other_phi - phi) / 2
    half_dlambda = math.radians(other_lon - lon) / 2
    chord = math.sin(half_dphi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_dlambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def heading_deg(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the initial heading from the first point to the second, 0 north, 90 east, below 360."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    dlambda = math.radians(other_lon - lon)
    east = math.sin(dlambda) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(dlambda)
    return math.degrees(math.atan2(east, north)) % 360.0


def moved(lat: float, lon: float, heading: float, metres: float) -> tuple[float, float]:
    """Return the point (lat, lon) `metres` away along `heading` degrees; for distances within a city."""
    north_m = metres * math.cos(math.radians(heading))
    east_m = metres * math.sin(math.radians(heading))
    new_lat = lat + math.degrees(north_m / EARTH_RADIUS_M)
    new_lon = lon + math.degrees(east_m / (EARTH_RADIUS_M * math.cos(math.radians(lat))))
    return new_lat, new_lon
