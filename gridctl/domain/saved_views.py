"""Saved views: filters with a name, of one person or of all."""

from __future__ import annotations

from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_


class ViewNotFound(NotFound):
    """Neither the asking person nor the office has a view of this name."""

    message = N_("There is no saved view {name}.")
    hint = N_("[[Nearest is {nearest}. ]]'gridctl view list' shows all.")
