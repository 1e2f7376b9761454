"""What the dashboard is opened with: how to reach the office, and how to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.foundation.settings import Target

if TYPE_CHECKING:
    from gridctl.operations.base import Gateway
    from gridctl.presentation.verbs import Verbs

#: Makes a gateway on which somebody is acted for, None for the operator's own.
Connect = Callable[[str | None], "Gateway"]


@dataclass(frozen=True)
class Opening:
    """Everything a face settles before the dashboard is drawn.

    Attributes:
        target: the office worked on; its name, colour and whether it is only read.
        connect: makes gateways to it; called in the threads that use them.
        behalf: who is acted for, None for the operator.
        theme: name of a theme (:mod:`gridctl_tui.themes`).
        ambiguous: cells of a sign of ambiguous width.
        animations: whether anything may move by itself.
        keymap: keys by the name of what they do, in place of the usual ones.
        tab: the tab to begin with, "" for the first.
        debug: whether an error nobody foresaw ends with its report.
        verbs: the verbs of the command line, for the palette and for forms.
        poll_seconds: how often the office is asked whether something changed; 0 is never.
    """

    target: Target
    connect: Connect
    verbs: Verbs
    behalf: str | None = None
    theme: str = "dark"
    ambiguous: int = 1
    animations: bool = True
    keymap: tuple[tuple[str, str], ...] = ()
    poll_seconds: float = 5.0
    tab: str = ""
    debug: bool = False

    @property
    def command(self) -> str:
        """Return the beginning of the command line that works on the same office."""
        target = self.target
        if target.origin.layer == "default":
            return "gridctl"
        if (target.name and target.origin.place == "--db") or target.kind == "sqlite":
            return f"gridctl --db {target.address}"
        return f"gridctl --profile {target.name}"
