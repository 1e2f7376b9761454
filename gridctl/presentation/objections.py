"""What objections to a draft and confirmations of towns show, and what a step of them asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gridctl.domain.errors import Param, word
from gridctl.domain.objections import DECISION_NAMES, STATE_NAMES, TOWN_STATE_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.assessments import STATE_NAMES as RUN_STATES
from gridctl.presentation.columns import Column
from gridctl.presentation.joining import aside
from gridctl.presentation.sections import Section

if TYPE_CHECKING:
    from gridctl.operations.queries.objections import ObjectionPage, ObjectionView, TownView

COLUMNS = (
    Column("objection", N_("No."), kind="int", width="narrow"),
    Column("name", N_("About"), width="narrow"),
    Column("town_name", N_("Town"), width="narrow"),
    Column("item_text", N_("Scored item"), width="narrow"),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("opinion", N_("What is objected"), width="wide"),
    Column("decision", N_("Decision and why"), width="wide"),
    Column("ticket", N_("Ticket"), width="narrow", wide_only=True),
    Column("who", N_("Objected by"), wide_only=True),
    Column("at", N_("When"), kind="instant", width="narrow", wide_only=True),
    Column("document_no", N_("Document"), wide_only=True),
    Column("decided_who", N_("Decided by"), wide_only=True),
    Column("decided_at", N_("Decided"), kind="instant", width="narrow", wide_only=True),
    Column("decision_document_no", N_("Document of the decision"), wide_only=True),
    Column("assessment", N_("Draft"), width="narrow", wide_only=True),
    Column("key", N_("Number"), width="narrow", wide_only=True),
)
TOWN_COLUMNS = (
    Column("name", N_("Town"), width="narrow"),
    Column("subjects", N_("Number scored"), kind="int", width="narrow"),
    Column("state", N_("Confirmation"), width="narrow", labels=TOWN_STATE_NAMES),
    Column("undecided", N_("Objections undecided"), kind="int", width="narrow"),
    Column("who", N_("Confirmed by")),
    Column("confirmed_at", N_("When"), kind="instant", width="narrow"),
    Column("opinion", N_("Opinion"), width="wide"),
    Column("code", N_("Code"), width="narrow", wide_only=True),
)
_ON_SCREEN = tuple(column for column in COLUMNS if not column.wide_only)
_HEAD = (
    Column("assessment", N_("Assessment")),
    Column("period", N_("Period")),
    Column("scheme", N_("Scheme")),
    Column("state", N_("State"), labels=RUN_STATES),
    Column("undecided", N_("Objections undecided"), kind="int"),
    Column("despite", N_("Frozen all the same, because")),
)
SECTIONS = (
    Section("", _HEAD),
    Section(N_("Objections"), _ON_SCREEN, "objections"),
    Section(N_("Towns"), tuple(c for c in TOWN_COLUMNS if not c.wide_only), "towns"),
)
OBJECTION_SECTIONS = (Section("", COLUMNS),)
TOWN_SECTIONS = (Section("", TOWN_COLUMNS),)

#: What the steps are told, in help and in forms alike.
OBJECTED = N_("What is wrong, in a sentence.")
ITEM = N_("The item it is about: its code or name; the whole score if left out.")
TICKET = N_("Ticket counted wrongly, or not at all.")
DECISION = N_("Upheld: there is something to correct; dismissed: the figure stands.")
DECIDED = N_("Why; if upheld, what was corrected.")
REMARK = N_("Remark, kept with the confirmation.")
DESPITE = N_("Why it is frozen over undecided objections.")
DECISIONS: Mapping[str, str] = DECISION_NAMES


def page_record(page: ObjectionPage) -> dict[str, Any]:
    """Return all objections of a month and how the towns stand as one record."""
    return page.model_dump() | {
        "objections": [objection_record(each) for each in page.items],
        "towns": [town_record(each) for each in page.towns],
    }


def objection_record(found: ObjectionView) -> dict[str, Any]:
    """Return an objection as a record, in words."""
    return found.model_dump() | {
        "item_text": said(found.item_label) if found.item_label else found.item,
        "who": _who(found.actor, found.behalf),
        "decided_who": _who(found.decided_by, found.decided_behalf),
    }


def town_record(found: TownView) -> dict[str, Any]:
    """Return a town's confirmation as a record, in words."""
    return found.model_dump() | {"who": _who(found.confirmed_by, found.confirmed_behalf)}


def page_lines(page: ObjectionPage) -> Iterator[str]:
    """Yield what is still to be done before the month is frozen, in words."""
    told: dict[str, Param] = {
        "assessment": page.assessment, "upheld": page.upheld_since, "undecided": page.undecided,
        "towns": sum(town.state != "confirmed" for town in page.towns), "all": len(page.towns),
    }  # fmt: skip
    if page.state == "frozen":
        return
    if page.undecided:
        yield word(_("Objections to decide: {undecided}. <assess decide NUMBER>"), told)
    if page.upheld_since:
        text = _("Upheld since {assessment} was made: {upheld}. A new draft shows the corrections.")
        yield word(text, told)
    if told["towns"]:
        yield word(_("Not confirmed yet: {towns} of {all} towns."), told)


def outcome_line(found: ObjectionView) -> str:
    """Return an objection and what became of it, as a letter tells it."""
    record = objection_record(found)
    told: dict[str, Param] = {
        "number": found.objection, "item": record["item_text"] or None, "opinion": found.opinion,
        "decision": found.decision or None, "state": _(STATE_NAMES[found.state]),
    }  # fmt: skip
    text = _("Objection {number}[[ to {item}]]: {opinion} - {state}[[: {decision}]]")
    return word(text, told)


def _who(actor: str, behalf: str) -> str:
    return aside(behalf, actor) if behalf and actor else behalf or actor
