"""``gridctl duty``: which tasks of departments may enter the grids' list, and until when."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import AsOf, IfMatch, Text, given, into, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.context.ways import one_of
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.duty_items import KIND_NAMES, STANDING_NAMES
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.wording import finding_words

app = noun()

COLUMNS = (
    Column("code", N_("Code"), width="narrow"),
    Column("name", N_("Name"), width="wide"),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES),
    Column("standing", N_("Standing"), width="narrow", labels=STANDING_NAMES),
    Column("unit", N_("Unit")),
    Column("last_day", N_("Until"), width="narrow"),
    Column("valid_from", N_("From"), width="narrow", wide_only=True),
    Column("category", N_("Category"), wide_only=True),
    Column("decided_by", N_("Decided by"), wide_only=True),
    Column("document_no", N_("Document"), wide_only=True),
)
_RECORD = (
    Column("code", N_("Code")),
    Column("name", N_("Name")),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("standing", N_("Standing"), labels=STANDING_NAMES),
    Column("unit", N_("Unit")),
    Column("category", N_("Category")),
    Column("valid_from", N_("From")),
    Column("last_day", N_("Until")),
    Column("note", N_("Note")),
    Column("tickets", N_("Tickets that name it"), kind="int"),
    Column("revision", N_("Revision"), kind="int"),
)
_DECISION = (
    Column("proposed_by", N_("Proposed by")),
    Column("decided_by", N_("Decided by")),
    Column("decided_on", N_("Decided")),
    Column("document_no", N_("Document")),
    Column("opinion", N_("Opinion")),
)
_SECTIONS = (Section("", _RECORD), Section(N_("Decision"), _DECISION))
_VERDICTS = {
    "open": N_("Tickets may be entered on {day}."),
    "closed": N_("Tickets may not be entered on {day}."),
    "free": N_("No duty item is about this; tickets may be entered on {day}."),
}


class NothingToCheck(Usage):
    """Neither an item nor a category was named."""

    message = N_("Name what is to be checked: a duty item, or a category.")
    hint = N_(
        "Give <--item ITEM or --category CATEGORY|the item or the category>; '<duty"
        " list>' shows the items."
    )


def _text(words: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=words)


_Item = Annotated[str, typer.Argument(metavar="ITEM", help=N_("Code or name of the item."))]
_Kind = Annotated[str | None, choice(KIND_NAMES, N_("Kind of task."), words="duty_item.kind")]
_Unit = Annotated[str | None, _text(N_("Department whose task it is."), "UNIT")]
_Category = Annotated[str | None, _text(N_("Category of its tickets."), "CATEGORY")]
_From = Annotated[str | None, day_option(N_("First day on the list."), "--from")]
_Until = Annotated[str | None, into("last_day", day_option(N_("Last day on the list.")))]
_By = Annotated[str | None, _text(N_("Who decides, if not who acts."), "NAME")]
_On = Annotated[str | None, day_option(N_("Day of the decision; today if left out."))]
_Opinion = Annotated[str | None, _text(N_("Why."))]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List the duty list."),
    epilog="gridctl duty list 'standing:open 部门:应急管理局'\n"
    "gridctl duty list --standing open\n"
    "gridctl duty list --unit 应急管理局 --kind 巡查\n"
    "gridctl duty list --as-of 2026-06-30 -o xlsx --to 准入清单.xlsx",
)
@sends("duty_items.ListDutyItems")
def list_items(
    ctx: typer.Context,
    terms: FilterTerms = None,
    text: Text = None,
    kind: _Kind = None,
    standing: Annotated[
        str | None, choice(STANDING_NAMES, N_("Only with this standing."), metavar="STANDING")
    ] = None,
    unit: Annotated[str | None, _text(N_("Only of this department."), "UNIT")] = None,
    category: Annotated[
        str | None, _text(N_("Only of this category and those under it."), "CATEGORY")
    ] = None,
    as_of: AsOf = None,
    view: ViewName = None,
) -> None:
    """List the duty list, as much as --limit allows."""
    from gridctl.operations.queries.duty_items import ListDutyItems

    session = Session.of(ctx)
    said = with_view(session, "duty", view, terms)
    wanted = given(
        text=text,
        kind=kind,
        standing=standing,
        unit=unit,
        category=category,
        as_of=as_of,
        filter=said,
    )
    rows = session.pages(ListDutyItems, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show items with who proposed and who decided."),
    epilog="gridctl duty show D0001\ngridctl duty show D0001 D0002 -o json",
)
@sends("duty_items.ShowDutyItem")
def show(
    ctx: typer.Context,
    items: Annotated[list[str], stdin_too("ITEM", N_("Code or name."))],
) -> ExitCode:
    """Show one or several items."""
    from gridctl.operations.queries.duty_items import ShowDutyItem

    session = Session.of(ctx)
    return show_several(
        session, items, lambda item: session.send(ShowDutyItem(item=item)), COLUMNS, _SECTIONS
    )


@app.command(
    "check",
    cls=ShowCommand,
    help=N_("Say whether tickets of an item or a category may be entered on a day."),
    epilog="gridctl duty check --item D0001\n"
    "gridctl duty check --category 暴露垃圾 --on 2026-12-31",
)
@one_of("item", "category", error=NothingToCheck, alone=False)
@sends("duty_items.CheckDutyItem")
def check(
    ctx: typer.Context,
    item: Annotated[str | None, _text(N_("Code or name of the item."), "ITEM")] = None,
    category: Annotated[str | None, _text(N_("Category of the ticket."), "CATEGORY")] = None,
    on: Annotated[str | None, day_option(N_("Day of the report; today if left out."))] = None,
) -> ExitCode:
    """Check a day; the exit code tells scripts whether it is open."""
    from gridctl.operations.queries.duty_items import CheckDutyItem

    session = Session.of(ctx)
    wanted = given(item=item, category=category, on=on)
    found = session.send(CheckDutyItem.model_validate(wanted))
    session.show(found, COLUMNS, meta={"verdict": found.verdict, "day": found.day})
    for reason in found.reasons:
        session.note(finding_words(reason))
    session.note(_(_VERDICTS[found.verdict]).format(day=found.day))
    return ExitCode.PROBLEMS if found.verdict == "closed" else ExitCode.OK


@app.command(
    "propose",
    cls=ChangeCommand,
    help=N_("Propose a task for the list; another one decides."),
    epilog="gridctl duty propose --name 九小场所消防巡查 --kind 巡查 --unit 应急管理局"
    " --category 安全生产 --from 2026-10-01 --until 2027-09-30 --as 应急管理局",
)
@sends("duty_items.ProposeDutyItem")
def propose(
    ctx: typer.Context,
    name: Annotated[str, _text(N_("The task in a line."), "NAME")],
    kind: _Kind = None,
    unit: _Unit = None,
    category: _Category = None,
    valid_from: _From = None,
    until: _Until = None,
    code: Annotated[str | None, _text(N_("Code; the next one if left out."), "CODE")] = None,
    by: Annotated[str | None, _text(N_("Who proposes, if not who acts."), "NAME")] = None,
    note: Annotated[str | None, _text(N_("Note."))] = None,
) -> None:
    """Propose an item."""
    from gridctl.operations.commands.duty_items import ProposeDutyItem

    session = Session.of(ctx)
    facts = given(
        name=name, kind=kind, unit=unit, category=category, valid_from=valid_from,
        last_day=until, code=code, by=by, note=note,
    )  # fmt: skip
    show_change(session, session.send(ProposeDutyItem.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "admit",
    cls=ChangeCommand,
    help=N_("Put a proposed item on the list, or leave it there longer; not by who proposed it."),
    epilog="gridctl duty admit D0001 --document-no 澄社治〔2026〕8号 --until 2027-09-30\n"
    "gridctl duty admit D0001 --document-no 8号 --by 市社会治理委员会 --on 2026-09-28\n"
    "gridctl duty admit D0001 --document-no 12号 --until 2028-09-30",
)
@sends("duty_items.AdmitDutyItem")
def admit(
    ctx: typer.Context,
    item: _Item,
    document_no: Annotated[str, _text(N_("Number of the document that decides."), "NO")],
    valid_from: _From = None,
    until: _Until = None,
    by: _By = None,
    on: _On = None,
    opinion: _Opinion = None,
    if_match: IfMatch = None,
) -> None:
    """Admit an item."""
    from gridctl.operations.commands.duty_items import AdmitDutyItem

    session = Session.of(ctx)
    facts = given(
        item=item, document_no=document_no, valid_from=valid_from, last_day=until, by=by, on=on,
        opinion=opinion, if_match=if_match,
    )  # fmt: skip
    show_change(session, session.send(AdmitDutyItem.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "refuse",
    cls=ChangeCommand,
    help=N_("Keep a proposed item off the list; not by who proposed it."),
    epilog="gridctl duty refuse D0002 --opinion 不宜由网格承担 --by 市社会治理委员会",
)
@sends("duty_items.RefuseDutyItem")
def refuse(
    ctx: typer.Context,
    item: _Item,
    opinion: Annotated[str, _text(N_("Why."))],
    document_no: Annotated[
        str | None, _text(N_("Number of the document that decides."), "NO")
    ] = None,
    by: _By = None,
    on: _On = None,
    if_match: IfMatch = None,
) -> None:
    """Refuse an item."""
    from gridctl.operations.commands.duty_items import RefuseDutyItem

    session = Session.of(ctx)
    facts = given(
        item=item, opinion=opinion, document_no=document_no, by=by, on=on, if_match=if_match
    )
    show_change(session, session.send(RefuseDutyItem.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "end",
    cls=ChangeCommand,
    help=N_("Take an item off the list, sooner than decided; tickets entered before stay."),
    epilog="gridctl duty end D0001 --until 2026-12-31 --opinion 部门收回",
)
@sends("duty_items.EndDutyItem")
def end(
    ctx: typer.Context,
    item: _Item,
    until: Annotated[str, into("last_day", day_option(N_("Last day on the list.")))],
    opinion: _Opinion = None,
    if_match: IfMatch = None,
) -> None:
    """End an item."""
    from gridctl.operations.commands.duty_items import EndDutyItem

    session = Session.of(ctx)
    facts = given(item=item, last_day=until, opinion=opinion, if_match=if_match)
    show_change(session, session.send(EndDutyItem.model_validate(facts)), COLUMNS, _SECTIONS)
