"""A file given back with what kept its rows out, for whoever has to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gridctl.foundation.i18n import N_, _
from gridctl.imports import Plan, table_of
from gridctl.operations.queries.imports import RejectedRow
from gridctl.presentation.wording import problem
from gridctl.reports.returned import Marks, write

_REASON = N_("Reason")


def marked_workbook(plan: Plan, rejected: Iterable[RejectedRow]) -> bytes:
    """Return the planned table as an xlsx workbook in which the rejected rows tell why.

    Rows stand where they stood, so that the numbers of a list of reasons hold in it too.

    Raises:
        FileChanged: the file is not the one that was planned.
        FileMissing, FileUnreadable, TextDamaged, WorkbookDamaged: it cannot be read.
    """
    marks: dict[int, Marks] = defaultdict(Marks)
    places = {column.letter: column.index for column in plan.columns}
    for row in rejected:
        if row.severity != "error":
            continue
        told = problem(row.code, row.value, row.params)
        if row.column in places:
            marks[row.row].cells[places[row.column]] = told
        else:
            marks[row.row].row.append(told)
    return write(
        table_of(plan), marks, header=plan.header_rows[1], sheet=plan.sheet, heading=_(_REASON)
    )
