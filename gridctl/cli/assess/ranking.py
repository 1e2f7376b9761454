"""``gridctl assess list`` and ``show``: which assessments there are, and a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
    scheme_labels,
)
from gridctl.cli.context import ListCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, given
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Listing
from gridctl.cli.render.sections import Section, show_sections
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.assessments import COLUMNS, apart_columns, ranking_columns
from gridctl.presentation.scheme_names import called

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Ranking

_PARTS = {"ranked": N_("ranked"), "apart": N_("not ranked")}
_ORDERS = {"best": N_("from the best"), "last": N_("from the last")}
_HEAD = tuple(
    column
    for column in COLUMNS
    if column.key in ("assessment", "period", "scheme", "subjects", "state", "frozen_at")
)


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List assessments, newest first; every run is kept."),
    epilog="gridctl assess list\ngridctl assess list --period 上月",
)
@sends("assessments.ListAssessments", "assessments.ListSchemes")
def list_assessments(
    ctx: typer.Context,
    period: InPeriod = None,
    scheme: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("Only by this scheme."))
    ] = None,
) -> None:
    """List assessments, as many as --limit allows."""
    from gridctl.operations.queries.assessments import ListAssessments

    session = Session.of(ctx)
    wanted = given(period=period, scheme=scheme)
    rows = session.pages(ListAssessments, wanted)
    session.show(rows, called(COLUMNS, scheme_labels(session)))


@app.command(
    "show",
    cls=ListCommand,
    help=N_("Show a ranking, then who is not ranked and why; a period's frozen one before drafts."),
    epilog="gridctl assess show --period 2026-10\n"
    "gridctl assess show A3 -o wide\n"
    "gridctl assess show A3 --part apart\n"
    "gridctl assess show --period 上月 --scheme unit_on_time --subject unit\n"
    "gridctl assess show --period 上月 --all -o csv --to 得分.csv",
)
@of_one
@sends("assessments.ShowAssessment")
def show(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    part: Annotated[
        str | None, choice(_PARTS, N_("Only those who are ranked, or all others."))
    ] = None,
    order: Annotated[str, choice(_ORDERS, N_("From the best or from the last."))] = "best",
) -> None:
    """Show a ranking, as much of it as --limit allows."""
    from gridctl.operations.queries.assessments import ShowAssessment

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    fields = given(part=part, order=order)
    first = session.send(ShowAssessment(assessment=wanted, limit=1))
    # By number from here on: a run made meanwhile must not mix into the pages.
    number = first.assessment.assessment
    listing = session.pages(ShowAssessment, {**fields, "assessment": number})
    style = session.style
    if style.format in ("table", "wide") and not (style.fields or style.query):
        _show_blocks(session, first, listing)
    else:
        columns = ranking_columns(first, wide=True)
        session.show(listing, columns, meta={"assessment": first.assessment.model_dump()})


def _show_blocks(session: Session, first: Ranking, listing: Listing) -> None:
    """Show who is ranked and, below, who is not and why."""
    from gridctl.operations.queries.assessments import ScoreRow
    from gridctl.presentation.scheme_words import words_for

    words = words_for(first.scheme_text)
    record: dict[str, Any] = {**first.assessment.model_dump(), "ranked": [], "apart": []}
    for row in map(ScoreRow.model_validate, listing.records()):
        if row.standing == "ranked":
            record["ranked"].append(row.model_dump())
        else:
            record["apart"].append({**row.model_dump(), "why": words.why_apart(row)})
    columns = ranking_columns(first, wide=session.style.format == "wide")
    sections = (
        Section("", _HEAD),
        Section(N_("Ranked"), columns, "ranked"),
        Section(N_("Not ranked"), apart_columns(first.assessment.subject), "apart"),
    )
    show_sections(Listing([record], single=True), columns, sections, session.style)
    if listing.more:
        counts = {"shown": f"{listing.shown:,}", "total": f"{listing.total:,}"}
        session.note(word(_("{shown} of {total}<; --all for all|>"), counts))
