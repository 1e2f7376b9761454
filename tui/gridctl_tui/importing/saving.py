"""Saving the rows that stay out, for whoever has to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gridctl.domain.errors import Invalid, Usage
from gridctl.foundation.i18n import N_, _
from gridctl.imports import Plan
from gridctl.operations.queries.imports import BatchView, RejectedRow
from gridctl.presentation.returning import marked_workbook, rejected_list


class FileTaken(Usage):
    """A file of this name is there already."""

    message = N_("There is already a file {file}.")
    hint = N_("Choose another name.")


class NotSaved(Invalid):
    """The file could not be written."""

    message = N_("{file} could not be written: {reason}.")


class NothingToMark(Usage):
    """A workbook was asked for, and the file it would be made of is not at hand."""

    message = N_("The file itself is not at hand, so its rows cannot be marked.")
    hint = N_("Save the list as .csv.")


def usual_name(batch: BatchView, plan: Plan | None) -> str:
    """Return where the rows are saved where nothing else is said: beside the file."""
    if plan is None:
        path = Path.cwd() / f"{Path(batch.file_name).stem}-{_('Rejected')}-{batch.batch}.csv"
    else:
        name = f"{plan.path.stem}-{_('Rejected')}-{batch.batch}.xlsx"
        path = plan.path.with_name(name)
    return str(path)


def save_rejected(path: Path, rows: Sequence[RejectedRow], plan: Plan | None) -> Path:
    """Write rejected rows; return where they stand.

    Args:
        path: ``.xlsx`` for the file itself with what is wrong marked, else a list as CSV.
        rows: what stays out.
        plan: how the file is read, where it is at hand.

    Raises:
        FileTaken, NotSaved, NothingToMark: nothing was written.
        GridctlError: the file cannot be read any more.
    """
    if path.suffix.lower() != ".xlsx":
        content = rejected_list(rows)
    elif plan is None:
        raise NothingToMark
    else:
        content = marked_workbook(plan, rows)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise FileTaken(file=str(path)) from error
    except OSError as error:
        raise NotSaved(file=str(path), reason=error.strerror or str(error)) from error
    return path
