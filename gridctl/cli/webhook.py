"""``gridctl webhook``: other systems are told what happens to tickets."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given, stdin_too
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.errors import Usage, word
from gridctl.domain.webhooks import DELIVERY_STATE_NAMES, TROUBLE_NAMES, WEBHOOK_STATE_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed

app = noun()

COLUMNS = (
    Column("name", N_("Name"), width="narrow"),
    Column("url", N_("Address"), width="wide"),
    Column("events", N_("Events")),
    Column("state", N_("State"), labels=WEBHOOK_STATE_NAMES, width="narrow"),
    Column("pending", N_("On its way"), kind="int", width="narrow"),
    Column("delivered", N_("Delivered"), kind="int", width="narrow"),
    Column("dead", N_("Given up"), kind="int", width="narrow"),
    Column("created_at", N_("Since"), kind="instant", width="narrow", wide_only=True),
    Column("created_by", N_("By"), wide_only=True),
)
_SECTIONS = (Section("", (*COLUMNS, Column("revision", N_("Revision"), kind="int"))),)
_DELIVERIES = (
    Column("delivery", N_("No."), kind="int", width="narrow"),
    Column("webhook", N_("Webhook"), width="narrow"),
    Column("event", N_("Event"), width="narrow"),
    Column("topic", N_("Ticket"), width="wide"),
    Column("state", N_("State"), labels=DELIVERY_STATE_NAMES, width="narrow"),
    Column("attempts", N_("Tries"), kind="int", width="narrow"),
    Column("status", N_("HTTP status"), kind="int", width="narrow"),
    Column("trouble", N_("Trouble"), labels=TROUBLE_NAMES),
    Column("event_id", N_("Event number"), width="narrow", wide_only=True),
    Column("created_at", N_("Noticed"), kind="instant", width="narrow", wide_only=True),
    Column("next_at", N_("Next try"), kind="instant", width="narrow", wide_only=True),
    Column("done_at", N_("Over since"), kind="instant", width="narrow", wide_only=True),
)
_DELIVERY_SECTIONS = (Section("", _DELIVERIES),)

_SECRET = Column("secret", N_("Secret"), width="wide")

_Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the webhook."))]


class ServerDelivers(Usage):
    """This machine may reach other addresses than the server, and would use up its tries."""

    message = N_("{name} is a server, and sends what is due by itself.")
    hint = N_("'<webhook deliveries>' tells how it went, '<doctor>' whether the server sends.")


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Have an address told of events from now on; the secret is shown this once."),
    epilog="gridctl webhook create 大屏 --url https://screen.example/hook\n"
    "gridctl webhook create 热线 --url https://12345.example/in --event ticket.close"
    " --event ticket.feedback\n"
    "gridctl webhook create 公示 --url https://www.example/pub --event award.publish",
)
@sends("webhooks.CreateWebhook")
def create(
    ctx: typer.Context,
    name: _Name,
    url: Annotated[str, typer.Option(metavar="URL", help=N_("Where to send; https."))],
    event: Annotated[
        list[str] | None,
        typer.Option(metavar="EVENT", help=N_("Only this event. All if none.")),
    ] = None,
) -> None:
    """Create a webhook."""
    import secrets

    from gridctl.operations.commands.webhooks import CreateWebhook

    session = Session.of(ctx)
    secret = secrets.token_urlsafe(32)
    wanted = given(name=name, url=url, events=event, secret=secret)
    made = session.send(CreateWebhook.model_validate(wanted)).model_dump(mode="json")
    made["secret"] = None if session.options.dry_run else secret
    columns = (*COLUMNS, _SECRET)
    show_change(session, made, columns, (*_SECTIONS, Section("", (_SECRET,))))
    if not session.options.dry_run:
        session.note(_("The secret is told this once; the receiver checks signatures with it."))


@app.command(
    "list", cls=ListCommand, help=N_("List webhooks."), epilog="gridctl webhook list -o wide"
)
@sends("webhooks.ListWebhooks")
def list_webhooks(ctx: typer.Context) -> None:
    """List webhooks."""
    from gridctl.operations.queries.webhooks import ListWebhooks

    session = Session.of(ctx)
    session.show(session.send(ListWebhooks()), COLUMNS)


@app.command("show", cls=ShowCommand, help=N_("Show webhooks."), epilog="gridctl webhook show 大屏")
@sends("webhooks.ShowWebhook")
def show(
    ctx: typer.Context,
    names: Annotated[list[str], stdin_too("NAME", N_("Name."))],
) -> ExitCode:
    """Show one or several webhooks."""
    from gridctl.operations.queries.webhooks import ShowWebhook

    session = Session.of(ctx)
    return show_several(
        session, names, lambda name: session.send(ShowWebhook(name=name)), COLUMNS, _SECTIONS
    )


@app.command(
    "test",
    cls=ChangeCommand,
    help=N_("Have an address told 'ping' at the next delivery."),
    epilog="gridctl webhook test 大屏 && gridctl webhook deliver",
)
@sends("webhooks.TestWebhook")
def test(ctx: typer.Context, name: _Name) -> None:
    """Send a ping."""
    from gridctl.operations.commands.webhooks import TestWebhook

    session = Session.of(ctx)
    show_change(session, session.send(TestWebhook(name=name)), _DELIVERIES, _DELIVERY_SECTIONS)
    if session.target.kind == "url":
        session.note(pointed(_("The server sends it; '<webhook deliveries>' tells how it went.")))
    else:
        told = _("It goes out with the next delivery; '<webhook deliver>' sends now.")
        session.note(pointed(told))


@app.command(
    "end",
    cls=ChangeCommand,
    help=N_("Tell an address nothing more; what was on its way is given up."),
    epilog="gridctl webhook end 大屏 -y",
)
@sends("webhooks.EndWebhook")
def end(ctx: typer.Context, name: _Name) -> None:
    """End a webhook after asking."""
    from gridctl.operations.commands.webhooks import EndWebhook

    session = Session.of(ctx)
    question = word(_("End webhook {name}?"), {"name": name})
    ended = session.send_agreed(EndWebhook(name=name), question)
    show_change(session, ended, COLUMNS, _SECTIONS)


@app.command(
    "deliveries",
    cls=ListCommand,
    help=N_("List what was told or is on its way, newest first."),
    epilog="gridctl webhook deliveries --state dead\n"
    "gridctl webhook deliveries --webhook 大屏 -o wide",
)
@sends("webhooks.ListDeliveries")
def deliveries(
    ctx: typer.Context,
    webhook: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Only of this webhook."))
    ] = None,
    state: Annotated[str | None, choice(DELIVERY_STATE_NAMES, N_("Only in this state."))] = None,
) -> None:
    """List deliveries, as many as --limit allows."""
    from gridctl.operations.queries.webhooks import ListDeliveries

    session = Session.of(ctx)
    wanted = given(webhook=webhook, state=state)
    rows = session.pages(ListDeliveries, wanted)
    session.show(rows, _DELIVERIES)


@app.command(
    "retry",
    cls=ChangeCommand,
    help=N_("Try a delivery anew that was given up."),
    epilog="gridctl webhook retry 17",
)
@sends("webhooks.RetryDelivery")
def retry(
    ctx: typer.Context,
    delivery: Annotated[int, typer.Argument(metavar="NO", help=N_("Number of the delivery."))],
) -> None:
    """Try a delivery anew."""
    from gridctl.operations.commands.webhooks import RetryDelivery

    session = Session.of(ctx)
    view = session.send(RetryDelivery(delivery=delivery))
    show_change(session, view, _DELIVERIES, _DELIVERY_SECTIONS)


@app.command(
    "deliver",
    cls=ShowCommand,
    help=N_("Send what is due now; a server does so by itself."),
    epilog="gridctl webhook deliver",
)
@sends("webhooks.TakeDeliveries")
def deliver(ctx: typer.Context) -> ExitCode:
    """Send what is due.

    Raises:
        ServerDelivers: the office is a server's, whose machine sends.
    """
    from gridctl.gateway.courier import deliver as send_due

    session = Session.of(ctx)
    if session.target.kind == "url":
        raise ServerDelivers(name=session.target.name)
    session.check_writable()
    inside = session.settings.text("webhooks_inside") == "yes"
    done = send_due(session.gateway, inside=inside)
    session.note(word(_("{delivered} delivered, {failed} not."), {**done}))
    if not done["failed"]:
        return ExitCode.OK
    session.note(pointed(_("They are tried again later; '<webhook deliveries>' tells why.")))
    if not inside:
        session.note(_('Addresses inside the network are told only with webhooks_inside = "yes".'))
    return ExitCode.PARTIAL
