"""``gridctl assess object``, ``decide``, ``confirm``, ``objections``: before a month is frozen."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.assess.naming import (
    DEFAULT_SCHEME,
    AssessmentUnnamed,
    Number,
    OfPeriod,
    Scheme,
    SubjectKind,
    named,
    of_one,
)
from gridctl.cli.context import ChangeCommand, ListCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given
from gridctl.cli.context.record import show_change, show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.context.ways import one_of
from gridctl.cli.render import Listing
from gridctl.domain.objections import STATE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.award_steps import DOCUMENT_NO
from gridctl.presentation.objections import (
    COLUMNS,
    DECIDED,
    DECISION,
    DECISIONS,
    ITEM,
    OBJECTED,
    OBJECTION_SECTIONS,
    REMARK,
    SECTIONS,
    TICKET,
    TOWN_COLUMNS,
    TOWN_SECTIONS,
    objection_record,
    page_lines,
    page_record,
    town_record,
)

_Assessment = Annotated[
    str | None, typer.Option(metavar="NUMBER", help=N_("The assessment, such as A3."))
]
_Document = Annotated[str | None, typer.Option(metavar="NUMBER", help=DOCUMENT_NO)]


@app.command(
    "object",
    cls=ChangeCommand,
    help=N_("Object to someone's figure in the newest draft; the county decides it."),
    epilog="gridctl assess object 张三 --period 上月 --opinion '10月11日的工单已按期回复'\n"
    "gridctl assess object G001 --assessment A3 --item close_on_time"
    " --ticket 3202812026101100010 --opinion 催办后改期，未计入 --as 澄江街道",
)
@of_one
@sends("objections.ObjectScore")
def object_score(
    ctx: typer.Context,
    whom: Annotated[str, typer.Argument(metavar="SUBJECT", help=N_("Staff number, code or name."))],
    opinion: Annotated[str, typer.Option(metavar="TEXT", help=OBJECTED)],
    item: Annotated[str | None, typer.Option(metavar="ITEM", help=ITEM)] = None,
    ticket: Annotated[str | None, typer.Option(metavar="TICKET", help=TICKET)] = None,
    document_no: _Document = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    assessment: _Assessment = None,
) -> None:
    """Record an objection."""
    from gridctl.operations.commands.objections import ObjectScore

    session = Session.of(ctx)
    fields = {"assessment": named(assessment, period, scheme, subject), "key": whom}
    fields |= given(opinion=opinion, item=item, ticket=ticket, document_no=document_no)
    made = session.send(ObjectScore.model_validate(fields))
    show_change(session, objection_record(made), COLUMNS, OBJECTION_SECTIONS)


@app.command(
    "decide",
    cls=ChangeCommand,
    help=N_("Decide an objection; what it leads to is corrected by its own command."),
    epilog="gridctl assess decide 4 --decision dismissed --opinion 以系统签收时间为准\n"
    "gridctl assess decide 4 --decision upheld --opinion '工单办结时间已更正' --as 王主任",
)
@sends("objections.DecideScoreObjection")
def decide(
    ctx: typer.Context,
    objection: Annotated[
        int, typer.Argument(metavar="NUMBER", min=1, help=N_("Its number, such as 4."))
    ],
    decision: Annotated[str, choice(DECISIONS, DECISION)],
    opinion: Annotated[str, typer.Option(metavar="TEXT", help=DECIDED)],
    document_no: _Document = None,
) -> None:
    """Decide an objection."""
    from gridctl.operations.commands.objections import DecideScoreObjection

    session = Session.of(ctx)
    fields = {"objection": objection, "decision": decision, "opinion": opinion}
    fields |= given(document_no=document_no)
    decided = session.send(DecideScoreObjection.model_validate(fields))
    show_change(session, objection_record(decided), COLUMNS, OBJECTION_SECTIONS)


@app.command(
    "confirm",
    cls=ChangeCommand,
    help=N_("Confirm that a town's part of the newest draft is right."),
    epilog="gridctl assess confirm --period 上月\n"
    "gridctl assess confirm 澄江街道 --period 2026-10 --as 澄江街道\n"
    "gridctl assess confirm 澄江街道 --assessment A3 --document-no 澄街函〔2026〕8号",
)
@of_one
@sends("objections.ConfirmScores")
def confirm(
    ctx: typer.Context,
    town: Annotated[
        str | None,
        typer.Argument(metavar="TOWN", help=N_("Its name or code; your own if left out.")),
    ] = None,
    opinion: Annotated[str | None, typer.Option(metavar="TEXT", help=REMARK)] = None,
    document_no: _Document = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    assessment: _Assessment = None,
) -> None:
    """Confirm a town's part."""
    from gridctl.operations.commands.objections import ConfirmScores

    session = Session.of(ctx)
    fields = {"assessment": named(assessment, period, scheme, subject)}
    fields |= given(town=town, opinion=opinion, document_no=document_no)
    confirmed = session.send(ConfirmScores.model_validate(fields))
    show_change(session, town_record(confirmed), TOWN_COLUMNS, TOWN_SECTIONS)


@app.command(
    "objections",
    cls=ListCommand,
    help=N_("List the objections to a month's drafts, and which towns have confirmed the newest."),
    epilog="gridctl assess objections --period 上月\n"
    "gridctl assess objections A3 --state undecided\n"
    "gridctl assess objections --period 2026-10 -o xlsx --to 异议.xlsx",
)
@one_of("assessment", "number", "period", error=AssessmentUnnamed)
@sends("objections.ListObjections")
def objections(
    ctx: typer.Context,
    number: Number = None,
    assessment: _Assessment = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    state: Annotated[str | None, choice(STATE_NAMES, N_("Only in this state."))] = None,
) -> None:
    """List objections and the standing of towns."""
    from gridctl.operations.queries.objections import ListObjections

    session = Session.of(ctx)
    wanted = named(number or assessment, period, scheme, subject)
    page = session.send(ListObjections(assessment=wanted))
    record = page_record(page)
    found = [each for each in record["objections"] if state in (None, each["state"])]
    style = session.style
    if style.format in ("table", "wide") and not (style.fields or style.query):
        show_record(session, record | {"objections": found}, COLUMNS, SECTIONS)
    else:
        meta = page.model_dump(exclude={"items", "total", "next"})
        session.show(Listing(found, total=len(found)), COLUMNS, meta=meta)
    for text in page_lines(page):
        session.note(text)
