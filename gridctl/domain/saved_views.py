"""Saved views: filters with a name, of one person or of all."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_

#: Nouns whose lists take a filter: noun -> what the list holds.
NOUN_NAMES: Mapping[str, str] = {
    "ticket": N_("tickets"),
    "grid": N_("places"),
    "staff": N_("staff"),
    "unit": N_("units"),
    "category": N_("categories"),
    "evidence": N_("evidence"),
    "whistle": N_("whistle calls"),
    "duty": N_("duty list"),
    "award": N_("award lists"),
}


class ViewNotFound(NotFound):
    """Neither the asking person nor the office has a view of this name."""

    message = N_("There is no saved view {name}.")
    hint = N_("[[Nearest is {nearest}. ]]'<view list>' shows all.")
