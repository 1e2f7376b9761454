"""Errors about the office's database itself."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Forbidden, GridctlError, NotFound, Unreachable, Usage
from gridctl.foundation.i18n import N_

#: What a check of the database can find -> its words.
CHECK_MESSAGES: dict[str, str] = {
    "damaged": N_("the file is damaged: {detail}"),
    "reference_broken": N_("row {row} of {table} points to a row of {parent} that is not there"),
    "journal_gap": N_("journal entries {first} to {last} are missing"),
    "journal_broken": N_("journal entry {seq} ({operation}) does not follow from the one before"),
    "journal_altered": N_("journal entry {seq} ({operation}) was altered"),
    "journal_cut": N_("the head line names entry {seq} as the last, but the last one is {found}"),
    "journal_changes": N_("what journal entry {seq} ({operation}) changed was altered in the log"),
}


class OfficeMissing(NotFound):
    """There is no database at the path."""

    message = N_("There is no office at {path}.")
    hint = N_("Create it with '<--db {path} init>'.")


class OfficeExists(Conflict):
    """``init`` on a file that is there already."""

    message = N_("There is already an office at {path}.")
    hint = N_("Use it as it is, or give another path.")


class NotAnOffice(Usage):
    """The file is no database of this program."""

    message = N_("{path} is not a gridctl office.")
    hint = N_("Give the path of a file that '<init>' has made.")


class OfficeNewer(Usage):
    """The file was written by a later version."""

    message = N_("{path} was written by a newer gridctl (format {found}, this one knows {known}).")
    hint = N_("Install the newer gridctl on this machine.")


class OfficeOlder(Usage):
    """The file must be brought up to date first."""

    message = N_("{path} has the older format {found}; this gridctl works on {known}.")
    hint = N_("Bring it up to date with '<--db {path} db upgrade>'.")


class OfficeReadOnly(Forbidden):
    """The file or its folder cannot be written."""

    message = N_("{path} can only be read.")
    hint = N_("Ask for the right to write the file and its folder, or copy it elsewhere.")


class FolderMissing(NotFound):
    """A file is to lie in a folder that is not there."""

    message = N_("There is no folder {path}.")
    hint = N_("Make it, or name another.")


class OfficeOnNetwork(Usage):
    """The file lies on a network share, where the database would be damaged."""

    message = N_("{path} lies on a network file system ({filesystem}).")
    hint = N_("Keep the file on a local disk; several machines need a server instead.")


class OfficeDamaged(GridctlError):
    """The file cannot be read any more, in whole or in part."""

    message = N_("{path} is damaged: {detail}.")
    hint = N_("'<--db {path} db check>' tells more. Go back to the last good copy.")


class OfficeBusy(Unreachable):
    """Another process holds the write lock for too long."""

    message = N_("{path} is busy: another gridctl is writing.")
    hint = N_("Try again in a moment.")


class DatabaseUnreachable(Unreachable):
    """The server of the database does not answer, or not to this name and password."""

    message = N_("The database {name} does not let us in.")
    hint = N_(
        "Check that it runs and can be reached, and the name and password: in the address, in "
        "~/.pgpass or in PGPASSWORD."
    )


class DatabaseAway(Unreachable):
    """The same as who asks a server over the line is told: its address is nobody's business."""

    message = N_("The server cannot reach its database just now.")
    hint = N_("Try again in a moment. If it lasts, tell the administrator.")


class AddressMalformed(Usage):
    """An address of a database is not written as one."""

    message = N_("{name} is not the address of a database.")
    hint = N_("Write it as postgresql://NAME@HOST/DATABASE.")


class EngineTooOld(Usage):
    """The machine's SQLite lacks what the statements need."""

    message = N_("The SQLite of this Python is {found}; gridctl needs {needed} or later.")
    hint = N_("Install a newer Python, which brings a newer SQLite.")


class KeyReused(Conflict):
    """An idempotency key came again with another command."""

    message = N_("The key {key} was already used for another command.")
    hint = N_("<Leave out --key, or choose a new one|Leave the form and begin anew>.")


class ToldOnce(Conflict):
    """A command that told a secret came again under its key."""

    message = N_("This was done before, and the secret it told is kept nowhere.")
    hint = N_("Do it again< without --key|>; what it made before can be blocked or revoked.")


class UnknownOperation(Usage):
    """The other side asks for something this version does not have."""

    message = N_("This version has no operation {operation}.")
    hint = N_("Compare the versions with '<version>' on both sides.")
