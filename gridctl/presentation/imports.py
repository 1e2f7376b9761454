"""What lists of imports, of their rows and of a file's columns show, and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gridctl.domain.audits import TABLE_NAMES
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.columns import Column
from gridctl.presentation.record_words import COLUMN_CODES, COLUMN_NAMES
from gridctl.presentation.sections import Section
from gridctl.presentation.wording import problem

if TYPE_CHECKING:
    from gridctl.imports import Plan
    from gridctl.operations.base import Finding
    from gridctl.operations.queries.imports import (
        BatchView,
        Difference,
        FieldDifference,
        RejectedRow,
    )

#: Findings of one sort that are told; a first import creates hundreds of categories.
_SHOWN_OF_A_SORT = 3
#: Columns not read that are named; an export of a platform has dozens.
_SHOWN_COLUMNS = 12

KIND_WORDS = {
    "division": N_("divisions"),
    "grid": N_("grids"),
    "staff": N_("staff roster"),
    "unit": N_("units"),
    "category": N_("categories"),
    "ticket": N_("tickets"),
    "check": N_("spot checks"),
    "revisit": N_("revisits"),
    "task": N_("verification and check tasks"),
    "missed": N_("missed reports"),
    "merit": N_("merits, penalties, decisions"),
    "duty": N_("duty days"),
    "mark": N_("marks"),
    "duty_item": N_("duty list"),
}
STATE_WORDS = {
    "open": N_("open"),
    "applied": N_("applied"),
    "discarded": N_("not applied"),
    "undone": N_("undone"),
}
BATCH_COLUMNS = (
    Column("batch", N_("Import"), width="narrow"),
    Column("kind", N_("Kind"), labels=KIND_WORDS),
    Column("file_name", N_("File"), width="wide"),
    Column("state", N_("State"), width="narrow", labels=STATE_WORDS),
    Column("counts.new", N_("New"), width="narrow", kind="int"),
    Column("counts.changed", N_("Changed"), width="narrow", kind="int"),
    Column("counts.same", N_("Same"), width="narrow", kind="int"),
    Column("counts.skipped", N_("Skipped"), width="narrow", kind="int"),
    Column("counts.rejected", N_("Rejected"), width="narrow", kind="int"),
    Column("counts.closed", N_("Places closed"), width="narrow", kind="int", wide_only=True),
    Column("counts.kept", N_("Kept"), width="narrow", kind="int", wide_only=True),
    Column("opened_at", N_("Time"), kind="instant", wide_only=True),
    Column("opened_by", N_("By"), wide_only=True),
)
#: Counts of an import -> what they are called, what matters first.
COUNT_WORDS = {
    "new": N_("New"), "changed": N_("Changed"), "same": N_("Same"), "rejected": N_("Rejected"),
    "skipped": N_("Skipped"), "closed": N_("Places closed"), "kept": N_("Kept"),
}  # fmt: skip
_RECORD = (
    *(Column(key, column.header, kind=column.kind, labels=column.labels)
      for key in ("batch", "kind", "file_name", "state", "opened_at", "opened_by")
      for column in BATCH_COLUMNS if column.key == key),
)  # fmt: skip
BATCH_SECTIONS = (
    Section("", _RECORD),
    Section(
        N_("Rows"),
        tuple(each for each in BATCH_COLUMNS if each.key.startswith("counts.")),
        sparse=True,
    ),
    Section(N_("Hints"), (Column("text", ""),), "findings"),
)
ROW_COLUMNS = (
    Column("sheet", N_("Sheet")),
    Column("row", N_("Row"), width="narrow", kind="int"),
    Column("column", N_("Column"), width="narrow"),
    Column("field", N_("Field"), wide_only=True),
    Column("value", N_("Value")),
    Column("reason", N_("Reason"), width="wide"),
    Column("severity", N_("Weight"), width="narrow", wide_only=True),
)
PLAN_COLUMNS = (
    Column("column", N_("Column"), width="narrow"),
    Column("header", N_("Header"), width="wide"),
    Column("fields", N_("Read as"), width="wide"),
)


#: What becomes of a record -> what it is called.
DIFFERENCE_WORDS = {"new": N_("New"), "changed": N_("Changed")}


def reasoned(row: RejectedRow) -> dict[str, Any]:
    """Return a rejected row with its reason in words."""
    record: dict[str, Any] = row.model_dump()
    return record | {"reason": problem(row.code, row.value, row.params)}


def plan_words(plan: Plan) -> str:
    """Say how a file was understood."""
    first, last = plan.header_rows
    told: dict[str, Param] = {
        "file": plan.path.name,
        "where": plan.sheet or plan.encoding or plan.format,
        "first": str(first) if first == last else f"{first}-{last}",
        "count": len(plan.columns),
    }
    return word(_("{file}: {where}, header in row {first}, {count} columns read"), told)


def unread_words(plan: Plan) -> str:
    """Say which columns are not read, besides those a notice tells of; "" for none."""
    told = {notice.value for notice in plan.notices}
    left = [f"{each.letter} {each.header}" for each in plan.unread if each.header not in told]
    if not left:
        return ""
    shown, more = _("; ").join(left[:_SHOWN_COLUMNS]), len(left) - _SHOWN_COLUMNS
    said: dict[str, Param] = {"columns": shown, "more": more if more > 0 else None}
    return word(
        _(
            "not read: {columns}[[ and {more} more]];"
            " <--column B=FIELD|a field for it> has one read"
        ),
        said,
    )


def notice_words(plan: Plan) -> Iterator[str]:
    """Say what was decided about a file that its owner should see."""
    for notice in plan.notices:
        yield problem(notice.code, notice.value, dict(notice.params))


def difference_words(difference: Difference) -> str:
    """Say what changes of a record, or what is new."""
    if difference.outcome == "new":
        return _(TABLE_NAMES.get(difference.table, difference.table))
    return _("; ").join(_field_words(field) for field in difference.fields)


def _field_words(field: FieldDifference) -> str:
    name = _(COLUMN_NAMES.get(field.field, field.field))
    before, after = (_value(field.field, text) for text in (field.before, field.after))
    if not before:
        return f"{name} {after}"
    return f"{name} {before} -> {after or _('(empty)')}"


def _value(field: str, text: str) -> str:
    return _(COLUMN_CODES.get(field, {}).get(text, text))


def findings_words(
    batch: BatchView, more_of_these: str = N_("… and {more} more of these")
) -> Iterator[str]:
    """Say what should be known about the whole file: a few of each sort, and how many more.

    Args:
        batch: the import.
        more_of_these: English words (marked with ``N_``) for the others of a sort; ``{more}`` is
            how many, ``{batch}`` the import.
    """
    for same in by_sort(batch.findings):
        for found in same[:_SHOWN_OF_A_SORT]:
            yield problem(found.code, found.value, found.params)
        if (more := len(same) - _SHOWN_OF_A_SORT) > 0:
            yield word(_(more_of_these), {"more": more, "batch": batch.batch})


def by_sort(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings with those of one code together, in the order their codes came first."""
    sorts: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        sorts[found.code].append(found)
    return list(sorts.values())
