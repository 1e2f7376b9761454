"""Taking back commands, and doing them again."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command
from gridctl.operations.queries.changes import EntryRow


class UndoEntry(Command[EntryRow], route="POST /journal/undo", permission="journal.undo"):
    """Take back what an entry of the journal did; one's own last one without ``entry``.

    Every row gets the values it had before; the log of a ticket keeps the step and says that it
    was undone. One's own takes the permission of the command that is taken back as well
    (PermissionMissing), and what it changed must be in sight still (EntryNotFound); what somebody
    else did takes the permission ``journal.undo_others`` (EntryOfAnother).
    """

    entry: int | None = Field(default=None, ge=1)


class RedoEntry(Command[EntryRow], route="POST /journal/redo", permission="journal.undo"):
    """Do again what one undid last, or the undone entry named.

    What it takes is as for an UndoEntry; what somebody else undid takes the permission
    ``journal.undo_others`` (EntryOfAnother).
    """

    entry: int | None = Field(default=None, ge=1)
