"""Which loader brings in which kind of file."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from gridctl.handlers.commands.loading.base import Loader

_LOADERS = {
    "division": "places.DivisionLoader",
    "grid": "places.GridLoader",
    "staff": "staff.StaffLoader",
    "unit": "units.UnitLoader",
    "category": "categories.CategoryLoader",
    "ticket": "tickets.TicketLoader",
    "check": "evidence.EvidenceLoader",
    "revisit": "evidence.EvidenceLoader",
    "task": "evidence.EvidenceLoader",
    "missed": "evidence.EvidenceLoader",
    "merit": "evidence.EvidenceLoader",
    "duty": "evidence.EvidenceLoader",
    "mark": "marks.MarkLoader",
    "duty_item": "duty_items.DutyItemLoader",
}


@cache
def loader_of(kind: str) -> Loader:
    """Return the loader of a kind, importing only its module."""
    module, _, name = _LOADERS[kind].partition(".")
    loader: Loader = getattr(import_module(f"gridctl.handlers.commands.loading.{module}"), name)()
    return loader
