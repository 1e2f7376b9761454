"""An office on its way to a server: announced, handed over in pieces, taken as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from gridctl.operations.base import Command, Slug, View

#: SHA-256 over all rows of an office, by which a copy is called.
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: Text as it stands in the office: a blank at either end belongs to it.
_Text = Annotated[str, StringConstraints(strip_whitespace=False)]
_MOST = 2**53


class CopyView(View):
    """How much of a copy has come.

    ``arrived`` is the number of the last piece; ``taken`` tells that the office has been moved
    by an earlier command already.
    """

    digest: str
    arrived: int = 0
    taken: bool = False


class TakenCopy(View):
    """An office that has been taken, as it was read back from the database.

    ``digest`` and ``rows`` are those of what came, ``head`` and ``head_hash`` its last journal
    entry; ``accounts`` tells whose accounts hold now: those that came with the office, else those
    the server had.
    """

    digest: str
    rows: int
    tables: int
    head: int
    head_hash: str
    accounts: Literal["came", "kept", "none"]


class OpenCopy(Command[CopyView], route="POST /copies", permission="office.move", journaled=False):
    """Announce an office that is to be moved to this empty one.

    Only one is on its way at a time: another one announced before is dropped. The same again
    tells how much has arrived. Raises OfficeNotEmpty where there are records already,
    FormatDiffers where its storage format is not this program's.
    """

    digest: Digest
    format: int = Field(ge=1, le=10_000)
    rows: int = Field(ge=0, le=_MOST)


class PutPiece(
    Command[CopyView],
    route="POST /copies/{digest}/pieces/{number}",
    permission="office.move",
    journaled=False,
):
    """Hand over rows of one table, in the order of tables, columns and keys of a copy.

    Pieces are numbered from 1 without a gap; one that has arrived is answered and not kept
    twice. Nothing of them is to be seen before the office is taken. Raises CopyNotFound,
    PieceMissing, PieceUnfit.
    """

    digest: Slug
    number: int = Field(ge=1, le=2**31 - 1)
    table: str = Field(max_length=60)
    rows: tuple[tuple[int | _Text | None, ...], ...] = Field(min_length=1, max_length=20_000)


class TakeCopy(
    Command[TakenCopy],
    route="POST /copies/{digest}/take",
    permission="office.move",
    # The accounts may be others after it than before.
    told_all=True,
):
    """Put what has arrived in the place of the empty office, in one transaction.

    Every table is read back and compared: where the digest over all rows is not the one
    announced, nothing is changed (ArrivedDiffers). The journal goes on where that of the moved
    office ended. Where no account came along, those of the server are kept; an office that nobody
    could sign in to is not taken (KeepersGone, RoleHeld).
    """

    digest: Slug
    rows: int = Field(ge=0, le=_MOST)


class DropCopy(
    Command[CopyView],
    route="POST /copies/{digest}/drop",
    permission="office.move",
    journaled=False,
):
    """Throw away what has arrived of a copy."""

    digest: Slug
