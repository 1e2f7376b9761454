"""``gridctl tui``: the dashboard."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.terminal import can_draw, is_at_terminal
from gridctl.domain.errors import Usage, word
from gridctl.foundation.i18n import N_, _
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
    "checks": N_("Checks"),
    "assess": N_("Assess"),
    "awards": N_("Awards"),
    "reports": N_("Reports"),
    "import": N_("Imports"),
}
#: A server that is started anew is not missed; one that stays away is told of, and heals later.
_PATIENCE_S = 1.5


class NoTerminal(Usage):
    """The dashboard was asked for where there is no terminal to draw it on."""

    message = N_("The dashboard needs a terminal.")
    hint = N_("'<today>' prints the day's work list for a pipe or a mail.")


class PlainTerminal(NoTerminal):
    """There is a terminal, but one that can only be written on line by line."""

    message = N_("The dashboard cannot be drawn on this terminal (TERM={kind}).")
    hint = NoTerminal.hint


@app.command(
    "tui",
    cls=TargetCommand,
    help=N_("Open the dashboard."),
    epilog="gridctl tui\ngridctl tui --as 城管局\ngridctl tui --theme light --no-animation\n"
    "gridctl tui --web --port 9000",
)
def tui(
    ctx: typer.Context,
    theme: Annotated[str | None, choice(THEMES, N_("Colours."))] = None,
    tab: Annotated[str | None, choice(TAB_NAMES, N_("The tab to begin with."))] = None,
    animation: Annotated[
        bool, typer.Option(" /--no-animation", help=N_("Nothing moves by itself."))
    ] = True,
    web: Annotated[
        bool, typer.Option("--web", help=N_("Show it in a browser on this machine instead."))
    ] = False,
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65_535, help=N_("Port for the browser."))
    ] = 8765,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help=N_("Address of the proxy that shows it to others.")),
    ] = None,
) -> None:
    """Open the dashboard on the office."""
    session = Session.of(ctx)
    if web:
        _serve(session, port, url, theme, tab)
        return
    open_dashboard(session, theme=theme, tab=tab, animations=animation)


def open_dashboard(
    session: Session, *, theme: str | None = None, tab: str | None = None, animations: bool = True
) -> None:
    """Run the dashboard until it is left.

    Raises:
        NoTerminal: there is no terminal, or none that can be drawn on.
    """
    # A page in a browser stands for the terminal of the process behind it.
    paged = os.environ.get("TEXTUAL_DRIVER")
    if not paged and not is_at_terminal():
        raise NoTerminal
    if not paged and not can_draw():
        raise PlainTerminal(kind=os.environ["TERM"])
    from gridctl.foundation.garbage import tidied
    from gridctl_tui.app import Dashboard

    dashboard = Dashboard(_opening(session, theme, tab, animations))
    tidied()
    dashboard.run()
    if dashboard.return_code:
        raise typer.Exit(dashboard.return_code)


def _serve(
    session: Session, port: int, url: str | None, theme: str | None, tab: str | None
) -> None:
    """Serve the dashboard to browsers on this machine, a process for each page.

    Only the loopback address is bound: whoever reaches the port works as the person who started
    it. Others reach it through the office's own proxy and login (docs/dashboard.md).

    Raises:
        Usage: the port is taken, or the proxy's address is none.
    """
    from gridctl_tui.web import serve_pages
    from gridctl_tui.workflow import typed

    words = [sys.executable, "-m", "gridctl"]
    target, options = session.target, session.options
    if target.kind == "sqlite":
        words += ["--db", target.address]
    elif target.origin.layer != "default":
        words += ["--profile", target.name]
    told = {"--as": options.on_behalf, "--lang": options.lang, "--theme": theme, "--tab": tab}
    words.append("tui")
    for flag, value in told.items():
        words += [flag, value] if value else []
    place = {"url": url or f"http://127.0.0.1:{port}"}
    ready = word(_("Open {url} in a browser; Ctrl-C ends it."), place)
    serve_pages(typed(words), port, url, lambda: session.note(ready))


def _opening(session: Session, theme: str | None, tab: str | None, animations: bool) -> Opening:
    from gridctl.cli.staging.verbs import CommandVerbs
    from gridctl.gateway.connect import connect
    from gridctl_tui.opening import Opening
    from gridctl_tui.own_keys import read_keymap

    target = session.target
    return Opening(
        target=target,
        connect=lambda behalf: connect(
            target, actor=None, on_behalf=behalf, patience_s=_PATIENCE_S
        ),
        verbs=CommandVerbs(session),
        behalf=session.options.on_behalf,
        theme=theme or session.settings.text("theme") or "dark",
        ambiguous=int(session.settings.text("ambiguous") or "1"),
        animations=animations,
        debug=session.options.debug,
        tab=tab or "",
        keymap=read_keymap(user_config_file().with_name("keys.toml")),
    )
