"""Options the verbs of ``gridctl ticket`` share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context.choices import choice
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.i18n import N_

#: The column of the imports whose spellings of a state are understood.
STATE_COLUMN = "ticket.state"


def text(words: str, metavar: str = "TEXT") -> Any:
    """Declare an option that takes text."""
    return typer.Option(metavar=metavar, help=words)


def mark(name: str, words: str) -> Any:
    """Declare an option that sets a mark or takes it away: ``--urgent``, ``--no-urgent``."""
    return typer.Option(f"--{name}/--no-{name}", help=words)


States = Annotated[
    list[str] | None,
    choice(
        STATE_NAMES,
        N_("Only in this state."),
        words=STATE_COLUMN,
        metavar="STATE",
        more=True,
    ),
]
Unit = Annotated[str | None, text(N_("Only led by this unit."), "UNIT")]
Category = Annotated[str | None, text(N_("Only of this category and those under it."), "CATEGORY")]
Source = Annotated[str | None, text(N_("Only from this source."), "SOURCE")]
