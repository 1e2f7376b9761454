"""What lists of award lists and one list show: who is on it or near it and why, and every step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gridctl.domain.awards import LISTED, REASONS, STANDING_NAMES, STATE_NAMES, VERB_NAMES
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.columns import Column
from gridctl.presentation.joining import aside
from gridctl.presentation.sections import Section

if TYPE_CHECKING:
    from gridctl.operations.queries.awards import Awardee, AwardSheet, AwardStepView, Labels

LIST_COLUMNS = (
    Column("award_list", N_("List"), width="narrow"),
    Column("period", N_("Period"), width="narrow"),
    Column("scheme", N_("Scheme")),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("selected", N_("People on it"), kind="int", width="narrow"),
    Column("publicity_from", N_("Public from"), width="narrow"),
    Column("publicity_to", N_("Public to"), width="narrow"),
    Column("objections", N_("Objections"), kind="int", width="narrow", wide_only=True),
    Column("amount_fen", N_("Yuan each"), kind="money", width="narrow", wide_only=True),
    Column("assessment", N_("Assessment"), width="narrow", wide_only=True),
)
COLUMNS = (
    Column("seat", N_("Seat"), kind="int", width="narrow"),
    Column("name", N_("Full name"), width="narrow"),
    Column("staff_no", N_("Staff number"), width="narrow", wide_only=True),
    Column("town_name", N_("Town"), width="narrow"),
    Column("unit_name", N_("Unit"), wide_only=True),
    Column("grid_name", N_("Grid"), wide_only=True),
    Column("total", N_("Total score"), kind="points", width="narrow"),
    Column("rank", N_("Rank"), kind="int", width="narrow"),
    Column("standing", N_("Standing"), width="narrow", labels=STANDING_NAMES, wide_only=True),
    Column("why", N_("Reason"), width="wide"),
)
_HEAD = (
    Column("award_list", N_("List")),
    Column("period", N_("Period")),
    Column("assessment", N_("Assessment")),
    Column("scheme", N_("Scheme")),
    Column("state", N_("State"), labels=STATE_NAMES),
    Column("selected", N_("People on it"), kind="int"),
    Column("publicity_from", N_("Public from")),
    Column("publicity_to", N_("Public to")),
    Column("publicity_days", N_("Working days public"), kind="int"),
    Column("objections", N_("Objections undecided"), kind="int"),
    Column("amount_fen", N_("Yuan each"), kind="money"),
    Column("total_fen", N_("Yuan in all"), kind="money"),
)
_SCREEN = tuple(column for column in COLUMNS if not column.wide_only)
_STEPS = (
    Column("no", N_("No."), kind="int", width="narrow"),
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("who", N_("Who")),
    Column("verb", N_("Step"), width="narrow", labels=VERB_NAMES),
    Column("name", N_("About"), width="narrow"),
    Column("words", N_("Opinion, document"), width="wide"),
)
HEAD_SECTION = Section("", _HEAD)
STEPS_SECTION = Section(N_("Steps"), _STEPS, "steps")
SECTIONS = (
    HEAD_SECTION,
    Section(N_("On the list"), _SCREEN, "listed"),
    Section(N_("Near the list"), tuple(c for c in _SCREEN if c.key != "seat"), "near"),
    STEPS_SECTION,
)


def sheet_record(sheet: AwardSheet) -> dict[str, Any]:
    """Return a list as one record: its head, ``listed`` and ``near`` people, ``steps``."""
    people = people_records(sheet)
    return sheet.award_list.model_dump() | {
        "listed": [person for person in people if person["standing"] in LISTED],
        "near": [person for person in people if person["standing"] not in LISTED],
        "steps": [_step(step) for step in sheet.steps],
    }


def people_records(sheet: AwardSheet) -> list[dict[str, Any]]:
    """Return everyone in and near a list, each with the reason in words as ``why``."""
    return [person.model_dump() | {"why": _reason(person, sheet.labels)} for person in sheet.items]


def _reason(person: Awardee, labels: Mapping[str, Labels]) -> str:
    """Return why somebody stands there: the scheme's labels for its codes."""
    params = dict(person.reason.params)
    for name in ("condition", "veto", "tie_break"):
        code = params.get(name)
        if label := labels.get(str(code)):
            params[name] = said(label)
    if params.get("town"):
        params["town"] = person.town_name or params["town"]
    template = REASONS.get(person.reason.code, person.reason.code)
    return word(_(template), params)


def _step(step: AwardStepView) -> dict[str, Any]:
    """Return a step as a line: who for whom, the opinion and the document behind it."""
    who = step.actor
    if step.behalf:
        who = aside(step.behalf, step.actor) if step.actor else step.behalf
    answer = word(_("on no. {number}"), {"number": step.answers}) if step.answers else ""
    said = [text for text in (answer, step.opinion, step.document_no) if text]
    return step.model_dump() | {"who": who, "words": _("; ").join(said)}
