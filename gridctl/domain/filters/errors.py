"""What may be wrong with a filter; each error names the sign, counted from 1, at which it is."""

from __future__ import annotations

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_


class FilterFieldUnknown(Usage):
    """No field of the noun has this name."""

    message = N_("Filter, sign {place}: there is no field {name}.")
    hint = N_("[[Nearest is {nearest}. ]]Put quotation marks around text: '\"{text}\"'.")


class FilterUnreadable(Usage):
    """A sign stands where none can."""

    message = N_("Filter, sign {place}: {text} cannot stand here.")
    hint = N_(
        "<'gridctl help filters' shows how filters are written|What is offered while you type can"
        " stand there>."
    )


class FilterQuoteOpen(Usage):
    """A quotation mark has no second one."""

    message = N_("Filter, sign {place}: the quotation mark {text} is not closed.")
    hint = N_("Add the second quotation mark.")


class FilterValueMissing(Usage):
    """A field without a value."""

    message = N_("Filter, sign {place}: {text} needs a value.")
    hint = N_("Write FIELD:VALUE without a blank between, for example state:handling.")


class FilterOperatorUnfit(Usage):
    """The field cannot be compared that way."""

    message = N_("Filter, sign {place}: {name} cannot be compared with {operator}.")
    hint = N_("Only days and numbers have an order; write {name}:VALUE.")


class FilterValueUnknown(Usage):
    """The value is none of the field's codes, nor a word for one."""

    message = N_("Filter, sign {place}: {name} has no value {value}.")
    hint = N_("Nearest is {nearest}; known are {choices}.")


class FilterDayUnknown(Usage):
    """The value names no day."""

    message = N_("Filter, sign {place}: {value} is not a day.")
    hint = N_("Write 2026-11-05, 2026-11, today, -7d, 3wd (working days) or FIRST..LAST.")


class FilterNumberUnknown(Usage):
    """The value is no whole number."""

    message = N_("Filter, sign {place}: {value} is not a number.")
    hint = N_("Write 3 or 3..5.")
