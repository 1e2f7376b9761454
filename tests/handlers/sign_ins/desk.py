"""What signing in is tried with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.conftest import NOW

WRONG = "三号楼前的银杏树绿了"


class Hands:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def turn(self, **span: float) -> None:
        self.at += timedelta(**span)
