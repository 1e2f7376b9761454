"""A verb's session on the stage of another face: its office, its questions, its way to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from gridctl.cli.context.options import Options
from gridctl.cli.context.session import Declined, Session, listing_of
from gridctl.cli.render import Column, Style
from gridctl.foundation.settings import Settings, Target
from gridctl.operations.base import Gateway, Operation
from gridctl.presentation.finality import with_finality
from gridctl.presentation.sections import Section
from gridctl.presentation.verbs import Stage


class StagedSession(Session):
    """What a verb works with where no terminal is at hand."""

    def __init__(self, options: Options, *, stage: Stage, opened_with: Session) -> None:
        super().__init__(options)
        self._stage, self._opened_with = stage, opened_with

    @cached_property
    def settings(self) -> Settings:
        """The settings the face was opened with."""
        return self._opened_with.settings

    @cached_property
    def target(self) -> Target:
        """The office the face was opened on."""
        return self._opened_with.target

    @cached_property
    def gateway(self) -> Gateway:
        """The stage's way to the office."""
        return self._stage

    @property
    def limit(self) -> int | None:
        """Return no limit: a list is read as far as somebody looks."""
        return None

    #: A screenful and the next one; what follows is read when somebody goes there.
    page_size = 100

    @cached_property
    def style(self) -> Style:
        """How drawings are made; rows and records are handed over as they are."""
        ambiguous = int(self.settings.text("ambiguous") or "1")
        return Style(format="table", cells=self._stage.cells, ambiguous=ambiguous)

    def show(
        self,
        data: Any,
        columns: Sequence[Column],
        *,
        meta: Mapping[str, Any] | None = None,  # noqa: ARG002 - facts for data formats
    ) -> None:
        """Show a list, or one record."""
        listing = listing_of(data, None)
        if listing.single:
            self._stage.record(listing.peek(), (Section("", tuple(columns)),))
        else:
            self._stage.rows(listing, columns)

    @property
    def interactive(self) -> bool:
        """Return that somebody sits there."""
        return True

    def asks(self, severe_name: str | None = None) -> bool:  # noqa: ARG002 - asked of nobody twice
        """Return whether the stage would ask: nothing is agreed to beforehand there."""
        return not self.options.dry_run

    def confirm(
        self,
        question: str,
        severe_name: str | None = None,
        *,
        of: type[Operation[Any]] | None = None,
    ) -> None:
        """Ask on the stage.

        Raises:
            Declined: the person said no.
        """
        asked = with_finality(question, of)
        if self.asks(severe_name) and not self._stage.confirm(asked, severe_name):
            raise Declined

    def ask_secret(self, question: str) -> str:
        """Ask on the stage for a secret."""
        return self._stage.secret(question)

    @contextmanager
    def progress(
        self,
        label: str,  # noqa: ARG002 - the face says itself that it works
        total: int | None = None,  # noqa: ARG002 - as above
    ) -> Iterator[Callable[[int], None]]:
        """Draw nothing: the face says itself that something is under way."""
        yield lambda _count: None
