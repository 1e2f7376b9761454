"""What lists of evidence and a piece's record show."""

from __future__ import annotations

from gridctl.domain.evidence import KINDS, MERIT_LEVEL_NAMES, TASK_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section

KIND_NAMES = {name: kind.label for name, kind in KINDS.items()}
OUTCOME_NAMES = {code: label for kind in KINDS.values() for code, label in kind.outcomes.items()}
COLUMNS = (
    Column("id", N_("Id"), width="narrow"),
    Column("on", N_("Day"), width="narrow"),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("outcome", N_("Outcome"), labels=OUTCOME_NAMES),
    Column("staff_name", N_("Who")),
    Column("place_name", N_("Place"), width="wide", sparse=True),
    Column("item", N_("Item"), sparse=True),
    Column("points", N_("Points"), width="narrow", sparse=True),
    Column("ticket_no", N_("Ticket"), width="narrow", sparse=True),
    Column("found_by", N_("Checker"), sparse=True),
    Column("unit_name", N_("Unit"), width="wide", wide_only=True, sparse=True),
    Column("level", N_("Level"), width="narrow", labels=MERIT_LEVEL_NAMES, wide_only=True),
    Column("rater", N_("Rater"), width="narrow", wide_only=True),
    Column("seat", N_("Rater's seat"), kind="int", width="narrow", wide_only=True),
    Column("quantity", N_("Days"), kind="int", width="narrow", wide_only=True),
    Column("expected", N_("Days expected"), kind="int", width="narrow", wide_only=True),
    Column("no", N_("Number"), width="narrow", wide_only=True),
    Column("staff_no", N_("Staff number"), width="narrow", wide_only=True),
    Column("place_code", N_("Place code"), width="narrow", wide_only=True),
    Column("unit_code", N_("Unit code"), width="narrow", wide_only=True),
)
#: What a check that was done may have come to.
CHECKED_NAMES = {
    code: label for code, label in KINDS["check"].outcomes.items() if code != "to_check"
}
#: The checks a draw made.
DRAWN_COLUMNS = (
    Column("evidence_id", N_("Id"), width="narrow"),
    Column("ticket_no", N_("Ticket"), width="narrow"),
    Column("town", N_("Town")),
    Column("checker", N_("Checker")),
    Column("unit", N_("Handled by"), width="wide"),
    Column("no", N_("Number"), width="narrow"),
)
_RECORD = (
    Column("id", N_("Id")),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("no", N_("Number")),
    Column("on", N_("Day")),
    Column("task", N_("Task"), labels=TASK_NAMES),
    Column("outcome", N_("Outcome"), labels=OUTCOME_NAMES),
    Column("staff_name", N_("Who")),
    Column("staff_no", N_("Staff number")),
    Column("place_name", N_("Place")),
    Column("place_code", N_("Place code")),
    Column("unit_name", N_("Unit")),
    Column("ticket_no", N_("Ticket")),
    Column("level", N_("Level"), labels=MERIT_LEVEL_NAMES),
    Column("item", N_("Item")),
    Column("points", N_("Points")),
    Column("rater", N_("Rater")),
    Column("seat", N_("Rater's seat"), kind="int"),
    Column("resolved", N_("Resolved")),
    Column("due_at", N_("Due"), kind="deadline"),
    Column("done_at", N_("Done"), kind="instant"),
    Column("quantity", N_("Days"), kind="int"),
    Column("expected", N_("Days expected"), kind="int"),
    Column("note", N_("Note")),
    Column("document", N_("Document")),
    Column("approver", N_("Approved by")),
    Column("found_by", N_("Checker")),
    Column("revision", N_("Revision"), kind="int"),
)
#: Fact as an operation names it -> what it is called.
FACT_NAMES = {
    **{column.key: column.header for column in _RECORD},
    "staff": N_("Who"), "place": N_("Place"), "unit": N_("Unit"), "ticket": N_("Ticket"),
}  # fmt: skip
_MARKS = (Column("withdrawn", N_("Withdrawn")),)
SECTIONS = (Section("", _RECORD), Section(N_("Marks"), _MARKS, sparse=True))
