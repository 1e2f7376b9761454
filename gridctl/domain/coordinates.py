"""Longitude and latitude, kept in units of a ten-millionth of a degree."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_LON, _LAT = 180, 90


def to_e7(degrees: Decimal | None) -> int | None:
    """Return degrees as they are stored."""
    return None if degrees is None else int(degrees.scaleb(7).to_integral_value())


def read_spot(lon: str, lat: str) -> tuple[Decimal, Decimal] | None:
    """Return longitude and latitude in degrees, or None where two texts are no spot on the globe.

    Metres of a plane grid are none, and nothing lies at 0, 0: it stands for "not known".
    """
    try:
        east, north = Decimal(lon), Decimal(lat)
        inside = abs(east) <= _LON and abs(north) <= _LAT
    except InvalidOperation:
        return None
    return (east, north) if inside and (east or north) else None
