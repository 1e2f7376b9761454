"""Units: departments, town sub-centres, village stations that handle tickets."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import Kept, Row, text


class Unit(Kept, table=True):
    """An organisation that can hold a ticket."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = text()
    name: str = text()
    name_key: str = text(index=True)
    level: str | None = text(default=None)
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    provisional: bool = False
    __table_args__ = (
        Index(
            "uq_unit_code",
            "code",
            unique=True,
            sqlite_where=sql("withdrawn = 0"),
            postgresql_where=sql("NOT withdrawn"),
        ),
    )


class UnitAlias(Row, table=True):
    """Another name of a unit."""

    __tablename__ = "unit_alias"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    alias: str = text()
    alias_key: str = text(index=True)
    __table_args__ = (Index("uq_unit_alias", "unit_id", "alias_key", unique=True),)
