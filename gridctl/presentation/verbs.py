"""The verbs of the command line as data: their words, what they ask for, and where they speak.

A face that is no command line offers the same verbs by the same words: it reads what there is from
:class:`Verbs`, asks for the fields of a :class:`Verb`, and has the line of words carried out on a
:class:`Stage` of its own. So whatever the command line can do, every face can, without a second
copy of its words or of what a verb does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed
from gridctl.operations.base import Operation
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl.presentation.ways import Ways

R = TypeVar("R")
#: Ends what a verb does; behind it stands what else is to know.
_STOP = re.compile(r"[;；:：。]|\.(?=\s|$)")

#: What stands in a field: a record found by name, a day as people type it, one of a few codes,
#: working hours of a day, a part of each year, a time limit …
FieldKind = Literal[
    "text",
    "paragraph",
    "number",
    "day",
    "period",
    "instant",
    "slots",
    "season",
    "limit",
    "choice",
    "flag",
    "switch",
    "file",
    "record",
]


@dataclass(frozen=True)
class VerbField:
    """Something a verb asks for.

    Attributes:
        name: of the parameter.
        help: its English sentence, marked with ``N_``.
        kind: what stands there; ``flag`` is said or not, ``switch`` yes, no or not said,
            ``paragraph`` a text in which a comma is a part.
        of: noun of the record that is named, such as ``unit``; "" where none is.
        flags: as it is typed, the spelling for no last where it has one; empty for a word of the
            line itself.
        labels: code -> English label, where it is one of a few codes.
        needed: whether the verb does nothing without it.
        many: whether it may be said several times.
        into: field of the operation it goes into; "" where nobody but the journal is told it.
        spelled: as messages of the command line name it: its longest flag, or its place's name.
    """

    name: str
    help: str
    kind: FieldKind
    of: str = ""
    flags: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    many: bool = False
    into: str = ""
    spelled: str = ""

    @property
    def label(self) -> str:
        """Return its sentence in the language in use, as it stands above a field."""
        return pointed(_(self.help)).rstrip(".。")

    @property
    def called(self) -> str:
        """Return what messages call it in the language in use: its label up to the first stop."""
        return _STOP.split(self.label, maxsplit=1)[0]

    def said(self, value: Any) -> list[str]:
        """Return the words that say a value on the command line; a flag's value is a bool."""
        if self.kind in ("flag", "switch"):
            yes = [self.flags[0]] if value else []
            return yes or ([self.flags[-1]] if self.kind == "switch" else [])
        values = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
        if not self.flags:
            return values
        return [word for each in values for word in _behind(self.flags[0], each)]


def _behind(flag: str, value: str) -> list[str]:
    """Return an option and its value; one that looks like an option stands in the same word."""
    return [f"{flag}={value}"] if value.startswith("-") else [flag, value]


@dataclass(frozen=True)
class Verb:
    """A verb of the command line.

    Attributes:
        words: what is typed, such as ``("grid", "create")``.
        help: its English sentence, marked with ``N_``.
        changes: whether it may change the office.
        sends: full names of the operations it is for and cannot do without.
    """

    words: tuple[str, ...]
    help: str
    changes: bool
    sends: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """Return it as it is typed."""
        return " ".join(self.words)

    @property
    def called(self) -> str:
        """Return what it is called in the language in use: its sentence up to the first stop."""
        return _STOP.split(_(self.help), maxsplit=1)[0]


def _likest(name: str, fields: Iterable[VerbField]) -> list[VerbField]:
    """Return the fields a name begins with the names of, the longest first."""
    alike = (each for each in fields if name.startswith(each.name))
    return sorted(alike, key=lambda each: -len(each.name))


@dataclass(frozen=True)
class VerbForm:
    """What a verb asks for.

    Attributes:
        verb: the verb.
        fields: in the order help shows them.
        tried: whether it can be tried first, with nothing changed.
        guarded: whether it takes the revision of the record it saw.
        ways: the fields of which it needs one or another, None where it needs none so.
    """

    verb: Verb
    fields: tuple[VerbField, ...]
    tried: bool = False
    guarded: bool = False
    ways: Ways | None = None

    @property
    def named(self) -> VerbField | None:
        """Return the field that names the record a verb is about, None where there is none."""
        first = next(iter(self.fields), None)
        return first if first and first.kind == "record" and not first.flags else None

    def asked_as(self, field: str) -> VerbField | None:
        """Return what a field of the operation is asked for as, None where nothing is like it.

        ``tags`` is asked for as ``tag``, ``amount_fen`` as ``amount``, ``conditions.limit_text``
        as the ``limit`` that goes into the conditions; what has no likeness to anything asked for
        is the record the verb is about.
        """
        whole, _dot, part = field.partition(".")
        same = [each for each in self.fields if whole in (each.name, each.into)]
        about = [each for each in self.fields if not each.flags]
        meant = _likest(part, same) or same or _likest(whole, self.fields) or about
        return meant[0] if meant else None

    def asks(self, known: Collection[str]) -> bool:
        """Tell whether the verb must be told more than some fields before it can do something."""
        wanted = (each.name for each in self.fields if each.needed)
        unsettled = self.ways is not None and not self.ways.settled(known)
        return self.verb.changes or unsettled or any(name not in known for name in wanted)

    def line(self, values: Mapping[str, Any]) -> list[str]:
        """Return the words that say the verb with some values, the nouns of it first."""
        places = [word for each in self._told(values, flagged=False) for word in each]
        options = [word for each in self._told(values, flagged=True) for word in each]
        mark = ["--"] if any(word.startswith("-") for word in places) else []
        if mark:
            return [*self.verb.words, *options, *mark, *places]
        return [*self.verb.words, *places, *options]

    def _told(self, values: Mapping[str, Any], *, flagged: bool) -> Iterator[list[str]]:
        for each in self.fields:
            if each.name in values and bool(each.flags) == flagged:
                yield each.said(values[each.name])


#: Where a document is written to; asked for by each verb that makes one.
TO = VerbField("to", N_("File to write it to."), "file", flags=("--to",), needed=True)
#: What every change may say besides its own fields.
REASON = VerbField("reason", N_("Reason, kept in the journal."), "text", flags=("--reason",))
BEHALF = VerbField(
    "on_behalf", N_("Act for this person or unit."), "record", of="unit", flags=("--as",)
)


class Rows(Protocol):
    """Records in order, read once, as far as somebody reads them.

    Attributes:
        total: how many there are, None where nobody counted.
        behind: tells of a record of figures the filter of the tickets behind it.
    """

    total: int | None
    behind: Callable[[Mapping[str, Any]], str] | None

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each record."""
        ...


class Stage(Protocol):
    """Where a verb at work speaks, asks, and reaches the office; called from its own thread.

    Attributes:
        cells: terminal cells of a line.
    """

    cells: int

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation, as a gateway does."""
        ...

    def close(self) -> None:
        """Leave the connection to who made it."""
        ...

    def confirm(self, question: str, name: str | None) -> bool:
        """Ask before an act; a severe one is confirmed by typing ``name``."""
        ...

    def secret(self, question: str) -> str:
        """Ask for a secret, unseen."""
        ...

    def rows(self, listing: Rows, columns: Sequence[Column]) -> None:
        """Show a list."""
        ...

    def record(self, record: Mapping[str, Any], sections: Sequence[Section]) -> None:
        """Show one record."""
        ...

    def text(self, text: str) -> None:
        """Show a drawing or a text."""
        ...

    def note(self, text: str) -> None:
        """Tell something that is not data."""
        ...


class Verbs(Protocol):
    """The verbs a face can offer."""

    def offered(self) -> Sequence[Verb]:
        """Return the verbs that act on the office, in the order of help; loads all of them."""
        ...

    def find(self, words: Sequence[str]) -> Verb | None:
        """Return the verb a line of words begins with, None where it is not offered."""
        ...

    def form(self, words: Sequence[str]) -> VerbForm:
        """Return what a verb asks for."""
        ...

    def carry_out(self, line: Sequence[str], stage: Stage) -> int:
        """Carry out a line of words and return its exit code.

        Raises:
            GridctlError, ValidationError: as the verb raised it.
        """
        ...
