"""What all tables share: one metadata, constraint names, text that sorts alike on both engines."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import MetaData, Text, false
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

#: Text with byte order on PostgreSQL, as SQLite has it.
PLAIN_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


#: Zero for a living record, its own id for a withdrawn one.
LIVING = "(CASE WHEN withdrawn THEN id ELSE 0 END)"


def text(**options: Any) -> Any:
    """Declare a text column."""
    return Field(sa_type=PLAIN_TEXT, **options)


def worded(start: str = "") -> Any:
    """Declare a text column that rows made before it have a value for."""
    return text(default=start, sa_column_kwargs={"server_default": sql(f"'{start}'")})


def counted(start: int) -> Any:
    """Declare a whole number that rows made before it have a value for."""
    return Field(default=start, sa_column_kwargs={"server_default": str(start)})


class Row(SQLModel):
    """A row of a table, made of the values it is given and the columns' own.

    SQLModel sets one column after the other and has SQLAlchemy note each as a change, though it
    validates none of a table: that takes ten times as long.
    """

    def __init__(self, **values: Any) -> None:
        defaults, names = _columns(type(self))
        self.__dict__.update(defaults)
        self.__dict__.update((name, values[name]) for name in values.keys() & names)


@cache
def _columns(kind: type[SQLModel]) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what a new row of a table begins with, and the names of its columns."""
    fields = kind.model_fields.items()
    defaults = {name: field.default for name, field in fields if not field.is_required()}
    return defaults, frozenset(name for name, _ in fields)


class Kept(Row):
    """A record that is never deleted: withdrawn instead, and guarded by its revision."""

    revision: int = 1
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
