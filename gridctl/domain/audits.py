"""What a comparison with the journal can find, and the words of a ticket's story."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.loop import VERB_NAMES
from gridctl.foundation.i18n import N_

ROW_MESSAGES: Mapping[str, str] = {
    "row_altered": N_("the row was changed past gridctl"),
    "row_missing": N_("the row was deleted past gridctl"),
    "row_unknown": N_("the row was added past gridctl"),
    "log_differs": N_("{field} is {found}, but the log says {expected}"),
    "deadline_differs": N_("the deadline differs from the rules; run '<clock sweep>'"),
    "office_differs": N_("{field} is {found}, but the journal says {expected}"),
    "score_differs": N_("what was stored ({what}) differs from its recomputation"),
}
#: What a command sets right by itself: no proof that anybody interfered.
HARMLESS = frozenset({"deadline_differs"})

#: Commands that tell somebody a contact, the ticket's first; their results name whose it is.
LOOK_AT_TICKET = "contacts.ShowTicketContact"
LOOKS = frozenset({LOOK_AT_TICKET, "contacts.ShowStaffContact"})

#: What happens to a ticket: the steps of the loop, what needs none, cards.
STORY_NAMES: Mapping[str, str] = {
    **VERB_NAMES,
    "change": N_("change"),
    "contact_seen": N_("contact looked at"),
    "yellow_card": N_("yellow card"),
    "red_card": N_("red card"),
}
#: Columns that a step sets by being taken: it tells them itself.
OF_THE_STEP = frozenset({
    "state", "filed_at", "dispatched_at", "signed_at", "handled_at", "fed_back_at", "checked_at",
    "revisited_at", "closed_at", "archived_at", "limit_text", "supervision_level",
    "urgency", "centre",
})  # fmt: skip
#: The columns of a ticket as people call them.
FIELD_NAMES: Mapping[str, str] = {
    "serial_no": N_("Serial number"), "external_no": N_("External number"),
    "external_system": N_("System"), "title": N_("Title"), "description": N_("Description"),
    "category_id": N_("Category"), "condition_id": N_("Filing condition"),
    "source": N_("Source"), "nature": N_("Nature"), "state": N_("State"),
    "stated": N_("Stated by the source"), "forced": N_("Closed by force"),
    "exempt": N_("Exempt"), "county_id": N_("County"), "town_id": N_("Town"),
    "village_id": N_("Community"), "grid_id": N_("Grid"), "address": N_("Address"),
    "lon_e7": N_("Longitude"), "lat_e7": N_("Latitude"), "reporter_id": N_("Reported by"),
    "lead_unit_id": N_("Handled by"), "occurred_at": N_("Occurred"), "reported_at": N_("Reported"),
    "deadline_at": N_("Deadline"), "sign_due_at": N_("To be signed for by"),
    "filed_at": N_("Filed"), "dispatched_at": N_("Dispatched"),
    "signed_at": N_("Signed for"), "handled_at": N_("Handled"), "fed_back_at": N_("Fed back"),
    "checked_at": N_("Checked"), "revisited_at": N_("Revisited"), "closed_at": N_("Closed"),
    "archived_at": N_("Archived"), "urgent": N_("Urgent"), "important": N_("Important"),
    "historic": N_("Left over from the past"), "confidential": N_("Confidential"),
    "scale": N_("Scale"), "people_involved": N_("People involved"),
    "amount_fen": N_("Amount (fen)"),
    "satisfaction": N_("Satisfaction"), "resolved": N_("Resolved"),
    "unresolved_reason": N_("Not resolved because"), "lawful": N_("Claim holds"),
    "out_of_remit": N_("Out of remit"), "public_reply": N_("Public reply"), "tags": N_("Tags"),
    "parent_id": N_("Merged into"), "whistle_no": N_("Whistle call"),
    "return_count": N_("Returned"), "rework_count": N_("Reworked"),
    "extension_count": N_("Extended"), "nudge_count": N_("Reminded"),
    "supervision_level": N_("Supervision"), "cycle": N_("Cycle"), "centre": N_("Level"),
    "solved_level": N_("Solved at"), "limit_text": N_("Limit"), "urgency": N_("Urgency"),
    "suspended_until": N_("Suspended until"), "duty_item_id": N_("Duty item"),
    "withdrawn": N_("Withdrawn"), "contact": N_("Contact"),
}  # fmt: skip
#: What the rows of a table are.
TABLE_NAMES: Mapping[str, str] = {
    "office": N_("office"), "account": N_("account"), "token": N_("token"),
    "assessment": N_("assessment"), "assessment_step": N_("objection or confirmation"),
    "award": N_("award"), "award_list": N_("award list"),
    "award_step": N_("step of an award list"), "card": N_("card"), "category": N_("category"),
    "category_condition": N_("filing condition"), "digest": N_("digest of a unit"),
    "duty_item": N_("duty item"), "evidence": N_("evidence"), "grid": N_("grid"),
    "grid_alias": N_("other name of a grid"), "grid_version": N_("facts of a grid"),
    "post": N_("post"), "reply_template": N_("reply template"), "review_task": N_("review task"),
    "route": N_("route"), "rule": N_("rule"), "saved_view": N_("saved view"),
    "scoring_scheme": N_("scoring scheme"), "staff": N_("staff"), "ticket": N_("ticket"),
    "ticket_assist": N_("assisting unit"), "ticket_attachment": N_("attachment"),
    "ticket_cycle": N_("earlier cycle"), "ticket_event": N_("log of a ticket"),
    "ticket_notice": N_("notice"), "ticket_request": N_("request"), "ticket_reward": N_("reward"),
    "ticket_turn": N_("turn of a unit"),
    "undone_entry": N_("undone entry"), "unit": N_("unit"),
    "unit_alias": N_("other name of a unit"), "whistle": N_("whistle call"),
    "whistle_event": N_("log of a whistle call"), "whistle_unit": N_("called unit"),
}  # fmt: skip
