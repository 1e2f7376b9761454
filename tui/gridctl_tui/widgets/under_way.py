"""The line of a form that tells that it is being carried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from textual.widgets import Static

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl_tui.widgets.lines import line

#: How often it is told how long it takes, in seconds; what is over before is not told at all.
_TICK = 0.2
_TOLD = N_("Being carried out[[, {seconds} s so far]]")


class UnderWay(Static):
    """Tells that something is being carried out, once that takes its time.

    Attributes:
        active: whether something is.
    """

    DEFAULT_CSS = """
    UnderWay { height: 1; margin-top: 1; color: $soon; display: none; }
    UnderWay.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.active = False
        self._since = 0.0

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell it while the block runs."""
        self.active, self._since = True, monotonic()
        ticking = self.set_interval(_TICK, self._tell)
        try:
            yield
        finally:
            ticking.stop()
            self.active = False
            self.remove_class("-open")

    def _tell(self) -> None:
        if not self.screen.is_active:
            # A question stands above: it is the person who takes the time.
            self._since = monotonic()
            return
        seconds = int(monotonic() - self._since)
        self.update(line([(word(_(_TOLD), {"seconds": seconds or None}), "")]))
        self.add_class("-open")
