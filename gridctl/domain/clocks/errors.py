"""What can be wrong with a question about a clock."""

from __future__ import annotations

from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_


class CycleUnknown(NotFound):
    """The ticket was not handled so often."""

    message = N_("Ticket {ticket} has no handling {cycle}; it has {cycles}.")
