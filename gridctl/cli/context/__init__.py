r"""What a noun's module plugs into.

A worked example, ``gridctl/cli/grid.py``::

    from __future__ import annotations

    from typing import Annotated

    import typer

    from gridctl.cli.context import ChangeCommand, ListCommand, Session, ShowCommand, noun
    from gridctl.cli.render import Column
    from gridctl.foundation.i18n import N_, _

    app = noun()                                    # the table in app.py finds it by this name

    COLUMNS = (
        Column("code", N_("Code"), width="narrow"),
        Column("name", N_("Name"), width="wide"),
        Column("kind", N_("Kind"), width="narrow", labels=KIND_WORDS),
        Column("since", N_("Since"), kind="date", wide_only=True),
    )


    @app.command(
        "list",
        cls=ListCommand,                            # which shared options it honours
        help=N_("List grids."),                     # worded when the page is written: N_, not _
        epilog="gridctl grid list\ngridctl grid list --under 320281 -o json",   # examples
    )
    def list_grids(
        ctx: typer.Context,
        under: Annotated[str | None, typer.Option(help=N_("Only below this place."))] = None,
    ) -> None:
        '''List grids, as many as --limit allows.'''
        from gridctl.operations.queries.grids import ListGrids   # inside: help and completion

        session = Session.of(ctx)                                # load no operations
        rows = session.pages(ListGrids, {"under": under})
        session.show(rows, COLUMNS)


    @app.command("close", cls=ChangeCommand, help=N_("Close a grid."), epilog="...")
    def close(
        ctx: typer.Context, code: Annotated[str, typer.Argument(help=N_("Its code."))]
    ) -> None:
        '''Close a grid after asking.'''
        from gridctl.operations.commands.grids import CloseGrid

        session = Session.of(ctx)
        session.confirm(_("Close the grid for good?"))           # --yes and --dry-run ask nothing
        session.show(session.send(CloseGrid(code=code)), COLUMNS)    # one view: a record

A command returns None, or an :class:`ExitCode` such as ``ExitCode.PARTIAL``. It raises errors of
the domain as they are; :mod:`gridctl.cli.diagnostics` words them. A pydantic error of an
operation is told as a wrong option of the field's name, so name options as fields.

The command classes: ``ListCommand`` (output, pages), ``ShowCommand`` (output), ``ChangeCommand``
(output, dry run, reason, key, yes), ``SevereCommand`` (the same with ``--confirm NAME``; call
``session.confirm(question, severe_name=...)``), ``DocumentCommand`` (``--to FILE``; write with
``render.write_document``), ``TargetCommand`` (a database, no output), ``LocalCommand`` and
``LocalShowCommand`` (no database). Another mix is a subclass with its own ``takes``.
"""

from __future__ import annotations

from gridctl.cli.context.commands import (
    ChangeCommand,
    DocumentCommand,
    ListCommand,
    LocalCommand,
    LocalShowCommand,
    SevereCommand,
    ShowCommand,
    TargetCommand,
    noun,
)
from gridctl.cli.context.options import Options, Takes
from gridctl.cli.context.session import Session
from gridctl.cli.diagnostics import ExitCode

__all__ = [
    "ChangeCommand",
    "DocumentCommand",
    "ExitCode",
    "ListCommand",
    "LocalCommand",
    "LocalShowCommand",
    "Options",
    "Session",
    "SevereCommand",
    "ShowCommand",
    "Takes",
    "TargetCommand",
    "noun",
]
