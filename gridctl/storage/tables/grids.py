"""The tree of places: identity by code, everything that may change as dated versions."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.storage.tables.base import Kept, Row, text


class Grid(Kept, table=True):
    """A place of any level, known by its code for good."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = text()
    level: str = text()
    county_code: str = text(index=True)
    __table_args__ = (
        Index(
            "uq_grid_code",
            "code",
            unique=True,
            sqlite_where=sql("withdrawn = 0"),
            postgresql_where=sql("NOT withdrawn"),
        ),
    )


class GridVersion(Row, table=True):
    """What a place was called and belonged to from a day on, up to but not including another."""

    __tablename__ = "grid_version"
    id: int | None = Field(default=None, primary_key=True)
    grid_id: int = Field(foreign_key="grid.id")
    valid_from: str = text(default=EVER)
    valid_to: str = text(default=FOREVER)
    name: str = text()
    name_key: str = text(index=True)
    parent_id: int | None = Field(default=None, foreign_key="grid.id")
    kind: str | None = text(default=None)
    households: int | None = None
    urban_class: str | None = text(default=None)
    __table_args__ = (
        Index("uq_grid_version_from", "grid_id", "valid_from", unique=True),
        Index("ix_grid_version_parent", "parent_id", "valid_from"),
    )


class GridAlias(Row, table=True):
    """Another name under which a place is found in files."""

    __tablename__ = "grid_alias"
    id: int | None = Field(default=None, primary_key=True)
    grid_id: int = Field(foreign_key="grid.id")
    alias: str = text()
    alias_key: str = text(index=True)
    __table_args__ = (Index("uq_grid_alias", "grid_id", "alias_key", unique=True),)
