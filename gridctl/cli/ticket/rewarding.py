"""``gridctl ticket reward`` and ``rewards``: instant rewards for valid information."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ListCommand, Session
from gridctl.cli.context.declared import InPeriod, Since, Until, given
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option, period_fields
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import text
from gridctl.domain.money import parse_yuan, yuan
from gridctl.foundation.i18n import N_, _

_COLUMNS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("reporter", N_("Reported by")),
    Column("amount_fen", N_("Amount (yuan)"), kind="money", width="narrow"),
    Column("given_on", N_("Day"), width="narrow"),
    Column("approved_by", N_("Approved by")),
    Column("ground", N_("Ground"), wide_only=True),
    Column("document_no", N_("Document"), wide_only=True),
    Column("revision", N_("Revision"), kind="int", width="narrow", wide_only=True),
)


@app.command(
    "reward",
    cls=ChangeCommand,
    help=N_("Reward the information a ticket brought; not approved by who reported it."),
    epilog="gridctl ticket reward 3202812026100100001 --amount 50 --ground 及时报告燃气隐患"
    " --approver 王主任 --document-no 澄社治〔2026〕7号",
)
@sends("rewards.RewardTicket")
def reward(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Serial or external number."))],
    amount: Annotated[str, text(N_("Amount, in yuan."), "YUAN")],
    ground: Annotated[str, text(N_("What it is given for."))],
    approver: Annotated[str, text(N_("Who approves it."), "NAME")],
    document_no: Annotated[str | None, text(N_("Number of the document."), "NO")] = None,
    on: Annotated[str | None, day_option(N_("Day it was given; today if left out."))] = None,
) -> None:
    """Reward a ticket."""
    from gridctl.operations.commands.rewards import RewardTicket

    session = Session.of(ctx)
    facts = given(
        ticket=number, amount_fen=parse_yuan(amount), ground=ground, approver=approver,
        document_no=document_no, on=on,
    )  # fmt: skip
    view = session.send(RewardTicket.model_validate(facts))
    show_change(session, view, _COLUMNS, (Section("", _COLUMNS),))


@app.command(
    "rewards",
    cls=ListCommand,
    help=N_("List rewards for valid information, newest first, with their sum."),
    epilog="gridctl ticket rewards --period 本月\n"
    "gridctl ticket rewards --reporter 张伟 --all -o csv --to 即时奖励.csv",
)
@sends("rewards.ListRewards")
def rewards(
    ctx: typer.Context,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    reporter: Annotated[str | None, text(N_("Only reported by this person."), "STAFF")] = None,
) -> None:
    """List rewards, as many as --limit allows."""
    from gridctl.operations.queries.rewards import ListRewards

    session = Session.of(ctx)
    wanted = period_fields(period) | given(since=since, until=until, reporter=reporter)
    told = session.send(ListRewards.model_validate({**wanted, "limit": 1}))
    rows = session.pages(ListRewards, wanted)
    session.show(rows, _COLUMNS, meta={"sum_fen": told.sum_fen})
    session.note(_("Sum: {sum} yuan.").format(sum=yuan(told.sum_fen)))
