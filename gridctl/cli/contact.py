"""``gridctl contact``: names and numbers of callers, deleted when their period is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from gridctl.cli.context import ChangeCommand, Session, noun
from gridctl.cli.render import Column
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.operations.commands.contacts import ExpiryView

app = noun()

_EXPIRY = (
    Column("before", N_("Closed before"), kind="date"),
    Column("contacts", N_("Contacts deleted"), kind="int"),
    Column("images", N_("Earlier values deleted"), kind="int"),
    Column("remaining", N_("Still to delete"), kind="int"),
)


@app.command(
    "expire",
    cls=ChangeCommand,
    help=N_(
        "Delete who reported tickets that were closed long ago; figures stay. It cannot be undone."
    ),
    epilog="gridctl contact expire -n\ngridctl contact expire --reason 到期清理",
)
def expire(ctx: typer.Context) -> None:
    """Delete all contacts whose period is over, some at a time."""
    session = Session.of(ctx)
    session.check_writable()
    done = part = _expire(session)
    while part.remaining and not session.options.dry_run:
        part = _expire(session)
        counts = ("contacts", "images")
        done = part.model_copy(
            update={name: getattr(done, name) + getattr(part, name) for name in counts}
        )
    session.show(done.model_dump(), _EXPIRY)
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))
    elif not done.contacts:
        text = _("Nothing to delete: no contact of a ticket closed before {before} is left.")
        session.note(word(text, {"before": done.before.isoformat()}))


def _expire(session: Session) -> ExpiryView:
    from gridctl.operations.commands.contacts import ExpireContacts

    return session.send(ExpireContacts())
