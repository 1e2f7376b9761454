"""``gridctl assess list`` and ``show``: which assessments there are, and a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.assess.naming import (
    DEFAULT_SCHEME,
    SUBJECT_NAMES,
    Number,
    OfPeriod,
    Scheme,
    SubjectKind,
    named,
)
from gridctl.cli.context import ListCommand, Session
from gridctl.cli.context.declared import InPeriod, given
from gridctl.cli.render import Column, Listing
from gridctl.cli.render.sections import Section, show_sections
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Ranking

STATE_NAMES = {"draft": N_("draft"), "frozen": N_("frozen")}
ASSESSMENT_COLUMNS = (
    Column("assessment", N_("Assessment"), width="narrow"),
    Column("period", N_("Period"), width="narrow"),
    Column("scheme", N_("Scheme")),
    Column("scheme_version", N_("Version"), kind="int", width="narrow", wide_only=True),
    Column("subject", N_("Scored"), width="narrow", labels=SUBJECT_NAMES),
    Column("subjects", N_("Number scored"), kind="int", width="narrow"),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("created_at", N_("Made"), kind="instant", width="narrow"),
    Column("created_by", N_("Made by"), wide_only=True),
    Column("frozen_at", N_("Frozen"), kind="instant", width="narrow", wide_only=True),
    Column("frozen_by", N_("Frozen by"), wide_only=True),
    Column("program_version", N_("Program"), width="narrow", wide_only=True),
    Column("input_digest", N_("Digest of the facts"), wide_only=True),
    Column("result_digest", N_("Digest of the result"), wide_only=True),
    Column("scheme_digest", N_("Digest of the scheme"), wide_only=True),
)
_HEAD = tuple(
    column
    for column in ASSESSMENT_COLUMNS
    if column.key in ("assessment", "period", "scheme", "subjects", "state", "frozen_at")
)
#: What stands above the names: people have another kind of name than places and units.
_NAMES = {"gridworker": N_("Full name")}
#: Items that find room on a screen of 80 cells, those that weigh most.
_MAIN_ITEMS = 3


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List assessments, newest first; every run is kept."),
    epilog="gridctl assess list\ngridctl assess list --period 上月",
)
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
    rows = session.pages(
        lambda after, limit: ListAssessments.model_validate(
            {**wanted, "after": after, "limit": limit}
        )
    )
    session.show(rows, ASSESSMENT_COLUMNS)


@app.command(
    "show",
    cls=ListCommand,
    help=N_("Show a ranking, then who is not ranked and why; a period's frozen one before drafts."),
    epilog="gridctl assess show --period 2026-10\n"
    "gridctl assess show A3 -o wide\n"
    "gridctl assess show --period 上月 --scheme unit_on_time --subject unit\n"
    "gridctl assess show --period 上月 --all -o csv --to 得分.csv",
)
def show(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
) -> None:
    """Show a ranking, as much of it as --limit allows."""
    from gridctl.operations.queries.assessments import ShowAssessment

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    first = session.send(ShowAssessment(assessment=wanted, limit=1))
    # By number from here on: a run made meanwhile must not mix into the pages.
    number = first.assessment.assessment
    listing = session.pages(
        lambda after, limit: ShowAssessment(assessment=number, after=after, limit=limit)
    )
    style = session.style
    if style.format in ("table", "wide") and not (style.fields or style.query):
        _show_blocks(session, first, listing)
    else:
        columns = ranking_columns(first, wide=True)
        session.show(listing, columns, meta={"assessment": first.assessment.model_dump()})


def ranking_columns(ranking: Ranking, *, wide: bool) -> tuple[Column, ...]:
    """Return the columns of a ranking; without ``wide`` only the items of most weight."""
    from gridctl.cli.assess.scheme_words import STANDING_NAMES, label_of

    items = ranking.columns
    weighty = sorted(items, key=lambda item: (item.section != "item", -(item.max or 0)))
    shown = {item.item for item in (items if wide else weighty[:_MAIN_ITEMS])}
    points = [
        Column(f"items.{item.item}", label_of(item.label)) for item in items if item.item in shown
    ]
    head = (
        Column("rank", N_("Rank"), kind="int", width="narrow"),
        _name_column(ranking),
        Column("group_name", N_("Town")),
        Column("total", N_("Total score"), width="narrow"),
    )
    if not wide:
        return (*head, *points)
    return (
        *head,
        Column("key", N_("Number"), width="narrow"),
        Column("standing", N_("Standing"), width="narrow", labels=STANDING_NAMES),
        Column("tied", N_("Shares its rank"), width="narrow"),
        *points,
        Column("added", N_("Bonus"), width="narrow"),
        Column("deducted", N_("Deductions"), width="narrow"),
        Column("grade", N_("Grade"), width="narrow"),
    )


def _name_column(ranking: Ranking) -> Column:
    return Column("name", _NAMES.get(ranking.assessment.subject, N_("Name")), width="narrow")


def _columns_apart(ranking: Ranking) -> tuple[Column, ...]:
    return (
        _name_column(ranking),
        Column("group_name", N_("Town")),
        Column("total", N_("Total score"), width="narrow"),
        Column("why", N_("Reason"), width="wide"),
    )


def _show_blocks(session: Session, first: Ranking, listing: Listing) -> None:
    """Show who is ranked and, below, who is not and why."""
    from gridctl.cli.assess.scheme_words import words_for
    from gridctl.operations.queries.assessments import ScoreRow

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
        Section(N_("Not ranked"), _columns_apart(first), "apart"),
    )
    show_sections(Listing([record], single=True), columns, sections, session.style)
    if listing.more:
        counts = {"shown": f"{listing.shown:,}", "total": f"{first.assessment.subjects:,}"}
        session.note(word(_("{shown} of {total}; --all for all"), counts))
