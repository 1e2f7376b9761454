"""The columns of records that come in from files, and the codes in them, as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.audits import FIELD_NAMES
from gridctl.domain.staff import EMPLOYMENT_NAMES, ROLE_NAMES
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.evidence import OUTCOME_NAMES

#: Columns whose values are codes -> their words.
COLUMN_CODES: Mapping[str, Mapping[str, str]] = {
    "state": STATE_NAMES, "stated": STATE_NAMES, "role": ROLE_NAMES,
    "employment": EMPLOYMENT_NAMES, "outcome": OUTCOME_NAMES,
}  # fmt: skip
#: Columns, and what a row calls them where it names what is looked up later -> their names.
COLUMN_NAMES: Mapping[str, str] = {
    **FIELD_NAMES,
    "name": N_("Name"), "code": N_("Code"), "employment": N_("Employment"), "role": N_("Role"),
    "unit_id": N_("Unit"), "staff_id": N_("Full name"), "note": N_("Note"),
    "valid_from": N_("From"), "valid_to": N_("Until"), "alias": N_("Other name"),
    "households": N_("Households"), "level": N_("Level"), "kind": N_("Kind"),
    "limit_text": N_("Limit"), "outcome": N_("Outcome"), "points": N_("Points"),
    "on_date": N_("Date"), "quantity": N_("Days"), "expected": N_("Days expected"),
    "phone": N_("Telephone"), "unit": N_("Unit"), "aliases": N_("Other name"),
    "names": N_("Category"), "codes": N_("Code"), "parent": N_("Belongs to"),
    "parent_code": N_("Belongs to"), "urban_class": N_("Urban class"),
    "legal_basis": N_("Legal basis"), "post_from": N_("From"), "post_to": N_("Until"),
    "document_no": N_("Document"), "document": N_("Document"), "approver": N_("Approved by"),
    "opinion": N_("Opinion"), "decided_by": N_("Decided by"), "decided_on": N_("Decided"),
    "proposed_by": N_("Proposed by"), "item": N_("Item"), "task": N_("Task"),
    "due_at": N_("Due"), "done_at": N_("Done"), "found_by": N_("Found by"),
    "filing_condition": N_("Filing condition"), "closing_condition": N_("Closing condition"),
    "lead_unit": N_("Handled by"), "supervising_unit": N_("Supervised by"),
    "_unit": N_("Handled by"), "_category": N_("Category"), "staff_no": N_("Staff number"),
    "ticket_id": N_("Ticket"),
}  # fmt: skip
