"""SQLModel tables, one file per noun; importing this package defines them all."""

from sqlmodel import SQLModel

from gridctl.storage.tables import (
    assessments,
    categories,
    evidence,
    grids,
    office,
    staff,
    tickets,
    units,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "assessments",
    "categories",
    "evidence",
    "grids",
    "office",
    "staff",
    "tickets",
    "units",
]
