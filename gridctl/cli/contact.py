"""``gridctl contact``: names and numbers of callers, unmasked for a purpose, deleted in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import ChangeCommand, Session, noun
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.context.ways import one_of
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.errors import Usage, word
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.operations.commands.contacts import ExpiryView

app = noun()

_EXPIRY = (
    Column("before", N_("Closed before"), kind="date"),
    Column("contacts", N_("Contacts deleted"), kind="int"),
    Column("callers", N_("Callers not known again"), kind="int"),
    Column("images", N_("Earlier values deleted"), kind="int"),
    Column("files", N_("Unfinished imports dropped"), kind="int"),
    Column("remaining", N_("Still to delete"), kind="int"),
)
_CONTACT = (
    Column("subject", N_("Whose")),
    Column("name", N_("Name"), private=True),
    Column("phone", N_("Telephone"), private=True),
    Column("purpose", N_("Purpose")),
)


class NobodyNamed(Usage):
    """It must be said whose contact is meant."""

    message = N_("Name a ticket, or a member of staff< with --staff|>.")


@app.command(
    "show",
    cls=ChangeCommand,
    help=N_("Show a name and number unmasked; the journal keeps who looked, and what for."),
    epilog="gridctl contact show 3202812026110200002 --purpose 电话核实地址\n"
    "gridctl contact show --staff 张三 --purpose 通知开会",
)
@one_of("ticket", "staff", error=NobodyNamed)
@sends("contacts.ShowStaffContact", "contacts.ShowTicketContact")
def show(
    ctx: typer.Context,
    ticket: Annotated[
        str | None, typer.Argument(metavar="TICKET", help=N_("Number of the ticket."))
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="WHO", help=N_("A member of staff instead."))
    ] = None,
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="TEXT", help=N_("What it is needed for."))
    ] = "",
) -> None:
    """Unmask the contact of a ticket's caller or of a member of staff."""
    from gridctl.operations.commands.contacts import ShowStaffContact, ShowTicketContact

    session = Session.of(ctx)
    wish = (
        ShowTicketContact(ticket=ticket, purpose=purpose)
        if ticket is not None
        else ShowStaffContact(staff=staff or "", purpose=purpose)
    )
    show_change(session, session.send(wish).model_dump(), _CONTACT, (Section("", _CONTACT),))


@app.command(
    "expire",
    cls=ChangeCommand,
    help=N_(
        "Delete who reported tickets that were closed long ago; figures stay. It cannot be undone."
    ),
    epilog="gridctl contact expire -n\ngridctl contact expire --reason 到期清理",
)
@sends("contacts.ExpireContacts")
def expire(ctx: typer.Context) -> None:
    """Delete all contacts whose period is over, some at a time."""
    session = Session.of(ctx)
    session.check_writable()
    done = part = _expire(session)
    while part.remaining and not session.options.dry_run:
        part = _expire(session)
        counts = ("contacts", "callers", "images", "files")
        done = part.model_copy(
            update={name: getattr(done, name) + getattr(part, name) for name in counts}
        )
    session.show(done.model_dump(), _EXPIRY)
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))
    elif not (done.contacts or done.callers or done.files):
        text = _("Nothing to delete: no contact of a ticket closed before {before} is left.")
        session.note(word(text, {"before": done.before.isoformat()}))


def _expire(session: Session) -> ExpiryView:
    from gridctl.operations.commands.contacts import ExpireContacts

    return session.send(ExpireContacts())
