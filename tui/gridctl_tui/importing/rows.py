"""The rows of the import screen: columns of a file, and what became of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from textual.binding import BindingType

from gridctl.foundation.i18n import N_, _, said
from gridctl.imports import Kind, Plan
from gridctl.operations.queries.imports import BatchView, RejectedRow
from gridctl.presentation.columns import Column
from gridctl.presentation.imports import difference_words
from gridctl.presentation.joining import headed
from gridctl.presentation.wording import problem
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.row_window import RowWindow

READING = (
    Column("letter", N_("Column"), width="narrow"),
    Column("header", N_("Header"), width="wide"),
    Column("field", N_("Read as"), width="wide"),
    Column("sample", N_("What stands there"), width="wide"),
)
#: What became of a row -> what it is called.
OUTCOMES = {
    "rejected": N_("Rejected"),
    "changed": N_("Changed"),
    "new": N_("New"),
    "noticed": N_("Hints"),
}
OUTCOME = (
    Column("outcome", N_("Outcome"), width="narrow", labels=OUTCOMES),
    Column("place", N_("Row"), width="narrow", sparse=True),
    Column("name", N_("What stands there"), width="wide"),
    Column("told", N_("Why, or what changes"), width="wide"),
)
TONES = {"rejected": "late", "changed": "due", "noticed": "dim"}


class PickList(RowWindow, inherit_bindings=False):
    """A list from which one row is taken; nothing is marked in it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.open", "list.up", "list.down", "list.page_up", "list.page_down", "list.top",
        "list.end",
    )  # fmt: skip


@dataclass(frozen=True)
class ColumnRow:
    """A column of a file and what it is read as."""

    letter: str
    header: str
    field: str
    sample: str

    def model_dump(self) -> dict[str, Any]:
        """Return it by column."""
        return asdict(self)


@dataclass(frozen=True)
class OutcomeRow:
    """What became of a row, or of a record it is about."""

    number: str
    outcome: str
    place: str
    name: str
    told: str

    def model_dump(self) -> dict[str, Any]:
        """Return it by column."""
        return asdict(self)


def label(kind: Kind, field: str) -> str:
    """Return what a field is called."""
    return said(kind.fields[field].labels)


def kind_label(kind: Kind) -> str:
    """Return what a kind of file is called."""
    return said(kind.labels)


def column_rows(plan: Plan) -> list[ColumnRow]:
    """Return the columns of a file in file order, those that are not read among them."""
    columns = sorted((*plan.columns, *plan.unread), key=lambda column: column.index)
    rows = []
    for column in columns:
        named = _("; ").join(label(plan.kind, field) for field in column.fields)
        cells = (row[column.index] for row in plan.sample if column.index < len(row))
        sample = " | ".join(cell.strip() for cell in cells if cell.strip())
        rows.append(ColumnRow(column.letter, column.header, named or _("not read"), sample))
    return rows


def outcome_rows(
    batch: BatchView, rejected: Sequence[RejectedRow], kind: Kind
) -> Iterator[OutcomeRow]:
    """Yield what became of rows: what stays out first, last what is only to be known."""
    for number, row in enumerate(rejected):
        outcome = "rejected" if row.severity == "error" else "noticed"
        if outcome == "rejected":
            yield _finding(f"r{number}", outcome, row, kind)
    for number, each in enumerate(batch.differences):
        yield OutcomeRow(f"d{number}", each.outcome, "", each.name, difference_words(each))
    for number, row in enumerate(rejected):
        if row.severity != "error":
            yield _finding(f"n{number}", "noticed", row, kind)


def _finding(number: str, outcome: str, row: RejectedRow, kind: Kind) -> OutcomeRow:
    place = f"{row.row} {row.column}".strip()
    named = label(kind, row.field) if row.field in kind.fields else ""
    said = problem(row.code, row.value, row.params)
    told = headed(named, said) if named and row.value not in said else said
    return OutcomeRow(number, outcome, place, row.value, told)
