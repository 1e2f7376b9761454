"""What can be wrong with a calendar, its hours or a notice."""

from __future__ import annotations

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_


class CalendarMissing(Invalid):
    """A working day of a year without a table was asked for."""

    message = N_("The working calendar has no table for {year}.")
    hint = N_(
        "Read the State Council's holiday notice for {year} in with '<calendar"
        " import-notice FILE>'."
    )


class CalendarMalformed(Invalid):
    """A year's table contradicts itself."""

    message = N_("The working calendar of {year} is wrong at {day}.")
    hint = N_("List each day once, in the table of its own year.")


class HoursMalformed(Invalid):
    """Working hours or a season of them are not written in an understood form."""

    message = N_("{text} are not working hours.")
    hint = N_(
        "Write 08:00-12:00 14:00-18:00, earlier slots first, a day up to 24:00, and a season as"
        " 05-01..09-30."
    )


class SlotReversed(HoursMalformed):
    """A slot ends on the day it begins, and no earlier."""

    message = N_("{text} ends before it begins.")
    hint = N_("Over midnight write two slots, {early} first and {late} last; else the start first.")


class NoticeUnreadable(Invalid):
    """A part of a notice says something about days off that is not understood."""

    message = N_("This part of the notice is not understood: {sentence}")
    hint = N_("Write it as notices do: 春节：2月15日至23日放假调休，共9天。2月14日（周六）上班")


class NoticeWrong(Invalid):
    """A sentence of a notice contradicts the calendar or another sentence."""

    message = N_("The notice contradicts itself about {day}: {sentence}")
    hint = N_("Compare with the published text; nothing was taken over.")


class NoticeIncomplete(Invalid):
    """The text of a yearly notice was cut off, or copied with gaps."""

    message = N_("The notice for {year} says nothing about {holidays}.")
    hint = N_("Take its whole text, from the title to the last holiday.")


class HolidayUnknown(Invalid):
    """A notice makes a holiday longer that the calendar does not have."""

    message = N_("The calendar of {year} has no holiday {name}.")
    hint = N_("Read the notice that arranges it in first.")


class PastDays(Invalid):
    """A change of the calendar would make days that have passed other than they were."""

    message = N_("This would change {day}, which has passed.")
    hint = N_("Give <--from with |>the first day it holds for; earlier days stay as they were.")
    exit_code = 2


class NoticeYearUnknown(Invalid):
    """A notice does not say which year it is about."""

    message = N_("The notice does not say which year it is about.")
    hint = N_("Give it< with --year|>.")
    exit_code = 2


class NoticeYearDiffers(Invalid):
    """A notice is about another year than was asked for."""

    message = N_("The notice is about {year}, not {wanted}.")
    exit_code = 2
