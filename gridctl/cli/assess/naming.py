"""How an assessment is named on the command line: by its number, or by what it is of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context.choices import choice
from gridctl.cli.context.ways import one_of
from gridctl.cli.context.when import period_option
from gridctl.domain.errors import Forbidden, Usage
from gridctl.foundation.i18n import N_, said
from gridctl.presentation.assessments import DEFAULT_SCHEME as DEFAULT_SCHEME
from gridctl.presentation.assessments import SUBJECT_NAMES

if TYPE_CHECKING:
    from gridctl.cli.context import Session

Scheme = Annotated[str, typer.Option(metavar="ID", help=N_("Scheme; 'assess schemes' lists all."))]
SubjectKind = Annotated[
    str | None,
    choice(SUBJECT_NAMES, N_("Who is scored; the scheme's first if left out."), metavar="KIND"),
]
Period = Annotated[str, period_option(N_("Month, or quarter, half or year of the scheme."))]
OfPeriod = Annotated[str | None, period_option(N_("The assessment of this period."))]
Number = Annotated[str | None, typer.Argument(metavar="NUMBER", help=N_("Its number, such as A3."))]


class AssessmentUnnamed(Usage):
    """Neither a number nor a period says which assessment is meant, or both do."""

    message = N_("Name one assessment: by its number, or by its period.")
    hint = N_(
        "Give a number such as A3, or <--period 2026-10 with --scheme and --subject|a"
        " period such as 2026-10 with the scheme and who is scored>."
    )


#: Declares that a verb is about one assessment: that of a number, or that of a period.
of_one = one_of("assessment", "period", error=AssessmentUnnamed)


def scheme_labels(session: Session) -> Mapping[str, str]:
    """Return what the office calls its schemes, by code, where words are shown at all.

    Who may read lists but no schemes is shown their codes.
    """
    if session.style.format not in ("table", "wide", "md"):
        return {}
    from gridctl.operations.queries.assessments import ListSchemes

    try:
        return {each.scheme: said(each.title) for each in session.send(ListSchemes()).items}
    except Forbidden:
        return {}


def named(assessment: str | None, period: str | None, scheme: str, subject: str | None) -> str:
    """Return an assessment as operations name it: ``A3`` or ``period:scheme:subject``."""
    return assessment or ":".join(filter(None, (period, scheme, subject)))
