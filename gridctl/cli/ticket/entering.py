"""``gridctl ticket create`` and ``edit``."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, given, given_lists
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import instant_option
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import STATE_COLUMN, mark, text
from gridctl.cli.ticket.onward import tell_code, tell_next, tell_similar
from gridctl.domain.money import parse_yuan
from gridctl.domain.tickets import BEGINNING_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.tickets import COLUMNS, SECTIONS

_Title = Annotated[str | None, text(N_("What it is about, in a line."))]
_Description = Annotated[str | None, text(N_("The whole story."))]
_Category = Annotated[str | None, text(N_("Category: path, name or code."), "CATEGORY")]
_Source = Annotated[str | None, text(N_("Where it came from, such as 12345."), "SOURCE")]
_Nature = Annotated[str | None, text(N_("What it asks for, such as 投诉 or 咨询."))]
_Place = Annotated[str | None, text(N_("Where: code, name or alias of a place."), "PLACE")]
_Address = Annotated[str | None, text(N_("Address in words."))]
_Reporter = Annotated[str | None, text(N_("Who of the staff reported it."), "STAFF")]
_Lead = Annotated[str | None, text(N_("Unit that handles it."), "UNIT")]
_Assists = Annotated[list[str] | None, text(N_("Unit that helps."), "UNIT")]
_Scale = Annotated[str | None, text(N_("Scale, such as 群体性."))]
_People = Annotated[int | None, text(N_("Number of people involved."), "N")]
_Amount = Annotated[str | None, text(N_("Amount at issue, in yuan."), "YUAN")]
_ContactName = Annotated[str | None, text(N_("Name of the caller, kept apart."))]
_ContactPhone = Annotated[str | None, text(N_("Telephone of the caller, kept apart."))]
_DutyItem = Annotated[str | None, text(N_("Item of the duty list it comes from."), "ITEM")]
_Tags = Annotated[list[str] | None, text(N_("Tag."))]
_Deadline = Annotated[str | None, instant_option(N_("When it must be closed."))]
_Urgent = Annotated[bool | None, mark("urgent", N_("Urgent."))]
_Important = Annotated[bool | None, mark("important", N_("Important."))]
_Historic = Annotated[bool | None, mark("historic", N_("Left over from the past."))]
_Confidential = Annotated[
    bool | None, mark("confidential", N_("The caller asks for confidentiality."))
]


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Enter a ticket; its serial number is given out at once."),
    epilog="gridctl ticket create --title 楼道堆物 --place 第一网格 --category 暴露垃圾\n"
    "gridctl ticket create --title 井盖缺失 --place 文定社区 --source 12345 --external-no JY-7"
    " --deadline-at '2026-10-08 17:30' --lead-unit 城管局\n"
    "gridctl ticket create --title 邻里纠纷 --place 第一网格 --reporter 张伟 --state self_closed"
    " --closed-at now",
)
@sends("tickets.CreateTicket")
def create(
    ctx: typer.Context,
    title: Annotated[str, text(N_("What it is about, in a line."))],
    place: _Place = None,
    category: _Category = None,
    description: _Description = None,
    source: _Source = None,
    nature: _Nature = None,
    address: _Address = None,
    reporter: _Reporter = None,
    lead_unit: _Lead = None,
    assist_unit: _Assists = None,
    external_no: Annotated[str | None, text(N_("Number in the other system."), "NUMBER")] = None,
    external_system: Annotated[str | None, text(N_("Name of the other system."), "NAME")] = None,
    state: Annotated[
        str | None,
        choice(BEGINNING_NAMES, N_("State it is in."), words=STATE_COLUMN, metavar="STATE"),
    ] = None,
    occurred_at: Annotated[str | None, instant_option(N_("When it happened."))] = None,
    reported_at: Annotated[str | None, instant_option(N_("When it was reported; now."))] = None,
    deadline_at: _Deadline = None,
    closed_at: Annotated[str | None, instant_option(N_("When it was closed."))] = None,
    urgent: _Urgent = None,
    important: _Important = None,
    historic: _Historic = None,
    confidential: _Confidential = None,
    scale: _Scale = None,
    people_involved: _People = None,
    amount: _Amount = None,
    contact_name: _ContactName = None,
    contact_phone: _ContactPhone = None,
    duty_item: _DutyItem = None,
    tag: _Tags = None,
) -> None:
    """Enter a ticket."""
    from gridctl.operations.commands.tickets import CreateTicket

    session = Session.of(ctx)
    facts = given(
        title=title, place=place, category=category, description=description, source=source,
        nature=nature, address=address, reporter=reporter, lead_unit=lead_unit,
        assist_units=assist_unit, external_no=external_no, external_system=external_system,
        state=state, occurred_at=occurred_at, reported_at=reported_at, deadline_at=deadline_at,
        closed_at=closed_at, urgent=urgent, important=important, historic=historic,
        confidential=confidential, scale=scale, people_involved=people_involved,
        amount_fen=_fen(amount), contact_name=contact_name, contact_phone=contact_phone, tags=tag,
        duty_item=duty_item,
    )  # fmt: skip
    view = session.send(CreateTicket.model_validate(facts))
    show_change(session, view, COLUMNS, SECTIONS)
    tell_similar(session, view)
    tell_code(session, view.serial_no)
    tell_next(session, view)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_(
        "Correct what was entered; the change and your opinion go into the log."
        " Blank text takes a value away."
    ),
    epilog="gridctl ticket edit 3202812026100100001 --lead-unit 城管局 --opinion 派单有误\n"
    "gridctl ticket edit JY-7 --deadline-at '2026-10-09 17:30' -n\n"
    "gridctl ticket edit JY-7 --assist-unit 供电公司 --assist-unit 住建局\n"
    "gridctl ticket edit JY-7 --assist-unit '' --contact-phone ''",
)
@sends("tickets.EditTicket")
def edit(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Serial or external number."))],
    title: _Title = None,
    place: _Place = None,
    category: _Category = None,
    description: _Description = None,
    source: _Source = None,
    nature: _Nature = None,
    address: _Address = None,
    reporter: _Reporter = None,
    lead_unit: _Lead = None,
    assist_unit: _Assists = None,
    deadline_at: _Deadline = None,
    urgent: _Urgent = None,
    important: _Important = None,
    historic: _Historic = None,
    confidential: _Confidential = None,
    scale: _Scale = None,
    people_involved: _People = None,
    amount: _Amount = None,
    contact_name: _ContactName = None,
    contact_phone: _ContactPhone = None,
    duty_item: _DutyItem = None,
    public_reply: Annotated[str | None, text(N_("Reply that may be published."))] = None,
    tag: _Tags = None,
    opinion: Annotated[str | None, text(N_("Why, for the ticket's log."))] = None,
    if_match: IfMatch = None,
) -> None:
    """Correct a ticket."""
    from gridctl.operations.commands.tickets import EditTicket

    session = Session.of(ctx)
    facts = given(
        ticket=number, title=title, place=place, category=category, description=description,
        source=source, nature=nature, address=address, reporter=reporter, lead_unit=lead_unit,
        deadline_at=deadline_at, urgent=urgent, important=important, historic=historic,
        confidential=confidential, scale=scale, people_involved=people_involved,
        amount_fen=_fen(amount), contact_name=contact_name, contact_phone=contact_phone,
        public_reply=public_reply, opinion=opinion, if_match=if_match, duty_item=duty_item,
    ) | given_lists(assist_units=assist_unit, tags=tag)  # fmt: skip
    show_change(session, session.send(EditTicket.model_validate(facts)), COLUMNS, SECTIONS)


def _fen(amount: str | None) -> int | None:
    return None if amount is None else parse_yuan(amount)
