"""``gridctl version``."""

from __future__ import annotations

import platform
import sqlite3
from typing import Annotated

import typer

from gridctl import __version__
from gridctl.cli.context import LocalShowCommand, Session, noun
from gridctl.cli.render import Column, write_text
from gridctl.foundation.i18n import N_

app = noun()

COLUMNS = (
    Column("gridctl", "gridctl"),
    Column("python", "Python"),
    Column("sqlite", "SQLite"),
    Column("platform", N_("Platform")),
)


@app.command(
    "version",
    cls=LocalShowCommand,
    help=N_("Show the version, and with what it runs."),
    epilog="gridctl version\ngridctl version --short\ngridctl version -o json",
)
def version(
    ctx: typer.Context,
    short: Annotated[bool, typer.Option("--short", help=N_("The version alone."))] = False,
) -> None:
    """Show the version of the program and of what it stands on."""
    if short:
        show_version()
        return
    facts = {
        "gridctl": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "platform": platform.platform(),
    }
    Session.of(ctx).show(facts, COLUMNS)


def show_version() -> None:
    """Write the program's name and version to stdout."""
    write_text([f"gridctl {__version__}\n"])
