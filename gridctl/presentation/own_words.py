"""The labels of states and steps, as the office at hand calls them."""

from __future__ import annotations

from gridctl.domain.loop import VERB_NAMES
from gridctl.domain.tickets import STATE_NAMES
from gridctl.presentation.at_hand import OfficeLabels

STATE_LABELS = OfficeLabels("states", STATE_NAMES)
VERB_LABELS = OfficeLabels("verbs", VERB_NAMES)
