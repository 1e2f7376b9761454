"""Errors about a file on its way in or out again."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_


class BatchNotFound(NotFound):
    """No import has this number."""

    message = N_("There is no import {batch}.")
    hint = N_("'gridctl import list' shows all.")


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
    hint = N_("Mend them and run the file again, or import the others with --accept-rest.")


class BatchComplete(Conflict):
    """The last chunk has arrived before."""

    message = N_("Import {batch} is complete; it takes no more rows.")
    hint = N_("Run the file again; it becomes a new import.")


class BatchIncomplete(Conflict):
    """The last chunk has not arrived."""

    message = N_("Import {batch} is not complete: its last rows have not arrived.")
    hint = N_("Run the file again from the start.")


class ChunkDiffers(Conflict):
    """A chunk number came again with other rows."""

    message = N_("Chunk {number} of import {batch} came before with other rows.")
    hint = N_("Run the file again from the start.")
