"""``gridctl undo``: take back the last command, or one named by its number in the journal."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import Session, Takes, noun
from gridctl.cli.context.commands import ChangeCommand
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.operation_words import OPERATION_NAMES

app = noun()

COLUMNS = (
    Column("entry", N_("Entry"), kind="int", width="narrow"),
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("operation", N_("Command"), labels=OPERATION_NAMES, width="wide"),
    Column("actor", N_("Who")),
    Column("behalf", N_("On behalf of"), wide_only=True),
    Column("rows", N_("Rows"), kind="int", width="narrow"),
    Column("reversible", N_("Can be undone"), width="narrow"),
    Column("undone", N_("Undone"), width="narrow"),
    Column("undone_by", N_("Undone by"), kind="int", width="narrow", wide_only=True),
    Column("reason", N_("Reason"), wide_only=True),
)
Entry = Annotated[
    int | None,
    typer.Argument(metavar="ENTRY", help=N_("Number in the journal; one's own last one without.")),
]


class UndoCommand(ChangeCommand):
    """Changes data, and lists what can be changed back."""

    takes = ChangeCommand.takes | Takes.PAGES


@app.command(
    "undo",
    cls=UndoCommand,
    help=N_("Take back what a command did; logs keep the step and say that it was undone."),
    epilog="gridctl undo\ngridctl undo --list\ngridctl undo 57 -n\ngridctl redo",
)
@sends("changes.UndoEntry")
def undo(
    ctx: typer.Context,
    entry: Entry = None,
    list_entries: Annotated[
        bool, typer.Option("--list", help=N_("Show what was done and what can be undone."))
    ] = False,
) -> None:
    """Take back an entry of the journal, or list what was done."""
    from gridctl.operations.commands.changes import UndoEntry
    from gridctl.operations.queries.changes import ListChanges

    session = Session.of(ctx)
    if list_entries:
        rows = session.pages(ListChanges)
        session.show(rows, COLUMNS)
        return
    tell(session, session.send(UndoEntry(entry=entry)), _("Undone: entry {entry}, {operation}."))


def tell(session: Session, entry: Any, text: str) -> None:
    """Show the entry that was taken back or brought back."""
    if session.style.format not in ("table", "wide"):
        session.show(entry, COLUMNS)
    called = _(OPERATION_NAMES.get(entry.operation, entry.operation))
    session.note(word(text, {"entry": entry.entry, "operation": called}))
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))
