"""Showing one record, or a few given by number, and what a change made of one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gridctl.cli.context.session import Session
from gridctl.cli.diagnostics import ExitCode, diagnose, tell
from gridctl.cli.render import Column, Listing
from gridctl.cli.render.sections import Section, show_sections
from gridctl.domain.errors import GridctlError, Usage
from gridctl.foundation.i18n import N_, _

#: Stands for numbers on stdin, one per line.
STDIN = "-"


class NothingNamed(Usage):
    """No record was named, neither in words nor on stdin."""

    message = N_("Nothing was named ({noun}).")
    hint = N_("Name one or several, or - to read them from stdin, one per line.")


def show_record(
    session: Session, view: Any, columns: Sequence[Column], sections: Sequence[Section]
) -> None:
    """Show one view in sections."""
    show_sections(Listing([view], total=1, single=True), columns, sections, session.style)


def show_change(
    session: Session, view: Any, columns: Sequence[Column], sections: Sequence[Section]
) -> None:
    """Show what a change made of a record, its warnings, and whether it was only tried."""
    show_record(session, view, columns, sections)
    tell_warnings(session, view)
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))


def tell_warnings(session: Session, view: Any) -> None:
    """Tell the warnings a view carries, where it carries any."""
    for finding in getattr(view, "warnings", ()):
        # A change without a warning needs none of its words.
        from gridctl.presentation.wording import finding_words

        session.note(_("note: ") + finding_words(finding))


def show_several(
    session: Session,
    numbers: Sequence[str],
    fetch: Callable[[str], Any],
    columns: Sequence[Column],
    sections: Sequence[Section],
) -> ExitCode:
    """Show the records of several numbers; a failure is told and the others go on.

    Args:
        session: the command at work.
        numbers: what was named; ``-`` stands for the lines of stdin.
        fetch: returns the view of one number.
        columns: columns of the row formats.
        sections: parts of a record on a screen.

    Raises:
        GridctlError: the failure, where a single number was named.
    """
    wanted = list(named(numbers, columns))
    if len(wanted) == 1:
        show_record(session, fetch(wanted[0]), columns, sections)
        return ExitCode.OK
    failures: list[GridctlError] = []
    views = list(_fetched(wanted, fetch, failures))
    show_sections(Listing(views, total=len(views)), columns, sections, session.style)
    for error in failures:
        tell(diagnose(error), session.options.json_errors)
    return ExitCode.PARTIAL if failures else ExitCode.OK


def _fetched(
    numbers: Sequence[str], fetch: Callable[[str], Any], failures: list[GridctlError]
) -> Iterator[Any]:
    for number in numbers:
        try:
            yield fetch(number)
        except GridctlError as error:
            failures.append(error)


def named(numbers: Sequence[str], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the numbers, reading ``-`` from stdin: the first cell of each line but a header's."""
    found = False
    headers = {column.key for column in columns}
    for number in numbers:
        lines = sys.stdin if number == STDIN else [number]
        for line in lines:
            cell = line.partition("\t")[0].strip()
            if cell and not (number == STDIN and cell in headers):
                found = True
                yield cell
    if not found:
        raise NothingNamed(noun=_(columns[0].header))
