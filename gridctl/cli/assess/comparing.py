"""``gridctl assess missing``, ``compare`` and ``sensitivity``: before a month is frozen."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.assess.naming import (
    DEFAULT_SCHEME,
    Number,
    OfPeriod,
    Scheme,
    SubjectKind,
    named,
    of_one,
)
from gridctl.cli.context import ListCommand, Session
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Listing
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.assessments import MISSING_COLUMNS, WEIGHT_COLUMNS, shift_columns

_EVERYONE = 100_000
_Top = Annotated[
    int | None,
    typer.Option(
        min=1, max=1000, metavar="COUNT",
        help=N_("Ranks that are the top; those of the scheme's award if left out."),
    ),
]  # fmt: skip


@app.command(
    "missing",
    cls=ListCommand,
    help=N_("List the figures an assessment had to do without, and what rests on each."),
    epilog="gridctl assess missing --period 上月\ngridctl assess missing A3 -o csv --to 缺项.csv",
)
@of_one
@sends("assessments.ListMissing")
def missing(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
) -> None:
    """List missing figures."""
    from gridctl.operations.queries.assessments import ListMissing
    from gridctl.presentation.comparisons import missing_record
    from gridctl.presentation.scheme_words import words_for

    session = Session.of(ctx)
    found = session.send(ListMissing(assessment=named(assessment, period, scheme, subject)))
    words = words_for(found.scheme_text)
    session.show([missing_record(each, words) for each in found.items], MISSING_COLUMNS)
    if not found.items:
        session.note(_("Nothing is missing."))


@app.command(
    "compare",
    cls=ListCommand,
    help=N_("Compare a ranking with another assessment, or with another scheme; nothing is kept."),
    epilog="gridctl assess compare A4 --assessment A3\n"
    "gridctl assess compare county_top10_v2 --period 上月\n"
    "gridctl assess compare county_top10_v2 --period 2026-10 -o csv --all --to 名次变化.csv",
)
@of_one
@sends("comparisons.CompareAssessment")
def compare(
    ctx: typer.Context,
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", help=N_("A number such as A4, or the id of a scheme.")),
    ],
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    assessment: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("The assessment, such as A3."))
    ] = None,
    top: _Top = None,
) -> None:
    """Compare two rankings: who has another rank or standing, as much as --limit allows."""
    from gridctl.operations.queries.comparisons import CompareAssessment
    from gridctl.presentation.comparisons import comparison_lines, shift_record

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    found = session.send(
        CompareAssessment(assessment=wanted, other=other, top=top, limit=session.limit or _EVERYONE)
    )
    listing = Listing(map(shift_record, found.items), total=found.total)
    listing.more = len(found.items) < (found.total or 0)
    session.show(listing, shift_columns(found.assessment.assessment, found.other))
    for text in comparison_lines(found):
        session.note(text)


@app.command(
    "sensitivity",
    cls=ListCommand,
    help=N_("Tell who would come to the top or leave it if one item weighed more or less."),
    epilog="gridctl assess sensitivity --period 上月\n"
    "gridctl assess sensitivity A3 --by 1\n"
    "gridctl assess sensitivity A3 --by -10% --top 20",
)
@of_one
@sends("comparisons.ShowSensitivity")
def sensitivity(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    by: Annotated[
        str,
        typer.Option(metavar="CHANGE", help=N_("10% of an item's points, or points such as 1.")),
    ] = "10%",
    top: _Top = None,
) -> None:
    """Tell what other weights change."""
    from gridctl.operations.queries.comparisons import ShowSensitivity
    from gridctl.presentation.comparisons import sensitivity_line, weight_record

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    found = session.send(ShowSensitivity(assessment=wanted, by=by, top=top))
    session.show([weight_record(each) for each in found.items], WEIGHT_COLUMNS)
    session.note(sensitivity_line(found))
