"""Saving whistle calls, giving out their numbers, appending to their log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from gridctl.domain.whistles.numbers import build_number, number_prefix
from gridctl.storage.queries import tickets as serials
from gridctl.storage.tables.whistles import Whistle, WhistleEvent, WhistleUnit
from gridctl.storage.unit_of_work import UnitOfWork


class Whistles:
    """Whistle calls of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, whistle_id: int) -> Whistle:
        """Return a call by its id."""
        return self._uow.session.get_one(Whistle, whistle_id)

    def next_number(self, county: str, day: date) -> str:
        """Give out the next number of a county and day.

        The counter moves inside this transaction, so two writers never get the same number.

        Raises:
            WhistleNumbersUsedUp: the day's numbers are used up.
        """
        prefix = number_prefix(county, day)
        return build_number(
            prefix, self._uow.read.value(serials.NEXT_SERIAL, {"prefix": prefix, "count": 1})
        )

    def add(self, whistle: Whistle) -> int:
        """Save a new call and return its id."""
        self._uow.add(whistle)
        assert whistle.id is not None
        return whistle.id

    def save(self, whistle: Whistle, changes: dict[str, Any]) -> None:
        """Set fields of a call; its revision grows with every step."""
        for name, value in changes.items():
            setattr(whistle, name, value)
        whistle.revision += 1
        self._uow.session.add(whistle)
        self._uow.session.flush()

    def call_units(self, whistle_id: int, lead: int, assisting: Sequence[int]) -> None:
        """Put down the units that are called, each once."""
        for unit_id in dict.fromkeys((lead, *assisting)):
            self._uow.add(WhistleUnit(whistle_id=whistle_id, unit_id=unit_id, lead=unit_id == lead))

    def units(self, whistle_id: int) -> Sequence[WhistleUnit]:
        """Return the units that are called, the lead unit first."""
        found = select(WhistleUnit).where(WhistleUnit.whistle_id == whistle_id)
        ordered = found.order_by(col(WhistleUnit.lead).desc(), col(WhistleUnit.unit_id))
        return self._uow.session.exec(ordered).all()

    def save_unit(self, unit: WhistleUnit, changes: dict[str, Any]) -> None:
        """Set fields of a called unit."""
        for name, value in changes.items():
            setattr(unit, name, value)
        self._uow.session.add(unit)
        self._uow.session.flush()

    def append(self, event: WhistleEvent) -> None:
        """Append to the log of a call; nothing in it is ever changed."""
        self._uow.add(event)
