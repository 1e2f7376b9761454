"""What lists of tickets and a ticket's record show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.domain.loop import REQUEST_STATES, TIMER_NAMES, VERB_NAMES
from gridctl.domain.signals import SUPERVISION_NAMES, URGENCY_COLOURS, URGENCY_NAMES
from gridctl.domain.tickets import BASIS_NAMES, SATISFACTION_NAMES, VERDICT_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.domain.workflow import vocabulary
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.columns import Column
from gridctl.presentation.own_words import GROUND_LABELS, STATE_LABELS, VERB_LABELS
from gridctl.presentation.sections import Section

if TYPE_CHECKING:
    from gridctl.operations.queries.ticket_requests import RequestRow

COLUMNS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
    Column("community", N_("Community")),
    Column("deadline_at", N_("Deadline"), kind="due_day", width="narrow"),
    Column("verdict", N_("On time"), labels=VERDICT_NAMES, width="narrow"),
    Column("basis", N_("Verdict is"), labels=BASIS_NAMES, width="narrow", wide_only=True),
    Column("reported_at", N_("Reported"), kind="instant", width="narrow", wide_only=True),
    Column("closed_at", N_("Closed"), kind="instant", width="narrow", wide_only=True),
    Column("category", N_("Category"), wide_only=True),
    Column("town", N_("Town"), wide_only=True),
    Column("grid", N_("Grid"), wide_only=True),
    Column("lead_unit", N_("Handled by"), wide_only=True),
    Column("source", N_("Source"), wide_only=True),
    Column("nature", N_("Nature"), wide_only=True),
    Column("external_no", N_("External number"), width="narrow", wide_only=True),
    Column("urgent", N_("Urgent"), width="narrow", wide_only=True),
    Column(
        "urgency", N_("Class"), width="narrow", labels=URGENCY_COLOURS, wide_only=True, sparse=True
    ),
    Column("confidential", N_("Confidential"), width="narrow", wide_only=True),
    Column("revision", N_("Revision"), kind="int", width="narrow", wide_only=True),
)

_HEAD = (
    Column("serial_no", N_("Serial number")),
    Column("external_no", N_("External number")),
    Column("title", N_("Title")),
    Column("state", N_("State"), labels=STATE_LABELS),
    Column("category_path", N_("Category")),
    Column("source", N_("Source")),
    Column("nature", N_("Nature")),
    Column("description", N_("Description")),
    Column("public_reply", N_("Public reply")),
    Column("tags", N_("Tags")),
    Column("duty_item", N_("Duty item")),
    Column("duty_item_name", N_("Name of the duty item")),
    Column("parent_serial", N_("Merged into")),
    Column("merged_through", N_("By way of")),
    Column("merged_tickets", N_("Merged with it")),
    Column("whistle_no", N_("Whistle call")),
    Column("revision", N_("Revision"), kind="int"),
)
_WHERE = (
    Column("county", N_("County")),
    Column("town", N_("Town")),
    Column("community", N_("Community")),
    Column("grid", N_("Grid")),
    Column("grid_code", N_("Grid code")),
    Column("address", N_("Address")),
    Column("lon", N_("Longitude")),
    Column("lat", N_("Latitude")),
)
_WHO = (
    Column("reporter", N_("Reported by")),
    Column("reporter_no", N_("Staff number")),
    Column("contact_name", N_("Contact")),
    Column("contact_phone", N_("Telephone")),
    Column("lead_unit", N_("Handled by")),
    Column("assist_units", N_("With")),
    Column("people_involved", N_("People involved"), kind="int"),
    Column("scale", N_("Scale")),
    Column("amount_fen", N_("Amount (yuan)"), kind="money"),
)
_WHEN = (
    Column("occurred_at", N_("Occurred"), kind="instant"),
    Column("reported_at", N_("Reported"), kind="instant"),
    Column("filed_at", N_("Filed"), kind="instant"),
    Column("dispatched_at", N_("Dispatched"), kind="instant"),
    Column("signed_at", N_("Signed for"), kind="instant"),
    Column("handled_at", N_("Handled"), kind="instant"),
    Column("fed_back_at", N_("Fed back"), kind="instant"),
    Column("checked_at", N_("Checked"), kind="instant"),
    Column("revisited_at", N_("Revisited"), kind="instant"),
    Column("deadline_at", N_("Deadline"), kind="deadline"),
    Column("closed_at", N_("Closed"), kind="instant"),
    Column("archived_at", N_("Archived"), kind="instant"),
    Column("verdict", N_("On time"), labels=VERDICT_NAMES),
    Column("basis", N_("Verdict is"), labels=BASIS_NAMES),
    Column("stated", N_("Stated by the source"), labels=VERDICT_NAMES),
)
_RESULT = (
    Column("solved_level", N_("Solved at"), labels=LEVEL_NAMES),
    Column("resolved", N_("Resolved")),
    Column("unresolved_reason", N_("Not resolved because")),
    Column("satisfaction", N_("Satisfaction"), labels=SATISFACTION_NAMES),
    Column("lawful", N_("Claim holds")),
    Column("out_of_remit", N_("Out of remit")),
    Column("supervision_level", N_("Supervision"), labels=SUPERVISION_NAMES),
)
_MARKS = (
    Column("urgent", N_("Urgent")),
    Column("urgency", N_("Urgency"), labels=URGENCY_NAMES),
    Column("important", N_("Important")),
    Column("historic", N_("Left over from the past")),
    Column("confidential", N_("Confidential")),
    Column("repeat", N_("Repeat")),
    Column("forced", N_("Closed by force")),
    Column("exempt", N_("Exempt")),
    Column("return_count", N_("Returned"), kind="int"),
    Column("rework_count", N_("Reworked"), kind="int"),
    Column("extension_count", N_("Extended"), kind="int"),
    Column("nudge_count", N_("Reminded"), kind="int"),
)
#: What a check, a call-back or a request can come to.
OUTCOME_NAMES = {
    **vocabulary.OUTCOME_NAMES, "asked": N_("asked for"), "granted": N_("granted"),
    "refused": N_("refused"), "lapsed": N_("lapsed"),
}  # fmt: skip
#: What named the unit of a dispatch; the number of a route stands as it is.
ROUTED_BY = {
    "order": N_("order"), "ticket": N_("the ticket"), "condition": N_("filing condition"),
}  # fmt: skip
#: What a step says beside who took it when, in one cell: a log has to fit a narrow screen.
_SAID = (
    Column("outcome", "", labels=OUTCOME_NAMES),
    Column("to_unit", N_("Given to")),
    Column("receivers", N_("To")),
    Column("colour", "", labels=SUPERVISION_NAMES),
    Column("urgency", N_("Class"), labels=URGENCY_NAMES),
    Column("level", N_("Level"), labels=LEVEL_NAMES),
    Column("ground", N_("Ground"), labels=GROUND_LABELS),
    Column("routed_by", N_("Routed by"), labels=ROUTED_BY),
    Column("limit_text", N_("Limit")),
    Column("until", N_("Until"), kind="date"),
    Column("opinion", ""),
)
_EVENTS = (
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("verb", N_("What"), width="narrow", labels=VERB_LABELS),
    Column("to_state", N_("State"), labels=STATE_LABELS, width="narrow"),
    Column("who", N_("Who"), parts=(Column("actor", "", labels=TIMER_NAMES), Column("unit", ""))),
    Column("said", N_("What was said"), width="wide", parts=_SAID),
)
#: Reports of one category in one grid are shown however little their words have in common.
_ALIKE = (
    Column("same_category", "", labels={"true": N_("category"), "false": ""}),
    Column("same_place", "", labels={"true": N_("grid"), "false": ""}),
    Column("likeness", N_("words"), kind="percent", labels={"0.00": ""}),
)
_SIMILAR = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("alike", N_("Alike in"), parts=_ALIKE),
    Column("grid", N_("Grid")),
    Column("reported_at", N_("Reported"), kind="instant", width="narrow"),
)
_ASKED_SHORT = (
    "verb", "asked_by", "asked_limit", "asked_until", "asked_at", "state", "decided_by",
)  # fmt: skip
#: What one asks for and another one decides.
ASKED_NAMES = {verb: VERB_NAMES[verb] for verb in ("extend", "suspend", "void", "appeal")}
REQUESTS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("verb", N_("Asks for"), labels=VERB_LABELS, width="narrow"),
    Column("state", N_("State"), labels=REQUEST_STATES, width="narrow"),
    Column("asked_by", N_("Asked by")),
    Column("asked_limit", N_("Asked"), width="narrow"),
    Column("asked_until", N_("Until"), kind="date", width="narrow"),
    Column("asked_at", N_("On"), kind="instant", width="narrow", wide_only=True),
    Column("ground", N_("Ground"), wide_only=True),
    Column("opinion", N_("Opinion"), wide_only=True),
    Column("decided_by", N_("Decided by"), wide_only=True),
    Column("decided_at", N_("Decided"), kind="instant", width="narrow", wide_only=True),
    Column("granted_limit", N_("Granted"), width="narrow", wide_only=True),
    Column("granted_until", N_("Granted until"), kind="date", width="narrow", wide_only=True),
    Column("decision", N_("Decision"), wide_only=True),
)
#: The same on the ticket itself: what was asked, how it stands, and the reasons under it.
_ASKED = (
    *(column for column in REQUESTS if column.key in _ASKED_SHORT),
    Column("why", N_("Opinion"), width="wide", parts=(Column("ground", ""), Column("opinion", ""))),
    Column("decision", N_("Decision"), width="wide"),
)
_ATTACHMENTS = (
    Column("path", N_("File"), width="wide"),
    Column("sha256", "SHA-256", width="wide"),
)
SECTIONS = (
    Section("", _HEAD),
    Section(N_("Where"), _WHERE),
    Section(N_("Who"), _WHO),
    Section(N_("When"), _WHEN),
    Section(N_("Outcome"), _RESULT),
    Section(N_("Marks"), _MARKS, sparse=True),
    Section(N_("Requests"), _ASKED, "requests"),
    Section(N_("Attachments"), _ATTACHMENTS, "attachments"),
    Section(N_("Log"), _EVENTS, "events"),
    Section(N_("May be the same matter"), _SIMILAR, "similar"),
)
#: Beside a list, in the order one reads it: what it is about, where, whose it is, until when.
_GIST = (
    Column("title", N_("Title")),
    Column("description", N_("Description")),
    Column("category_path", N_("Category")),
    Column(
        "where", N_("Where"),
        parts=tuple(Column(key, "") for key in ("town", "community", "grid", "address")),
    ),
    Column("whose", N_("Handled by"), parts=(Column("lead_unit", ""), Column("assist_units", ""))),
    Column(
        "due", N_("Deadline"),
        parts=(
            Column("deadline_at", "", kind="deadline"),
            Column("verdict", "", labels=VERDICT_NAMES),
        ),
    ),
    Column(
        "report", N_("Reported"),
        parts=(
            Column("reported_at", "", kind="instant"), Column("reporter", ""), Column("source", ""),
        ),
    ),
)  # fmt: skip
#: A ticket beside a list of them; the log tells the other instants.
PREVIEW = (Section("", _GIST), *SECTIONS[4:9])


def asked_for(request: RequestRow) -> str:
    """Return what a request asks for in a few words: the step, and how long or until when."""
    span = request.asked_limit or str(request.asked_until or "")
    return " ".join(filter(None, (_(ASKED_NAMES.get(request.verb, request.verb)), span)))
