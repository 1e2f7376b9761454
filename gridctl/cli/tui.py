"""``gridctl tui``: the dashboard."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_
from gridctl.foundation.paths import user_config_file

if TYPE_CHECKING:
    from gridctl_tui.opening import Opening

app = noun()

THEMES = {
    "dark": N_("dark"),
    "light": N_("light"),
    "contrast": N_("high contrast"),
    "ansi": N_("the terminal's own colours"),
}


#: Tab -> what it is called.
TAB_NAMES = {
    "today": N_("Today"),
    "tickets": N_("Tickets"),
    "grids": N_("Grids"),
    "staff": N_("Staff"),
    "deadlines": N_("Deadlines"),
}


class NoTerminal(Usage):
    """The dashboard was asked for where there is no terminal to draw it on."""

    message = N_("The dashboard needs a terminal.")
    hint = N_("'gridctl today' prints the day's work list for a pipe or a mail.")


@app.command(
    "tui",
    cls=TargetCommand,
    help=N_("Open the dashboard."),
    epilog="gridctl tui\ngridctl tui --as 城管局\ngridctl tui --theme light --no-animation",
)
def tui(
    ctx: typer.Context,
    theme: Annotated[str | None, choice(THEMES, N_("Colours."))] = None,
    tab: Annotated[str | None, choice(TAB_NAMES, N_("The tab to begin with."))] = None,
    animation: Annotated[
        bool, typer.Option(" /--no-animation", help=N_("Nothing moves by itself."))
    ] = True,
) -> None:
    """Open the dashboard on the office."""
    open_dashboard(Session.of(ctx), theme=theme, tab=tab, animations=animation)


def open_dashboard(
    session: Session, *, theme: str | None = None, tab: str | None = None, animations: bool = True
) -> None:
    """Run the dashboard until it is left.

    Raises:
        NoTerminal: there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal
    from gridctl_tui.app import Dashboard

    Dashboard(_opening(session, theme, tab, animations)).run()


def _opening(session: Session, theme: str | None, tab: str | None, animations: bool) -> Opening:
    from gridctl.gateway.connect import connect
    from gridctl_tui.keymap import read_keymap
    from gridctl_tui.opening import Opening

    target = session.target
    return Opening(
        target=target,
        connect=lambda behalf: connect(target, actor=None, on_behalf=behalf),
        behalf=session.options.on_behalf,
        theme=theme or session.settings.text("theme") or "dark",
        ambiguous=int(session.settings.text("ambiguous") or "1"),
        animations=animations,
        tab=tab or "",
        keymap=read_keymap(user_config_file().with_name("keys.toml")),
    )
