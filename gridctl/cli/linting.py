"""What a check of a rule file finds, and what the file changes of the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import ExitCode, Session
from gridctl.cli.render import Column
from gridctl.domain.errors import Usage, word
from gridctl.domain.problems import Problem
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.domain.workflow import Difference

_KINDS = {
    "error": N_("error"),
    "warning": N_("warning"),
    "renamed": N_("renamed"),
    "dropped": N_("dropped"),
    "added": N_("added"),
    "changed": N_("changed"),
}
FINDINGS = (
    Column("kind", N_("Kind"), width="narrow", labels=_KINDS),
    Column("line", N_("Line"), kind="int", width="narrow"),
    Column("place", N_("Where"), width="narrow"),
    Column("code", N_("Code"), width="narrow", wide_only=True),
    Column("text", N_("Finding"), width="wide"),
)


OwnFile = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help=N_("A copy of one's own; the one that holds if left out.")),
]
HeldPlace = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("As it holds for this place: code, name or alias.")),
]


class FileAndPlace(Usage):
    """A file holds for no place yet."""

    message = N_("Either a file is looked at, or what holds for a place.")
    hint = N_("Leave out <FILE or --place|the file or the place>.")


class Lines:
    """The lines of a rule file by the places in it, such as ``verbs.return.guards``.

    Args:
        text: the file.
        listed: name of a list of tables -> what places call them, in the order of the file.
    """

    def __init__(self, text: str, listed: Mapping[str, Sequence[str]]) -> None:
        self._text, self._listed = text, listed

    def of(self, place: str) -> int | None:
        """Return the line of a place, or of what is around it; None where there is none."""
        from gridctl.domain.workflow.lines import line_of

        table, *path = place.split(".")
        if path and path[0] in (named := self._listed.get(table, ())):
            path[0] = str(named.index(path[0]) + 1)
        return line_of(self._text, (table, *path))


def problem_row(
    found: Problem, lines: Lines, words: Mapping[str, str], errors: Collection[str]
) -> dict[str, Any]:
    """Return the row of a problem.

    Args:
        found: what was found.
        lines: of the file it was found in.
        words: code -> English words.
        errors: the codes of what makes a file unusable.
    """
    return {
        "kind": "error" if found.code in errors else "warning",
        "line": lines.of(found.field),
        "place": found.field,
        "code": found.code,
        "text": word(_(words[found.code]), {"value": found.value, **dict(found.params)}),
    }


def change_row(change: Difference, lines: Lines, text: str) -> dict[str, Any]:
    """Return the row of a difference; what was dropped has no line any more."""
    line = None if change.change == "dropped" else lines.of(change.place)
    return {"kind": change.change, "line": line, "place": change.place, "code": "", "text": text}


def show_findings(session: Session, rows: Iterable[dict[str, Any]], nothing: str) -> ExitCode:
    """Show rows, or say that there is nothing; exit code 8 where one is an error."""
    found = list(rows)
    if found or session.style.format not in ("table", "wide"):
        session.show(found, FINDINGS)
    if not found:
        session.note(nothing)
    return ExitCode.PROBLEMS if any(each["kind"] == "error" for each in found) else ExitCode.OK
