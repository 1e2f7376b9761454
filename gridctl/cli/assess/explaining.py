"""``gridctl assess explain``: how one subject came to its points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.assess.naming import DEFAULT_SCHEME, OfPeriod, Scheme, SubjectKind, named, of_one
from gridctl.cli.context import Session, ShowCommand
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column, write_text
from gridctl.foundation.i18n import N_
from gridctl.presentation.assessments import SECTION_NAMES

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Explanation, ScoreLine
    from gridctl.presentation.scheme_words import SchemeWords

LINE_COLUMNS = (
    Column("item", N_("Code"), width="narrow"),
    Column("label", N_("Item")),
    Column("section", N_("Part"), width="narrow", labels=SECTION_NAMES),
    Column("rule", N_("Rule"), width="narrow"),
    Column("inputs", N_("Figures"), width="wide"),
    Column("raw", N_("Value"), width="narrow"),
    Column("points", N_("Points"), width="narrow"),
    Column("policy", N_("Policy"), width="narrow"),
    Column("treatment", N_("Treatment"), width="narrow"),
    Column("why", N_("Why"), width="wide"),
)


@app.command(
    "explain",
    cls=ShowCommand,
    help=N_("Explain a score: each item's figures, rule, points and tickets."),
    epilog="gridctl assess explain 张三 --period 2026-10\n"
    "gridctl assess explain G001 --assessment A3 --all -o table --to 张三.txt\n"
    "gridctl assess explain 城市管理局 --period 上月 --scheme unit_on_time\n"
    "gridctl assess explain 张三 --period 上月 -o json --query 'items[0].tickets.closed_late'",
)
@of_one
@sends("assessments.ExplainScore")
def explain(
    ctx: typer.Context,
    whom: Annotated[str, typer.Argument(metavar="SUBJECT", help=N_("Staff number, code or name."))],
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    assessment: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("The assessment, such as A3."))
    ] = None,
    every_ticket: Annotated[
        bool, typer.Option("--all", help=N_("All ticket numbers, not the first few."))
    ] = False,
) -> None:
    """Explain one subject's score, on a screen as a letter."""
    from gridctl.operations.queries.assessments import ExplainScore
    from gridctl.presentation.scheme_words import words_for

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    found = session.send(ExplainScore(assessment=wanted, key=whom))
    style = session.style
    if style.query or style.format in ("json", "jsonl", "yaml"):
        session.show(found, LINE_COLUMNS)
        return
    words = words_for(found.scheme_text)
    if style.fields or style.format not in ("table", "wide"):
        session.show([_row(line, words) for line in found.lines], LINE_COLUMNS)
    else:
        _write_letter(session, found, words, every_ticket=every_ticket)


def _write_letter(
    session: Session, found: Explanation, words: SchemeWords, *, every_ticket: bool
) -> None:
    from gridctl.presentation.score_letter import FEW, Letter

    style = session.style
    letter = Letter(found, words, cells=style.cells, few=None if every_ticket else FEW)
    write_text(letter.lines(), style.to)


def _row(line: ScoreLine, words: SchemeWords) -> dict[str, Any]:
    return {**line.model_dump(), "label": words.label(line.item), "why": words.treated(line)}
