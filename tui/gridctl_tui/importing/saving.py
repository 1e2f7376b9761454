"""Saving the rows that stay out, for whoever has to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gridctl.foundation.i18n import _
from gridctl.foundation.paths import working_folder
from gridctl.imports import Plan
from gridctl.operations.queries.imports import BatchView, RejectedRow
from gridctl.presentation.files import save_list, write_file
from gridctl.presentation.imports import ROW_COLUMNS, reasoned
from gridctl.presentation.listing import Listing
from gridctl.presentation.returning import marked_workbook


def usual_name(batch: BatchView, plan: Plan | None) -> str:
    """Return where the rows are saved where nothing else is said: beside the file."""
    name = f"{Path(batch.file_name).stem}-{_('Rejected')}-{batch.batch}.xlsx"
    if plan is not None:
        return str(plan.path.with_name(name))
    return str((working_folder() or Path.home()) / name)


def save_rejected(file: Path, rows: Sequence[RejectedRow], plan: Plan | None) -> None:
    """Write rejected rows.

    Args:
        file: with the ending .xlsx it becomes the planned file itself with what is wrong marked,
            where that is at hand; else a list in the format its ending tells.
        rows: what stays out.
        plan: how the file they are from is read, where it is at hand.

    Raises:
        GridctlError: it cannot be written, or the planned file cannot be read any more.
    """
    if plan is not None and file.suffix.lower() == ".xlsx":
        # All that came stands in it, telephone numbers as well.
        write_file([marked_workbook(plan, rows)], str(file), private=True)
    else:
        save_list(Listing(map(reasoned, rows)), ROW_COLUMNS, str(file))
