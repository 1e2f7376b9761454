"""Errors about assessments and the schemes they run by."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Invalid, NotFound, Usage
from gridctl.foundation.i18n import N_


class SchemeNotFound(NotFound):
    """The office has no such scheme."""

    message = N_("There is no scoring scheme {scheme}.")
    hint = N_("Known are: {choices}. '<assess adopt FILE>' takes one over.")


class SchemeAdopted(Conflict):
    """A version of a scheme is there already with other rules."""

    message = N_("Version {version} of {scheme} is there already, with other rules.")
    hint = N_("Raise the version in the file; what was adopted never changes.")


class SchemePeriod(Usage):
    """The scheme is run by month, quarter, half or year."""

    message = N_("{scheme} is run by {wanted}; {period} is a {given}.")


class SchemeSubject(Usage):
    """The scheme does not score such subjects."""

    message = N_("{scheme} does not score a {subject}.")
    hint = N_("It scores: {choices}.")


class ComparisonSubject(Usage):
    """Two assessments score others, so there is nothing to compare."""

    message = N_("{assessment} scores each {subject}, {other} each {other_subject}.")
    hint = N_("Compare assessments of the same kind: '<assess list>' shows who is scored.")


class AssessmentNotFound(NotFound):
    """No assessment has this number, or none of the period was made."""

    message = N_("There is no assessment {assessment}.")
    hint = N_("'<assess list>' shows all; '<assess run --period P>' makes one.")


class AssessmentFrozen(Conflict):
    """The period has its result; it is never computed anew."""

    message = N_("{period} is frozen as {assessment}.")
    hint = N_("A frozen period keeps its result; corrections count in the month they are made.")


class PeriodAhead(Conflict):
    """Nothing can be scored of what has not begun."""

    message = N_("{period} begins on {first}; it is {today}.")
    hint = N_("Give a period that has begun, such as {current}.")


class PeriodRunning(Conflict):
    """What is not over has no result yet: whatever came after it would never count."""

    message = N_("{period} is not over: it runs until {last}, and it is {today}.")
    hint = N_("Freeze it from {next} on; until then a draft shows how it stands.")


class MonthClosed(Conflict):
    """A rule would reach into a period whose assessment was frozen."""

    message = N_(
        "{day} lies in a month that is closed: its assessment was frozen, and its figures stand."
    )
    hint = N_("The earliest day possible is {earliest}<: --from {earliest}|>.")


class PeriodEmpty(Invalid):
    """There is nobody to score."""

    message = N_("There is no {subject} to score in {period}.")
    hint = N_("Import places, staff and tickets first.")


class SubjectNotFound(NotFound):
    """The subject was not scored."""

    message = N_("{key} is not in assessment {assessment}.")
    hint = N_("[[Nearest is {nearest}. ]]'<assess show>' lists all.")


class SubjectAmbiguous(Conflict):
    """Several subjects share the name."""

    message = N_("Several in assessment {assessment} are called {key}: {choices}.")
    hint = N_("Give the number of the one that is meant.")
    exit_code = 2
    status = 422
