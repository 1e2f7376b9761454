"""``gridctl award``: the monthly performance incentive, from nomination to payment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.assess.naming import scheme_labels
from gridctl.cli.context import (
    ChangeCommand,
    ListCommand,
    Session,
    SevereCommand,
    ShowCommand,
    noun,
)
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Text, given
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.context.ways import one_of
from gridctl.cli.context.when import day_option, read_period
from gridctl.cli.diagnostics import spelling
from gridctl.cli.render import Listing
from gridctl.domain.awards import DECISION_NAMES, STATE_NAMES
from gridctl.domain.errors import Param, Usage, word
from gridctl.domain.money import AmountInvalid, parse_yuan, yuan
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.award_steps import ACTS, DOCUMENT_NO, OBJECTED, OPINION
from gridctl.presentation.awards import (
    COLUMNS,
    LIST_COLUMNS,
    SECTIONS,
    people_records,
    sheet_record,
)
from gridctl.presentation.scheme_names import called, sections_called

if TYPE_CHECKING:
    from gridctl.operations.queries.awards import AwardSheet

app = noun()

_NUMBER = re.compile(r"[Ll][0-9]+")


class NothingToNominate(Usage):
    """Neither a period nor an assessment was named."""

    message = N_("Nominate from which assessment?")
    hint = N_("Name a period< with --period|>, or an assessment such as A3< with --assessment|>.")


def _read_list(param: typer.CallbackParam, text: str) -> str:
    """Return a list's number, or a period in its plain form with the scheme behind it."""
    if _NUMBER.fullmatch(text):
        return text.upper()
    period, colon, scheme = text.partition(":")
    return f"{read_period(period, spelling(param)).name}{colon}{scheme}"


_List = Annotated[
    str,
    typer.Argument(
        metavar="LIST", help=N_("Number such as L1, or its period."), callback=_read_list
    ),
]
_Person = Annotated[
    str, typer.Argument(metavar="STAFF", help=N_("Staff number, or name on the list."))
]
_Opinion = Annotated[str | None, typer.Option(metavar="TEXT", help=OPINION)]
_Document = Annotated[str | None, typer.Option(metavar="NUMBER", help=DOCUMENT_NO)]


@app.command(
    "nominate",
    cls=ChangeCommand,
    help=N_("Nominate from a frozen assessment; says for everyone in and near the list why."),
    epilog="gridctl award nominate --period 2026-10\n"
    "gridctl award nominate --period 上月 --as 考核科\n"
    "gridctl award nominate --assessment A3 -n",
)
@one_of("assessment", "period", error=NothingToNominate, alone=False)
@sends("awards.NominateAwards", "assessments.ListSchemes")
def nominate(
    ctx: typer.Context,
    period: InPeriod = None,
    scheme: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("Scheme the period was assessed by."))
    ] = None,
    assessment: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("Assessment, such as A3."))
    ] = None,
) -> None:
    """Nominate a list."""
    from gridctl.operations.commands.awards import NominateAwards

    fields = given(assessment=assessment or period, scheme=scheme)
    _changed(Session.of(ctx), NominateAwards.model_validate(fields))


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List the award lists, newest first."),
    epilog="gridctl award list\n"
    "gridctl award list '未发放 period:2026-Q4'\n"
    "gridctl award list --state published --text 张伟\n"
    "gridctl award list --period 2026-10 -o json",
)
@sends("awards.ListAwards", "assessments.ListSchemes")
def list_awards(
    ctx: typer.Context,
    terms: FilterTerms = None,
    period: InPeriod = None,
    state: Annotated[str | None, choice(STATE_NAMES, N_("Only in this state."))] = None,
    text: Text = None,
    view: ViewName = None,
) -> None:
    """List award lists, as many as --limit allows."""
    from gridctl.operations.queries.awards import ListAwards

    session = Session.of(ctx)
    said = with_view(session, "award", view, terms)
    wanted = given(period=period, state=state, text=text, filter=said)
    rows = session.pages(ListAwards, wanted)
    session.show(rows, called(LIST_COLUMNS, scheme_labels(session)))


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show a list: who is on it or near it and why, and every step so far."),
    epilog="gridctl award show 2026-10\n"
    "gridctl award show L1 -o csv --to 候选名单.csv\n"
    "gridctl award show L1 --query 'items[?seat].name'",
)
@sends("awards.ShowAwards", "assessments.ListSchemes")
def show(ctx: typer.Context, award_list: _List) -> None:
    """Show one list."""
    from gridctl.operations.queries.awards import ShowAwards

    session = Session.of(ctx)
    _show(session, session.send(ShowAwards(award_list=award_list)))


@app.command(
    "approve",
    cls=ChangeCommand,
    help=ACTS["approve"].help,
    epilog="gridctl award approve 2026-10 --as 王主任 --document-no 澄网格办〔2026〕12号\n"
    "gridctl award approve L1 --as 王主任 --choose 张伟 --choose S00012"
    " --opinion 首次参评者优先",
)
@sends("awards.ApproveAwards", "assessments.ListSchemes")
def approve(
    ctx: typer.Context,
    award_list: _List,
    choose: Annotated[
        list[str] | None,
        typer.Option(metavar="STAFF", help=N_("One who is taken of a tie.")),
    ] = None,
    opinion: _Opinion = None,
    document_no: _Document = None,
) -> None:
    """Approve a list."""
    from gridctl.operations.commands.awards import ApproveAwards

    fields = given(choose=choose, opinion=opinion, document_no=document_no)
    _changed(Session.of(ctx), ApproveAwards.model_validate({"award_list": award_list, **fields}))


@app.command(
    "publish",
    cls=SevereCommand,
    help=ACTS["publish"].help,
    epilog="gridctl award publish 2026-10\n"
    "gridctl award publish L1 --from 2026-11-09 --confirm 2026-10\n"
    "gridctl award publish L1 --days 7 -n",
)
@sends("awards.PublishAwards", "assessments.ListSchemes")
def publish(
    ctx: typer.Context,
    award_list: _List,
    starts: Annotated[
        str | None, day_option(ACTS["publish"].facts["starts"].help, "--from")
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=ACTS["publish"].facts["days"].help),
    ] = None,
    opinion: _Opinion = None,
    document_no: _Document = None,
) -> None:
    """Publish a list after its period was typed."""
    from gridctl.operations.commands.awards import PublishAwards

    fields = given(starts=starts, days=days, opinion=opinion, document_no=document_no)
    operation = PublishAwards.model_validate({"award_list": award_list, **fields})
    _severe(Session.of(ctx), operation, ACTS["publish"].severe)


@app.command(
    "object",
    cls=ChangeCommand,
    help=N_("Record an objection to someone on a public list, or decide one."),
    epilog="gridctl award object L1 张伟 --opinion '群众来信反映虚报1件'\n"
    "gridctl award object L1 张伟 --decision dismissed --opinion '经核查不属实'\n"
    "gridctl award object L1 S00012 --decision upheld --objection 4 --opinion 属实",
)
@sends("awards.DecideObjection", "awards.ObjectAward", "assessments.ListSchemes")
def objection(
    ctx: typer.Context,
    award_list: _List,
    staff: _Person,
    opinion: Annotated[str, typer.Option(metavar="TEXT", help=OBJECTED)],
    decision: Annotated[
        str | None, choice(DECISION_NAMES, ACTS["decide"].facts["decision"].help)
    ] = None,
    objection: Annotated[
        int | None,
        typer.Option(metavar="NO", help=N_("Which one, by its step's number.")),
    ] = None,
    document_no: _Document = None,
) -> None:
    """Record or decide an objection."""
    from gridctl.operations.commands.awards import DecideObjection, ObjectAward

    fields = {"award_list": award_list, "staff": staff, "opinion": opinion}
    fields |= given(document_no=document_no, decision=decision, objection=objection)
    kind = DecideObjection if "decision" in fields or "objection" in fields else ObjectAward
    _changed(Session.of(ctx), kind.model_validate(fields))


@app.command(
    "finalise",
    cls=SevereCommand,
    help=ACTS["finalise"].help,
    epilog="gridctl award finalise 2026-10\n"
    "gridctl award finalise L1 --confirm 2026-10 --document-no 澄网格办〔2026〕13号\n"
    "gridctl award finalise L1 --move-up 李娜 --opinion 依次递补",
)
@sends("awards.FinaliseAwards", "assessments.ListSchemes")
def finalise(
    ctx: typer.Context,
    award_list: _List,
    move_up: Annotated[
        list[str] | None,
        typer.Option(metavar="STAFF", help=N_("Takes a place that was struck off.")),
    ] = None,
    opinion: _Opinion = None,
    document_no: _Document = None,
) -> None:
    """Make a list final after its period was typed."""
    from gridctl.operations.commands.awards import FinaliseAwards

    fields = given(move_up=move_up, opinion=opinion, document_no=document_no)
    operation = FinaliseAwards.model_validate({"award_list": award_list, **fields})
    _severe(Session.of(ctx), operation, ACTS["finalise"].severe)


@app.command(
    "pay",
    cls=ChangeCommand,
    help=ACTS["pay"].help,
    epilog="gridctl award pay 2026-10 --amount 390\n"
    "gridctl award pay L1 --amount 390.00 --document-no 发放表2026-10 -y\n"
    "gridctl award pay L1 --amount 500 -n",
)
@sends("awards.PayAwards", "assessments.ListSchemes")
def pay(
    ctx: typer.Context,
    award_list: _List,
    amount: Annotated[
        str | None,
        typer.Option(metavar="YUAN", help=ACTS["pay"].facts["amount_fen"].help),
    ] = None,
    opinion: _Opinion = None,
    document_no: _Document = None,
) -> None:
    """Record the payment after asking."""
    from gridctl.operations.commands.awards import PayAwards

    session = Session.of(ctx)
    fen = parse_yuan(amount) if amount else None
    if fen is not None and fen <= 0:
        raise AmountInvalid(text=amount)
    if fen is None:
        question = _("Record the payment as the scheme says?")
    else:
        question = word(_("Record {amount} yuan for each person?"), {"amount": yuan(fen)})
    fields = given(amount_fen=fen, opinion=opinion, document_no=document_no)
    operation = PayAwards.model_validate({"award_list": award_list, **fields})
    _told(session, session.send_agreed(operation, question))


def _severe(session: Session, operation: Any, question: str) -> None:
    """Take a step that cannot be taken back after the list's period was typed."""
    from gridctl.operations.queries.awards import ShowAwards

    head = session.send(ShowAwards(award_list=operation.award_list)).award_list
    places: dict[str, Param] = {"period": head.period, "selected": head.selected}
    _told(session, session.send_agreed(operation, word(_(question), places), head.period))


def _changed(session: Session, operation: Any) -> None:
    """Take a step, and show what became of the list."""
    _told(session, session.send(operation))


def _told(session: Session, sheet: AwardSheet) -> None:
    """Show what became of a list, and say whether it was only tried."""
    _show(session, sheet)
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))


def _show(session: Session, sheet: AwardSheet) -> None:
    """Show a list in sections on a screen; elsewhere its people, the list and steps as meta."""
    style = session.style
    if style.format not in ("table", "wide") or style.fields or style.query:
        meta = {
            "award_list": sheet.award_list.model_dump(),
            "steps": [step.model_dump() for step in sheet.steps],
        }
        people = people_records(sheet)
        session.show(Listing(people, total=len(people)), COLUMNS, meta=meta)
        return
    schemes = scheme_labels(session)
    columns, sections = called(LIST_COLUMNS, schemes), sections_called(SECTIONS, schemes)
    show_record(session, sheet_record(sheet), columns, sections)
