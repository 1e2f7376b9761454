"""What can be wrong with the rules about stages and cards, and with a question about a clock."""

from __future__ import annotations

from gridctl.domain.errors import Invalid, NotFound
from gridctl.foundation.i18n import N_


class ClockRulesMalformed(Invalid):
    """A table of stage limits or cards does not say what it must."""

    message = N_("The rule about time is wrong at {place}: {detail}.")
    hint = N_("Compare with the shipped files under config/rules/limits.")


class CycleUnknown(NotFound):
    """The ticket was not handled so often."""

    message = N_("Ticket {ticket} has no handling {cycle}; it has {cycles}.")
