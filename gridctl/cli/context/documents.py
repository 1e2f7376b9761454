"""Documents: made behind the gateway, written where ``--to`` says."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from gridctl.cli.context.declared import given
from gridctl.cli.context.session import Session
from gridctl.cli.render import write_document
from gridctl.cli.render.sink import STDOUT
from gridctl.domain.errors import Usage, word
from gridctl.foundation.i18n import N_, _, language

if TYPE_CHECKING:
    from gridctl.operations.base import Query
    from gridctl.operations.queries.reports import Document


class FileNotNamed(Usage):
    """A document needs a place to go to."""

    message = N_("Where is the document to be written?")
    hint = N_("<Add --to FILE; - is stdout|Name the file to write it to>.")


class FormatUnclear(Usage):
    """The ending of the file does not tell the format of the document."""

    message = N_("{file}: the ending does not tell the format.")
    hint = N_("End it in one of {choices}, or <add --format|say the format>.")


def send_document(
    session: Session,
    operation: type[Query[Document]],
    stated: dict[str, Any],
    wish: str | None,
    formats: Collection[str],
) -> None:
    """Have a document made, write it, and say what was written.

    Args:
        session: the command's session.
        operation: what makes the document.
        stated: its fields.
        wish: the format asked for; the ending of the file tells it where None.
        formats: the formats there are.

    Raises:
        FileNotNamed: ``--to`` is missing.
        FormatUnclear: neither the ending of the file nor ``--format`` tells the format.
    """
    to = session.options.to
    if not to:
        raise FileNotNamed
    fields = {**stated, "language": language(), **given(format=wish or _format_of(to, formats))}
    document = session.send(operation.model_validate(fields))
    write_document(document.content, to)
    places = {
        "file": document.name if to == STDOUT else to,
        "size": f"{len(document.content):,}",
        "digest": document.digest,
    }
    session.note(word(_("Wrote {file}: {size} bytes, SHA-256 {digest}"), places))


def _format_of(to: str, formats: Collection[str]) -> str | None:
    """Return the format a file's ending tells; stdout leaves it to the document."""
    if to == STDOUT:
        return None
    ending = PurePath(to).suffix.lower().removeprefix(".")
    if ending not in formats:
        raise FormatUnclear(file=to, choices=" ".join(f".{name}" for name in formats))
    return ending
