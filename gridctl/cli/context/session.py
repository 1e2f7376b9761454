"""What a command works with: the settled options, the gateway, and ways to show and to ask."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from gridctl.cli.context.options import Options
from gridctl.cli.context.paging import Page, read_pages
from gridctl.cli.diagnostics import note
from gridctl.cli.render import Column, Listing, Style, choose_format, show
from gridctl.cli.render.sink import STDOUT
from gridctl.domain.errors import GridctlError, Usage, word
from gridctl.foundation.i18n import N_, _, names_in
from gridctl.foundation.settings import Settings, Target, load
from gridctl.presentation.finality import with_finality
from gridctl.presentation.joining import sentences

if TYPE_CHECKING:
    from gridctl.operations.base import Gateway, Operation
    from gridctl.presentation.at_hand import Names

R = TypeVar("R")


class Unanswered(Usage):
    """A question has nobody to answer it."""

    message = N_("This asks for confirmation, and nobody can be asked here.")
    hint = N_("Add {option} to go ahead.")


class Declined(GridctlError):
    """The person said no."""

    message = N_("Nothing was changed.")


class ReadOnlyProfile(Usage):
    """The profile forbids changes."""

    message = N_("Profile {name} is read-only.")
    hint = N_("Choose another< with --profile|>, or take readonly out of it.")


class Session:
    """One command at work; made by the command classes, taken with :meth:`of`."""

    #: Rows asked for at once; a page is one statement and one answer.
    page_size = 500
    #: Whether a server that does not answer is tried again for a while.
    patient = True

    def __init__(self, options: Options) -> None:
        self.options = options

    @classmethod
    def of(cls, ctx: typer.Context) -> Session:
        """Return the session of a running command."""
        session = ctx.find_object(cls)
        if session is None:
            raise TypeError("the command was not declared with one of the command classes")
        return session

    @cached_property
    def settings(self) -> Settings:
        """All settings, the command line's flags strongest."""
        flags = ("db", "profile", "lang", "output", "csv_encoding")
        return load({name: getattr(self.options, name) for name in flags})

    @cached_property
    def target(self) -> Target:
        """The database or server the command works on."""
        return self.settings.target()

    @property
    def office_named(self) -> bool:
        """Whether a database or server was named, or the usual file is there."""
        named = self.target.kind != "sqlite" or self.target.origin.layer != "default"
        return named or Path(self.target.address).exists()

    @cached_property
    def gateway(self) -> Gateway:
        """The open way to the data; connected at first use, closed by :meth:`close`."""
        return self.way_to(self.target)

    def way_to(self, target: Target) -> Gateway:
        """Return a gateway to another office than the command's own; its taker closes it."""
        from gridctl.gateway.connect import connect

        return connect(
            target, actor=None, on_behalf=self.options.on_behalf, waiting=self._waiting,
            working=self._working, patience_s=None if self.patient else 0,
        )  # fmt: skip

    def _waiting(self, error: GridctlError, seconds: float) -> None:
        told = word(_(error.message), error.params)
        again = word(_("Trying again in {seconds} s."), {"seconds": f"{seconds:.0f}"})
        self.note(sentences(told, again))

    def _working(self, seconds: int) -> None:
        told = _("The server has been at work on this for {seconds} s.")
        self.note(word(told, {"seconds": seconds}))

    def close(self) -> None:
        """Give the connection back, if one was made."""
        if "gateway" in self.__dict__:
            self.gateway.close()

    def send(self, operation: Operation[R]) -> R:
        """Carry out an operation with the key, the reason and the dry run asked for.

        Raises:
            ReadOnlyProfile: a command for a profile that only reads.
            GridctlError: any error of the operation.
        """
        if operation.action == "query":
            return self.gateway.send(operation)
        self.check_writable()
        options = self.options
        return self.gateway.send(
            operation, key=options.key, dry_run=options.dry_run, reason=options.reason or ""
        )

    def send_agreed(
        self, operation: Operation[R], question: str, severe_name: str | None = None
    ) -> R:
        """Carry out an operation once a person has agreed to it.

        It is tried before anybody is asked: what would be refused is no question. Raises what
        :meth:`confirm` and :meth:`send` raise.
        """
        if self.asks(severe_name):
            self.check_writable()
            self.gateway.send(operation, dry_run=True)
            self.confirm(question, severe_name, of=type(operation))
        return self.send(operation)

    def own_names(self) -> Names:
        """Return what the office calls states and steps; nothing where nobody can be asked."""
        if "gateway" not in self.__dict__:
            return {}
        from gridctl.operations.queries.own_names import ShowOwnNames

        try:
            return self.gateway.send(ShowOwnNames()).model_dump()
        except GridctlError:
            return {}

    def check_writable(self) -> None:
        """Refuse to change what the profile only reads.

        Raises:
            ReadOnlyProfile: the profile says so.
        """
        if self.target.readonly:
            raise ReadOnlyProfile(name=self.target.name)

    @property
    def limit(self) -> int | None:
        """Return how many rows to show at most, None for all."""
        return None if self.options.all_rows else self.options.limit

    def pages(
        self, query: type[Operation[Any]], wanted: Mapping[str, Any] = MappingProxyType({})
    ) -> Listing:
        """Return a list as long as ``--limit`` and ``--all`` allow, read page by page.

        Args:
            query: asks for a page from ``after`` on (None is the start) of ``limit`` records; its
                result is a page.
            wanted: the other fields of the query.
        """

        def turn(after: str | None, limit: int) -> Page:
            found: Page = self.send(
                query.model_validate({**wanted, "after": after, "limit": limit})
            )
            return found

        return read_pages(turn, self.page_size, self.limit)

    def show(
        self,
        data: Any,
        columns: Sequence[Column],
        *,
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        """Write data to stdout in the format asked for, and say on stderr what was cut.

        Args:
            data: a :class:`Listing`, a :class:`Page`, an iterable of views or mappings, which is
                cut at ``--limit``, or one view, which is shown as a record.
            columns: the noun's columns.
            meta: further facts for the envelope's ``meta``.
        """
        listing = listing_of(data, self.limit)
        listing.meta.update(meta or {})
        show(listing, columns, self.style)
        if listing.more:
            self.note(_cut(listing))
        elif listing.shown == 0 and self.style.format in ("table", "wide"):
            self.note(_("Nothing found."))

    @cached_property
    def style(self) -> Style:
        """How to write to stdout."""
        options, settings = self.options, self.settings
        to = None if options.to == STDOUT else options.to
        screen = to is None and sys.stdout.isatty()
        # A file's own ending speaks louder than a standing preference.
        preferred = options.output if to else settings.text("output")
        query = options.query or ""
        return Style(
            format=choose_format(preferred, to, query=bool(query), terminal=screen),
            to=to,
            fields=tuple(names_in(options.fields or "")),
            query=query,
            csv_encoding=settings.text("csv_encoding") or "",
            cells=shutil.get_terminal_size().columns if screen else None,
            color=screen and self._colors(),
            ambiguous=int(settings.text("ambiguous") or "1"),
        )

    def _colors(self) -> bool:
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return self.options.color and not plain

    def note(self, text: str) -> None:
        """Tell something that is not data, on stderr, unless ``--quiet``."""
        if not self.options.quiet:
            note(text)

    @property
    def interactive(self) -> bool:
        """Return whether a person sits at a terminal and may be asked."""
        return self.options.input and sys.stdin.isatty() and sys.stderr.isatty()

    def asks(self, severe_name: str | None = None) -> bool:
        """Return whether :meth:`confirm` would ask: nothing was agreed to on the command line."""
        wish = self.options
        return not (wish.dry_run or (wish.confirm == severe_name if severe_name else wish.yes))

    def confirm(
        self, question: str, severe_name: str | None = None, *,
        of: type[Operation[Any]] | None = None,
    ) -> None:  # fmt: skip
        """Ask before an act; return only if it may go ahead.

        With ``severe_name`` that name is typed instead of yes. ``of`` is what is asked about: what
        'gridctl undo' does not take back is said to be so.

        Raises:
            Unanswered: there is no terminal, or ``--no-input`` was given.
            Declined: the person said no.
        """
        if not self.asks(severe_name):
            return
        if not self.interactive:
            raise Unanswered(option=f"--confirm {severe_name}" if severe_name else "--yes")
        from gridctl.cli.context.asking import ask

        if not ask(with_finality(question, of), self.target, severe_name, color=self._colors()):
            raise Declined

    def ask_secret(self, question: str) -> str:
        """Return what the person types unseen."""
        import getpass

        return getpass.getpass(f"{question}: ", stream=sys.stderr)

    @contextmanager
    def progress(self, label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Show a bar on stderr while the block runs; the value advances it by a count.

        Off a terminal and with ``--quiet`` nothing is drawn.
        """
        if self.options.quiet or not sys.stderr.isatty():
            yield lambda _count: None
            return
        from gridctl.cli.context.asking import bar

        with bar(label, total, color=self._colors()) as advance:
            yield advance


def listing_of(data: Any, limit: int | None) -> Listing:
    """Return what a verb hands over as a listing, cut at a limit where it is a plain list."""
    if isinstance(data, Listing):
        return data
    if isinstance(data, Mapping):
        return Listing([data], total=1, single=True)
    if hasattr(data, "items") and hasattr(data, "next"):
        return Listing(data.items, total=data.total, more=data.next is not None)
    if hasattr(data, "model_dump"):
        return Listing([data], total=1, single=True)
    rows = list(data)
    return Listing(rows[:limit], total=len(rows), more=limit is not None and limit < len(rows))


def _cut(listing: Listing) -> str:
    if listing.total is None:
        return word(
            _("first {shown}, more follow<; --all for all|>"), {"shown": f"{listing.shown:,}"}
        )
    counts = {"shown": f"{listing.shown:,}", "total": f"{listing.total:,}"}
    return word(_("{shown} of {total}<; --all for all|>"), counts)
