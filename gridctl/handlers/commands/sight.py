"""What an account that sees a part of the office may leave behind there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gridctl.domain.rights import PlaceNotYours
from gridctl.handlers.commands.context import CommandContext
from gridctl.storage.queries import changes as sql
from gridctl.storage.queries.compose import Params

#: Records that lie somewhere. A unit hands on its tickets and loses sight of them; whoever has a
#: place must not put a record outside it, nor move one out.
_PLACED = ("ticket", "whistle", "staff", "post")


def refuse_out_of_sight(context: CommandContext) -> None:
    """Refuse a command that put a record where its account sees nothing.

    Raises:
        PlaceNotYours: it did; the command is taken back.
    """
    rights = context.actor.rights
    if rights is None or rights.whole or not context.journaled:
        return
    actions = ("insert", "update") if rights.place_id is not None else ("insert",)
    if not all_in_sight(context, context.entry_id, actions):
        raise PlaceNotYours(account=context.actor.name)


def all_in_sight(context: CommandContext, journal_id: int, actions: Sequence[str]) -> bool:
    """Tell whether the account sees all records that lie somewhere and an entry dealt with.

    Args:
        context: of the account.
        journal_id: the entry, by its id.
        actions: what it did with them: ``insert``, ``update``, ``delete``.
    """
    touched: dict[str, set[int]] = defaultdict(set)
    wanted: Params = {"entry": journal_id, "tables": _PLACED, "actions": actions}
    for table, row_id in context.uow.read.rows(sql.TOUCHED_ROWS, wanted):
        touched[table].add(row_id)
    return all(
        context.read.value(sql.IN_SIGHT, {"ids": sorted(ids)}, parts={"table": table}) == len(ids)
        for table, ids in touched.items()
    )
