"""What the acting account sees of the office."""

from __future__ import annotations

from gridctl.domain.rights import CONFIDENTIAL, Rights
from gridctl.storage.queries import grids as sql
from gridctl.storage.queries.reader import Reader
from gridctl.storage.queries.scope import Scope, shared


def scope_of(read: Reader, rights: Rights | None) -> Scope | None:
    """Return the part of the office an account sees; None where nothing is kept from it.

    Args:
        read: sees the whole office.
        rights: of the acting account; None on a file of one's own.
    """
    if rights is None:
        return None
    confidential = rights.may(CONFIDENTIAL)
    if rights.whole:
        return None if confidential else shared(Scope("office", unit_id=rights.unit_id or 0))
    below: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    if rights.place_id is not None:
        below = tuple(place for (place,) in read.rows(sql.EVER_BELOW, {"id": rights.place_id}))
        above = tuple(place for (place,) in read.rows(sql.EVER_ABOVE, {"id": rights.place_id}))
    seen = Scope(
        kind=rights.scope, place_id=rights.place_id or 0, level=rights.level, below=below,
        above=above, unit_id=rights.unit_id or 0, staff_id=rights.staff_id or 0,
        confidential=confidential,
    )  # fmt: skip
    return shared(seen)
