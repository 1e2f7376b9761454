"""Errors about a file on its way in or out again."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Invalid, NotFound, Unreachable
from gridctl.foundation.i18n import N_


class BatchNotFound(NotFound):
    """No import has this number."""

    message = N_("There is no import {batch}.")
    hint = N_("'<import list>' shows all.")


class BatchNotOpen(Conflict):
    """The batch was applied, discarded or undone before."""

    message = N_("Import {batch} is already {state}.")
    hint = N_("Run the file again; it becomes a new import.")


class BatchNotApplied(Conflict):
    """Only an applied batch can be taken back."""

    message = N_("Import {batch} is {state}; only an applied one can be undone.")


class BatchRejected(Invalid):
    """Rows were rejected, so nothing was changed."""

    message = N_("Rows rejected: {rejected}; nothing was changed.")
    hint = N_(
        "Mend them and run the file again, or <import the others with"
        " --accept-rest|choose to import the others alone>."
    )


class BatchComplete(Conflict):
    """The last chunk has arrived before."""

    message = N_("Import {batch} is complete; it takes no more rows.")
    hint = N_("Run the file again; it becomes a new import.")


class BatchIncomplete(Conflict):
    """The last chunk has not arrived."""

    message = N_("Import {batch} is not complete: its last rows have not arrived.")
    hint = N_("Run the file again from the start.")


class BatchUndone(Conflict):
    """A key came again whose import was taken back since."""

    message = N_("The key {key} stands for import {batch}, which was undone.")
    hint = N_(
        "To bring the file in again, <leave out --key or choose a new one|begin a new import>."
    )


class BatchKeyReused(Conflict):
    """A key came again with another kind, file or option."""

    message = N_(
        "The key {key} stands for import {batch} of {file};"
        " this file, its kind or an option differs."
    )
    hint = N_(
        "<Leave out --key, or choose a new one|Begin a new import>. '<import show"
        " {batch}>' tells of it."
    )


class ChunkDiffers(Conflict):
    """A chunk number came again with other rows."""

    message = N_("Chunk {number} of import {batch} came before with other rows.")
    hint = N_("Run the file again from the start.")


class ChunkMissing(Conflict):
    """The last chunk came before all others had."""

    message = N_("Chunk {number} of import {batch} is missing; it is not the last one's turn yet.")
    hint = N_("Send the missing chunk, then the last one again.")


class RowSentTwice(Conflict):
    """A row came a second time, with the same chunk or another one."""

    message = N_("Row {row}[[ of sheet {sheet}]] came twice in import {batch}.")
    hint = N_("Send every row once, under the number it has in its sheet.")


class ImportBrokenOff(Unreachable):
    """The line broke while a file was on its way; what arrived lies staged."""

    message = N_("The import broke off: the line is gone. Nothing is imported so far, or all is.")
    hint = N_(
        "<Run the same command again with --key {key}|Begin it again>: it goes on where"
        " it broke off."
    )


class ImportStopped(ImportBrokenOff):
    """The person stopped a file on its way; what arrived lies staged."""

    message = N_("The import was stopped. Nothing is imported so far, or all is.")
    hint = N_(
        "<Run the same command again with --key {key}|Begin it again>: it goes on where"
        " it was stopped."
    )
    exit_code = 130


class ImportLeft(ImportStopped):
    """The person no longer waits for a file that has arrived; the server applies it."""

    message = N_(
        "No longer waiting. The server has all rows and goes on bringing them in: all, or none."
    )
    hint = N_(
        "<Run the same command again with --key {key}: it waits for the end and tells what came of"
        " it; |>'<import list>' <shows it too|tells what came of it>."
    )
