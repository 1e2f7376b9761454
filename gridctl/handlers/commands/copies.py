"""Taking in an office that comes over the line, in the place of an empty one."""

from __future__ import annotations

from functools import partial

from gridctl.domain.keeping import (
    ArrivedDiffers,
    FormatDiffers,
    OfficeNotEmpty,
    PieceMissing,
    PieceUnfit,
    moving_key,
)
from gridctl.domain.roles.adoption import Holders, check_holders
from gridctl.domain.roles.errors import KeepersGone
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.office_roles import office_roles
from gridctl.operations.commands.copies import (
    CopyView,
    DropCopy,
    OpenCopy,
    PutPiece,
    TakeCopy,
    TakenCopy,
)
from gridctl.storage import sqlite
from gridctl.storage.queries import accounts as account_sql
from gridctl.storage.queries import copies as sql
from gridctl.storage.repositories.copies import Copies, table_of


def open_copy(operation: OpenCopy, context: CommandContext) -> CopyView:
    """Make room for an office, or tell how much of it has come."""
    if operation.format != sqlite.FORMAT:
        raise FormatDiffers(theirs=sqlite.FORMAT, mine=operation.format)
    copies = Copies(context.uow)
    if context.uow.read.value(sql.TAKEN, {"key": moving_key(operation.digest)}):
        # A process that was killed may have left the pieces.
        context.uow.afterwards.append(copies.spool.drop)
        return CopyView(digest=operation.digest, taken=True)
    _check_empty(copies)
    context.uow.afterwards.append(partial(copies.spool.announce, operation.digest))
    return CopyView(digest=operation.digest, arrived=copies.spool.count(operation.digest))


def put_piece(operation: PutPiece, context: CommandContext) -> CopyView:
    """Keep some rows until all have come."""
    copies, number = Copies(context.uow), operation.number
    _check_empty(copies)
    spool = copies.spool
    arrived = spool.arrived(operation.digest)
    if number > arrived + 1:
        raise PieceMissing(number=arrived + 1)
    table = table_of(operation.table)
    if table is None or any(len(row) != len(table.columns) for row in operation.rows):
        raise PieceUnfit(number=number)
    if number == arrived + 1:
        put = partial(spool.put, operation.digest, number, table.name, operation.rows)
        context.uow.afterwards.append(put)
    return CopyView(digest=operation.digest, arrived=max(arrived, number))


def take_copy(operation: TakeCopy, context: CommandContext) -> TakenCopy:
    """Put what has come in the place of this office."""
    copies = Copies(context.uow)
    spool = copies.spool
    spool.arrived(operation.digest)
    copies.hold()
    _check_empty(copies)
    copied, accounts = copies.take(spool)
    if copied.digest != operation.digest:
        raise ArrivedDiffers(found=copied.rows, rows=operation.rows)
    context.forget()
    _check_keepers(context, came=accounts == "came")
    context.uow.afterwards.append(spool.drop)
    return TakenCopy(
        digest=copied.digest, rows=copied.rows, tables=len(copied.tables), head=copied.head,
        head_hash=copied.head_hash, accounts=accounts,
    )  # fmt: skip


def drop_copy(operation: DropCopy, context: CommandContext) -> CopyView:
    """Throw away what has come."""
    spool = Copies(context.uow).spool
    arrived = spool.arrived(operation.digest)
    context.uow.afterwards.append(spool.drop)
    return CopyView(digest=operation.digest, arrived=arrived)


def _check_keepers(context: CommandContext, *, came: bool) -> None:
    """Refuse an office that nobody could sign in to, or keep the accounts of.

    Raises:
        KeepersGone, RoleHeld, RoleHeldWithoutPlace, RoleHeldWithoutUnit: it would be one.
    """
    holders = [Holders(**row) for row in context.uow.read.records(account_sql.HOLDERS)]
    if came and not holders:
        raise KeepersGone
    check_holders(office_roles(context), holders)


def _check_empty(copies: Copies) -> None:
    """Refuse an office somebody has worked in.

    Raises:
        OfficeNotEmpty: it has records.
    """
    if (table := copies.first_filled()) is not None:
        # What may have come will never be taken.
        copies.spool.drop()
        raise OfficeNotEmpty(table=table)
