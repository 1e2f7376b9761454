"""``gridctl redo``: do again what was undone."""

from __future__ import annotations

import typer

from gridctl.cli.context import ChangeCommand, Session, noun
from gridctl.cli.context.sent import sends
from gridctl.cli.undo import Entry, tell
from gridctl.foundation.i18n import N_, _

app = noun()


@app.command(
    "redo",
    cls=ChangeCommand,
    help=N_("Do again what was undone last, or the undone entry named."),
    epilog="gridctl redo\ngridctl redo 57",
)
@sends("changes.RedoEntry")
def redo(ctx: typer.Context, entry: Entry = None) -> None:
    """Bring back an undone entry."""
    from gridctl.operations.commands.changes import RedoEntry

    session = Session.of(ctx)
    text = _("Done again: entry {entry}, {operation}.")
    tell(session, session.send(RedoEntry(entry=entry)), text)
