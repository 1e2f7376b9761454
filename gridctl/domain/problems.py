"""What can be wrong with a row or a value: codes with parameters, worded by a face.

A problem is not an exception: an import collects thousands of them and carries on.
"""

from __future__ import annotations

from typing import NamedTuple

from gridctl.domain.errors import Param
from gridctl.foundation.i18n import N_


class Problem(NamedTuple):
    """One finding.

    Attributes:
        code: key of :data:`MESSAGES`.
        field: the canonical field it is about, or "" for the whole row.
        value: the raw value found, as text, or "".
        params: further parameters of the message.
    """

    code: str
    field: str = ""
    value: str = ""
    params: tuple[tuple[str, Param], ...] = ()


#: Stands between a column and its two values in a parameter ``differences``.
BETWEEN = "\t"

#: Code of a problem -> English message; ``{value}`` is always available.
MESSAGES: dict[str, str] = {
    "required": N_("must be filled in"),
    "not_a_date": N_("{value} is not a date; write 2026-06-05"),
    "year_missing": N_("{value} lacks the year; write 2026-06-05, or give <--year|the year>"),
    "year_alone": N_("{value} names only a year; write the month as well, such as 2023-07"),
    "month_unclear": N_("{value} may be {first} or {other}; write it so"),
    "month_begun": N_(
        "{count} rows name only a month, such as {value}: taken from its first day, {day}"
    ),
    "not_a_number": N_("{value} is not a number"),
    "not_whole": N_("{value} is not a whole number"),
    "negative": N_("{value} is below zero"),
    "too_large": N_("{value} is too large a number"),
    "precision_lost": N_("{value}: the spreadsheet kept only 15 digits; type it again as text"),
    "not_a_phone": N_("{value} is not a telephone number"),
    "several_names": N_("{value} names several people; give each a row of their own"),
    "not_a_name": N_("{value} is not the name of a person"),
    "not_yes_no": N_("{value} is neither yes nor no"),
    "cell_error": N_("the cell holds the error {value}"),
    "not_calculated": N_(
        "the cell holds a formula without its result; open the file in Excel or WPS and save it"
    ),
    "unprintable": N_("{value} holds a sign that is no text; type it again"),
    "date_far": N_("{value} lies outside the years {first} to {last}"),
    "too_long": N_("{value} is longer than {limit} characters"),
    "unknown_choice": N_("{value} is not one of {choices}"),
    "total_row": N_("a row of totals, not a record: {value}"),
    "note_row": N_("a note, not a record: {value}"),
    "example_row": N_("an example, not a record: {value}"),
    "header_row": N_("the header once more: {value}"),
    "no_known_value": N_("nothing in a column that is read: {value}"),
    "period_of_title": N_("the title names the month {value}; it is taken for every row"),
    "column_tied": N_("the column {value} is left out: {kept} is taken for the same field"),
    "column_unfit": N_("the column {value} is left out: what stands in it does not fit its header"),
    "personal_column": N_("the column {value} holds personal data and is left out"),
    "other_kind": N_(
        "the file looks like <--kind |>{other}: {count} columns fit that, and {own} fit {kind}"
    ),
    "other_sheet": N_("the sheet {value} would fit too; name it< with --sheet| to read it>"),
    "division_number": N_("{value}: number {number} in {code} is for another kind of place"),
    "limit_changes": N_(
        "no deadline moves: {kept} open tickets were dispatched with a limit and keep it;"
        " {waiting} not dispatched yet will get the new one"
    ),
    "code_invalid": N_("{value} is neither a 12-digit division code nor a grid code"),
    "above_county": N_("{value} lies above the county"),
    "parent_unknown": N_("[[{value}: ]]the place above it[[ ({parent})]] is not known"),
    "place_unknown": N_("there is no place {value}[[; nearest is {nearest}]]"),
    "place_elsewhere": N_("{value} does not lie in {parent}, but here: {choices}"),
    "place_level": N_("{value} is a {level}, and is named here as a {target}"),
    "place_ambiguous": N_("several places are called {value}: {choices}"),
    "place_missing": N_("no place was named; taken as the county's"),
    "county_missing": N_(
        "no place was named, and the office has no county; '<db edit --county>' gives it one"
    ),
    "place_closed": N_("{value} {name} is not in the list and was closed on {day}"),
    "posts_ended": N_("{value} {name}: posts that ended with the place: {count}"),
    "reporter_not_staff": N_("the reporter is not on the staff; the name was not kept"),
    "spot_unread": N_("{value} is no longitude and latitude in degrees; the spot was not kept"),
    "ticket_unknown": N_("there is no ticket {value}"),
    "repeats": N_("repeats row {first} word for word"),
    "contradicts": N_("has the same key as row {first}, but other content"),
    "contradicts_as": N_("has the same key as row {first}, but differs: {differences}"),
    "unit_above": N_(
        "{name} is of the level {level}, but its place {value} is above that: it is the centre of"
        " nothing until its own place is given"
    ),
    "unit_created": N_("the unit {value} was new and was created provisionally ({code})"),
    "category_created": N_("the category {value} was new and was created provisionally"),
    "edited_since": N_("{value} was changed after the import and was kept"),
    "unit_unknown": N_("there is no unit {value}[[; nearest is {nearest}]]"),
    "unit_ambiguous": N_("several units are called {value}: {choices}"),
    "category_unknown": N_("there is no category {value}[[; nearest is {nearest}]]"),
    "category_ambiguous": N_("several categories are called {value}: {choices}"),
    "staff_unknown": N_("there is no member of staff {value}[[; nearest is {nearest}]]"),
    "staff_ambiguous": N_("several members of staff are called {value}: {choices}"),
    "staff_no_is_name": N_(
        "{value} is a name, not a staff number; the staff numbers of that name: {choices}"
    ),
    "staff_name_differs": N_("{value} is not the name of {staff_no}, who is {name}"),
    "foreign_fact": N_("{value} does not belong to evidence of this kind"),
    "led_here": N_("{value} is under way here: its state, unit and deadline stay as they are"),
    "limit_unreadable": N_("{value} is not a time limit; write 2工作日 or 4小时"),
    "role_level": N_("a {role} cannot be posted on {value}, which is a {level}"),
    "proof_missing": N_("no document or approver is named"),
    "still_used": N_("{value} is still used by other records and was kept"),
    "value_malformed": N_("{value} does not have the form of its field"),
    "post_empty": N_("the post would end on {value}, before it begins"),
    "mark_unknown": N_("no scheme asks for a mark of {value}; nearest is {nearest}"),
    "mark_ambiguous": N_("several items are called {value}: {choices}"),
    "mark_subject": N_("a mark of {value} is given to: {choices}"),
    "mark_out_of_range": N_("{value} lies outside {low} to {high}"),
    "figures_unknown": N_("no scheme asks for marks of what these columns are called: {choices}"),
    "figure_twice": N_("{value} is the same item as the column {first}"),
    "figure_unread": N_(
        "the column {value} is left out: no scheme asks for such marks[[; nearest is {nearest}]]"
    ),
    "figure_counted": N_(
        "the column {value} is left out: the program counts this item itself and takes no marks"
    ),
    "figure_maximum": N_("the column {value} names another maximum than the scheme: {high}"),
    "total_differs": N_("the total is {value}, but the figures of the row add up to {sum}"),
    "rater_unknown": N_("{value} does not rate this item; its raters are {choices}"),
    "duty_self_decision": N_("{value} proposed the item and cannot decide on it"),
    "duty_days": N_("the item would end before it begins on {value}"),
    "no_gridworker": N_("{value}: nobody is posted here as gridworker"),
    "serial_taken": N_("the serial number {value} belongs to another ticket"),
}
