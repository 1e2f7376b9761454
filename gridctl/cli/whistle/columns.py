"""Columns of whistle calls, and the parts of their records."""

from __future__ import annotations

from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.whistles.words import (
    ARRIVAL_NAMES,
    CALLER_HEADS,
    GRADE_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    UNIT_HEADS,
    VERB_NAMES,
)
from gridctl.foundation.i18n import N_

COLUMNS = (
    Column("whistle_no", N_("Number"), width="narrow"),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES, wide_only=True),
    Column("title", N_("Title"), width="wide"),
    Column("state", N_("State"), width="narrow", kind="state", labels=STATE_NAMES),
    Column("called_at", N_("Called at"), kind="instant", width="narrow"),
    Column("caller", N_("Caller")),
    Column("place", N_("Place"), wide_only=True),
    Column("grade", N_("Handling class"), width="narrow", labels=GRADE_NAMES),
    Column("lead_unit", N_("Unit in the lead")),
    Column("units_called", N_("Units called"), kind="int", width="narrow", wide_only=True),
    Column("units_on_time", N_("Of these in time"), kind="int", width="narrow", wide_only=True),
    Column("reviewed_at", N_("Reviewed at"), kind="instant", width="narrow", wide_only=True),
    Column("arrive_due", N_("On site by"), kind="deadline", width="narrow"),
    Column("resolve_due", N_("Resolved by"), kind="deadline", width="narrow", wide_only=True),
    Column("resolved_at", N_("Resolved at"), kind="instant", width="narrow", wide_only=True),
    Column("ticket", N_("Ticket"), width="narrow", wide_only=True),
    Column("revision", N_("Revision"), kind="int", width="narrow", wide_only=True),
)
_RECORD = (
    Column("whistle_no", N_("Number")),
    Column("title", N_("Title")),
    Column("state", N_("State"), labels=STATE_NAMES),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("caller", N_("Caller")),
    Column("place", N_("Place")),
    Column("ticket", N_("Ticket")),
    Column("facts", N_("What is the matter")),
    Column("proposal", N_("What is proposed")),
    Column("approved_by", N_("Approved by")),
    Column("called_at", N_("Called at"), kind="instant"),
    Column("reviewed_at", N_("Reviewed at"), kind="instant"),
    Column("grade", N_("Handling class"), labels=GRADE_NAMES),
    Column("arrive_due", N_("On site by"), kind="deadline"),
    Column("resolve_due", N_("Resolved by"), kind="deadline"),
    Column("resolved_at", N_("Resolved at"), kind="instant"),
    Column("revision", N_("Revision"), kind="int"),
)
_UNITS = (
    Column("unit", N_("Unit")),
    Column("lead", N_("Leads"), width="narrow"),
    Column("arrived_at", N_("Arrived"), kind="instant", width="narrow"),
    Column("verdict", N_("Arrival"), width="narrow", labels=ARRIVAL_NAMES),
    Column("arrived_person", N_("By whom"), width="narrow"),
    Column("arrived_role", N_("Role"), width="narrow"),
)
_POINTS = tuple(
    Column(head, label, width="narrow") for head, label in {**UNIT_HEADS, **CALLER_HEADS}.items()
)
_SCORES = (
    Column("unit", N_("Unit")),
    *_POINTS,
    Column("caller_comment", N_("The caller says")),
    Column("unit_comment", N_("The unit says")),
)
_LOG = (
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("verb", N_("Step"), width="narrow", labels=VERB_NAMES),
    Column("to_state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("actor", N_("By")),
    Column("opinion", N_("Opinion"), width="wide"),
    Column("undone", N_("Taken back"), width="narrow"),
)
SECTIONS = (
    Section("", _RECORD),
    Section(N_("Units called"), _UNITS, "units"),
    Section(N_("Scores of both sides"), _SCORES, "units", about="unit"),
    Section(N_("Log"), _LOG, "events", sparse=True),
)
