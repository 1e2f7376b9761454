"""SQLModel tables, one file per noun; importing this package defines them all."""

from sqlmodel import SQLModel

from gridctl.storage.tables import (
    accounts,
    assessments,
    categories,
    desk,
    evidence,
    grids,
    office,
    progress,
    rules,
    staff,
    tickets,
    units,
    webhooks,
    whistles,
)

METADATA = SQLModel.metadata


def model_of(table: str) -> type[SQLModel]:
    """Return the class of a table by its name."""
    mappers = SQLModel._sa_registry.mappers
    return next(each.class_ for each in mappers if each.class_.__tablename__ == table)


__all__ = [
    "METADATA",
    "accounts",
    "assessments",
    "categories",
    "desk",
    "evidence",
    "grids",
    "model_of",
    "office",
    "progress",
    "rules",
    "staff",
    "tickets",
    "units",
    "webhooks",
    "whistles",
]
