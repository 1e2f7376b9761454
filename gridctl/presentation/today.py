"""What the day's work list shows."""

from __future__ import annotations

from gridctl.domain import objections
from gridctl.domain.loop import VERB_NAMES
from gridctl.domain.reviews import KIND_NAMES as REVIEW_NAMES
from gridctl.domain.signals import COLOUR_NAMES, URGENCY_COLOURS
from gridctl.domain.tickets import STATE_NAMES
from gridctl.domain.today import BAND_NAMES, NOUN_NAMES, TASK_NAMES
from gridctl.domain.whistles import words as whistles
from gridctl.foundation.i18n import N_
from gridctl.presentation.at_hand import OfficeLabels
from gridctl.presentation.columns import Column

_SUBJECTS = OfficeLabels(
    "verbs", {**VERB_NAMES, **REVIEW_NAMES, **COLOUR_NAMES, **whistles.KIND_NAMES}
)
_STATES = OfficeLabels("states", {**objections.STATE_NAMES, **whistles.STATE_NAMES, **STATE_NAMES})

COLUMNS = (
    Column("band", N_("Why"), labels=BAND_NAMES, width="narrow"),
    Column("task", N_("To do"), labels=TASK_NAMES, width="narrow"),
    Column("number", N_("Number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("deadline_at", N_("Deadline"), kind="deadline", width="narrow"),
    Column("lead_unit", N_("Handled by")),
    Column("card", N_("Card"), labels=COLOUR_NAMES, width="narrow", sparse=True),
    Column("urgency", N_("Class"), labels=URGENCY_COLOURS, width="narrow", sparse=True),
    Column("subject", N_("About"), labels=_SUBJECTS, wide_only=True),
    Column("noun", N_("Kind"), labels=NOUN_NAMES, width="narrow", wide_only=True),
    Column("serial_no", N_("Serial number"), width="narrow", wide_only=True),
    Column("state", N_("State"), kind="state", labels=_STATES, width="narrow", wide_only=True),
    Column("town", N_("Town"), wide_only=True),
    Column("community", N_("Community"), wide_only=True),
    Column("urgent", N_("Urgent"), width="narrow", wide_only=True),
    Column("confidential", N_("Confidential"), width="narrow", wide_only=True),
)
