"""The labels of states, steps, grounds and accounts' roles, as the office at hand calls them."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.loop import VERB_NAMES
from gridctl.domain.roles import ROLE_NAMES
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.i18n import language
from gridctl.presentation.at_hand import OfficeLabels


def _grounds() -> Mapping[str, str]:
    """Return the grounds of the shipped policy; its file is read only where one is told."""
    from gridctl.domain.workflow.policy import load_policy

    return {code: label.text(language()) for code, label in load_policy().return_grounds.items()}


STATE_LABELS = OfficeLabels("states", STATE_NAMES)
VERB_LABELS = OfficeLabels("verbs", VERB_NAMES)
GROUND_LABELS = OfficeLabels("grounds", _grounds)
ROLE_LABELS = OfficeLabels("roles", ROLE_NAMES)
