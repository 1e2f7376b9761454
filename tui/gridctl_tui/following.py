"""Noticing that the office changed, by whomever, with a question of one row."""

from __future__ import annotations

from gridctl.domain.errors import GridctlError
from gridctl_tui.desk import Desk


class Follower:
    """Remembers the number of the journal's last entry.

    Attributes:
        head: that number; None while it is not known.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.head: int | None = None
        self._asking = False

    async def changed(self) -> bool:
        """Ask, and tell whether lists and figures are to be read again.

        A slow office is asked again only once it has answered.
        """
        if self._asking:
            return False
        from gridctl.operations.queries.offices import ShowHead

        self._asking, was_offline = True, self._desk.online is False
        try:
            head = await self._desk.send(ShowHead())
        except GridctlError:
            return False
        finally:
            self._asking = False
        known, self.head = self.head, head.entry
        return was_offline or (known is not None and known != self.head)
