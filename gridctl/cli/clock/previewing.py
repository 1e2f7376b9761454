"""What other rules would do to open tickets, in a sentence or as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from gridctl.cli.context import Session
from gridctl.cli.context.declared import given
from gridctl.cli.render import Column, Listing
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _

#: Tickets named where all are asked for.
_ALL = 100_000

Affected = Annotated[
    bool,
    typer.Option("--affected", help=N_("List the open tickets it would change, instead.")),
]
_WAITS = {"signature": N_("from signing on")}
_SHIFTS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("before", N_("Deadline before"), kind="deadline", labels=_WAITS, width="narrow"),
    Column("after", N_("Deadline then"), kind="deadline", labels=_WAITS, width="narrow"),
    Column("late_before", N_("Overdue before"), width="narrow"),
    Column("late_after", N_("Overdue then"), width="narrow"),
)


def show_effect(
    session: Session,
    rules: Sequence[dict[str, Any]],
    place: str | None,
    valid_from: Any,
    *,
    listed: bool = False,
) -> None:
    """Say what rules would do to the open tickets, and list them if asked to.

    Args:
        session: the command at work.
        rules: as they would be adopted: ``kind``, ``name``, ``body``.
        place: the county or town they are for.
        valid_from: the first day they would hold.
        listed: whether the tickets are listed, too.
    """
    from gridctl.operations.commands.clocks import PreviewRules

    fields = given(rules=list(rules), place=place, valid_from=valid_from)
    fields["examples"] = _ALL if listed else 0
    effect = session.gateway.send(PreviewRules.model_validate(fields))
    counts = effect.model_dump(exclude={"items"})
    if listed:
        listing = Listing(effect.items, total=len(effect.items))
        listing.meta.update(counts)
        session.show(listing, _SHIFTS)
    session.note(
        word(
            _(
                "{tickets} open tickets: {moved} deadlines would move, {turning_overdue} would"
                " turn overdue, {no_longer_overdue} would stop being overdue."
            ),
            counts,
        )
    )
    if effect.unread:
        told = word(_("{unread} deadlines would lie in a year without a calendar."), counts)
        session.note(told)


def tell_adopted(session: Session) -> None:
    """Say that a rule was adopted, or only tried."""
    tried = session.options.dry_run
    session.note(_("Only tried: nothing was changed.") if tried else _("Adopted."))
