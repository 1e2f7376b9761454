"""Staff, their posts on grids, and their telephone numbers apart."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.storage.tables.base import Kept, Row, text


class Staff(Kept, table=True):
    """A person who works for the office, known by the employee number."""

    id: int | None = Field(default=None, primary_key=True)
    staff_no: str = text()
    name: str = text()
    name_key: str = text(index=True)
    employment: str = text()
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    note: str = text(default="")
    __table_args__ = (
        Index(
            "uq_staff_no",
            "staff_no",
            unique=True,
            sqlite_where=sql("withdrawn = 0"),
            postgresql_where=sql("NOT withdrawn"),
        ),
    )


class StaffContact(Row, table=True):
    """Contact values, kept apart so that rights and deletion can treat them apart."""

    __tablename__ = "staff_contact"
    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    phone: str = text()


class Post(Kept, table=True):
    """A role on a place for a span of days, the last day not included."""

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    grid_id: int = Field(foreign_key="grid.id")
    role: str = text()
    valid_from: str = text(default=EVER)
    valid_to: str = text(default=FOREVER)
    __table_args__ = (
        Index("ix_post_staff", "staff_id", "valid_from"),
        Index("ix_post_grid", "grid_id", "role", "valid_from"),
    )
