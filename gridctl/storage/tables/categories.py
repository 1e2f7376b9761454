"""Categories of tickets with their filing conditions and limits."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import Kept, Row, text


class Category(Kept, table=True):
    """A class, main type or subclass; the path of names is its natural key."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = text()
    name: str = text()
    path: str = text()
    path_key: str = text()
    level: int = 1
    kind: str = text(default="event")
    parent_id: int | None = Field(default=None, foreign_key="category.id")
    provisional: bool = False
    legal_basis: str = text(default="")
    note: str = text(default="")
    __table_args__ = (
        Index(
            "uq_category_path",
            "path_key",
            unique=True,
            sqlite_where=sql("withdrawn = 0"),
            postgresql_where=sql("NOT withdrawn"),
        ),
        Index("ix_category_code", "code"),
    )


class CategoryCondition(Row, table=True):
    """One filing condition of a category, with its own limit and units."""

    __tablename__ = "category_condition"
    id: int | None = Field(default=None, primary_key=True)
    category_id: int = Field(foreign_key="category.id")
    seq: int = 1
    filing_condition: str = text(default="")
    closing_condition: str = text(default="")
    limit_text: str = text(default="")
    lead_unit: str = text(default="")
    supervising_unit: str = text(default="")
    __table_args__ = (Index("uq_category_condition", "category_id", "seq", unique=True),)
