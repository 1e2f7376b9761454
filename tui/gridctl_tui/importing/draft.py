"""A file on its way in: what it is, how it is read, and how far it has come."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from gridctl.domain.errors import GridctlError
from gridctl.foundation.ids import idempotency_key
from gridctl.gateway.sending import Sent, StopAsked, Wish, send_file
from gridctl.imports import Plan, likely_kinds, load_kind, survey
from gridctl.operations.base import Gateway
from gridctl.operations.queries.imports import BatchView
from gridctl_tui.workflow import typed

#: Records that are told one by one, of those an import brings or changes.
_DIFFERENCES = 500


@dataclass(frozen=True)
class Choices:
    """What a person settled about how a file is read; None is left to the reading engine.

    Attributes:
        columns: letter of a column and the field it feeds, "" for one to be left out.
        stated: field and what every row says that does not say it itself.
    """

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    year: int | None = None
    columns: tuple[tuple[str, str], ...] = ()
    stated: tuple[tuple[str, str], ...] = ()

    def options(self) -> dict[str, Any]:
        """Return them as the reading engine takes them."""
        return {**asdict(self), "columns": dict(self.columns), "stated": dict(self.stated)}


@dataclass(frozen=True)
class Draft:
    """A file, and how it is to be brought in.

    Attributes:
        path: the file.
        kind: what its rows are.
        likely: the kinds its headers fit, the likeliest first.
        choices: how it is read.
        wish: how it is taken.
        key: stands for this file taken in this way: what stopped goes on under it.
        plan: how it will be read; None where it cannot be.
        trouble: why it cannot be read.
        sheets: its sheets in which something stands.
        stated: whether a person said what its rows are.
    """

    path: Path
    kind: str
    likely: tuple[str, ...] = ()
    choices: Choices = Choices()
    wish: Wish = field(default_factory=Wish)
    key: str = field(default_factory=idempotency_key)
    plan: Plan | None = None
    trouble: GridctlError | None = None
    sheets: tuple[str, ...] = ()
    stated: bool = False

    @property
    def unknown(self) -> bool:
        """Return whether nothing in it says what its rows are, and nobody said so either."""
        return self.plan is not None and not self.plan.columns and not self.stated

    @property
    def ready(self) -> bool:
        """Return whether it can be tried."""
        return self.plan is not None and not self.plan.missing

    def changed(self, **changes: Any) -> Draft:
        """Return the draft with something settled otherwise; it is another import then."""
        return replace(self, key=idempotency_key(), **changes).surveyed()

    def surveyed(self) -> Draft:
        """Return the draft with its plan, or with what stands against it."""
        try:
            plan = survey(self.path, load_kind(self.kind), **self.choices.options())
        except GridctlError as error:
            return replace(self, plan=None, trouble=error)
        return replace(self, plan=plan, trouble=None, sheets=self.sheets or plan.sheets)

    def command(self, program: str) -> str:
        """Return the command that does the same."""
        words = [*shlex.split(program), "import", "run", str(self.path), "--kind", self.kind]
        wish, choices = self.wish, self.choices
        told = {
            "--as-of": wish.as_of and wish.as_of.isoformat(), "--system": wish.system,
            "--sheet": choices.sheet, "--header-row": choices.header_row,
            "--encoding": choices.encoding, "--year": choices.year,
        }  # fmt: skip
        for flag, value in told.items():
            words += [flag, str(value)] if value else []
        for column, name in choices.columns:
            words += ["--column", f"{column}={name}"]
        for name, text in choices.stated:
            words += ["--set", f"{name}={text}"]
        if wish.as_of and not wish.complete:
            words.append("--partial")
        return typed([*words, *(["--accept-rest"] if wish.accept_rest else [])])


def drafted(path: Path, kind: str | None = None) -> Draft:
    """Return the draft of a file, of the kind its headers say where none is named.

    Raises:
        GridctlError: it cannot be read at all.
    """
    likely = tuple(likely_kinds(path))
    # A file that fits no kind is most often tickets with headers nobody has met yet.
    guess = next(iter(likely), "ticket")
    return Draft(path, kind or guess, likely, stated=kind is not None).surveyed()


class Errand:
    """A file being sent: how far it is, and a way to stop it after the part under way.

    Attributes:
        draft: what is sent.
        trial: whether everything is undone again.
        sent: how far it has come.
        began: when it began, in seconds of the machine.
    """

    def __init__(self, draft: Draft, *, trial: bool) -> None:
        self.draft, self.trial = draft, trial
        self.sent = Sent()
        self.began = monotonic()
        self._stop = threading.Event()

    @property
    def stopping(self) -> bool:
        """Return whether it was asked to stop."""
        return self._stop.is_set()

    @property
    def rate(self) -> int:
        """Return how many rows a second it has sent."""
        return round(self.sent.rows / max(monotonic() - self.began, 0.001))

    def stop(self) -> None:
        """Have it end after the part under way."""
        self._stop.set()

    def carry(self, gateway: Gateway) -> BatchView:
        """Send the file; blocks until it is through.

        Raises:
            GridctlError, StopAsked: as :func:`gridctl.gateway.sending.send_file`.
        """
        draft = self.draft
        assert draft.plan is not None
        wish = replace(draft.wish, dry_run=self.trial, differences=_DIFFERENCES)
        return send_file(gateway, draft.plan, wish, key=draft.key, watch=self._watch)

    def _watch(self, sent: Sent) -> None:
        self.sent = sent
        if self._stop.is_set():
            raise StopAsked


def kept(draft: Draft) -> dict[str, Any]:
    """Return a draft as it is written down, so that it can be gone on with."""
    wish = asdict(draft.wish) | {"as_of": draft.wish.as_of and draft.wish.as_of.isoformat()}
    return {
        "path": str(draft.path), "kind": draft.kind, "key": draft.key,
        "choices": asdict(draft.choices), "wish": wish,
    }  # fmt: skip


def restored(record: Mapping[str, Any]) -> Draft:
    """Return a draft that was written down, surveyed anew.

    Raises:
        KeyError, TypeError, ValueError: the record is not one of :func:`kept`.
    """
    from datetime import date

    wish, choices = dict(record["wish"]), dict(record["choices"])
    wish["as_of"] = date.fromisoformat(wish["as_of"]) if wish["as_of"] else None
    for pairs in ("columns", "stated"):
        choices[pairs] = tuple((str(name), str(text)) for name, text in choices.get(pairs, ()))
    return Draft(
        Path(record["path"]), str(record["kind"]), choices=Choices(**choices), wish=Wish(**wish),
        key=str(record["key"]), stated=True,
    ).surveyed()  # fmt: skip
