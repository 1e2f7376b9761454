"""What the progress page rests on: the office's secret, and wrong guesses."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from gridctl.storage.tables.base import Row, text


class OfficeSecret(Row, table=True):
    """A random text nobody outside may know; made with the table, never shown, never logged."""

    __tablename__ = "office_secret"
    name: str = text(primary_key=True)
    value: str = text()


class ProgressGuess(Row, table=True):
    """Wrong check codes in a row, for one serial number or one source; forgotten after a day.

    ``key`` is a keyed digest: nobody reads an address from it.
    """

    __tablename__ = "progress_guess"
    key: str = text(primary_key=True)
    wrong: int = 0
    last_at: int = Field(sa_type=BigInteger)
