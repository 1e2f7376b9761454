"""What a clerk states for a document, and the file it is saved in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from gridctl.domain.errors import Usage, word
from gridctl.domain.periods import parse_period
from gridctl.foundation.i18n import N_, _, language
from gridctl.foundation.paths import working_folder
from gridctl.operations.queries.reports import Document
from gridctl.operations.registry import operation_class
from gridctl.presentation.files import write_file
from gridctl.presentation.reports import FORMATS, PAPERS, PERIOD, Paper
from gridctl.presentation.ticket_steps import Fact
from gridctl_tui.screens.ask import Confirm
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.facts import field_of
from gridctl_tui.widgets.fields import ChoiceField, FieldLine

_PERIOD = "period"
#: What is seldom stated stands last.
_SELDOM = ("issuer", "scheme")
#: Kinds of facts that are several texts: what stands between these in the field.
_BETWEEN = {"paragraphs": "\n", "units": ", "}


class FileEndingUnclear(Usage):
    """The ending of the file does not tell the format of the document."""

    message = N_("{file}: the ending does not tell the format.")
    hint = N_("End it in one of {choices}.")


def render(kind: str, stated: Mapping[str, Any], format: str) -> Any:
    """Return the operation that writes a document.

    Raises:
        ValidationError: something stated is not what it should be.
    """
    operation = operation_class(PAPERS[kind].operation)
    fields = {**stated, "format": format, "language": language()}
    return operation.model_validate(fields)


class StatingForm(Form):
    """Asks for the period and what is stated; what is kept of it is in ``stated``."""

    def __init__(self, kind: str, stated: Mapping[str, Any]) -> None:
        self._kind, self._paper = kind, PAPERS[kind]
        self.stated = dict(stated)
        needs = word(_("It needs {things}."), {"things": _(self._paper.rests_on)})
        super().__init__(_(self._paper.label), [_(self._paper.help), needs])

    def fields(self) -> Iterator[Widget]:
        """Yield what is needed first, what is seldom stated last."""
        facts = self._paper.facts
        for name in sorted(facts, key=lambda each: _rank(each, self._paper)):
            needed, begun = name in self._paper.required, _text(facts[name], self.stated.get(name))
            yield field_of(name, facts[name], self.find, begun, needed=needed)
        yield FieldLine(_PERIOD, _(PERIOD).rstrip(".。"), self.stated[_PERIOD], needed=True)

    async def carry_out(self, key: str) -> bool:  # noqa: ARG002 - nothing is changed
        """Keep what is stated, once it has the form it must have."""
        stated = self.values()
        stated[_PERIOD] = parse_period(stated.get(_PERIOD, "")).name
        render(self._kind, stated, "md")
        self.stated = stated
        return True


def _rank(name: str, paper: Paper) -> tuple[bool, bool]:
    return name in _SELDOM, name not in paper.required


def _text(fact: Fact, value: Any) -> str:
    """Return what a field begins with, from what was stated before."""
    return _BETWEEN[fact.kind].join(value) if fact.kind in _BETWEEN and value else value or ""


class SavingForm(Form):
    """Asks for the file, and writes the document whole or not at all.

    Attributes:
        saved: path of the file and the document in it, once it is written.
    """

    def __init__(self, kind: str, stated: Mapping[str, Any], name: str) -> None:
        self._kind, self._stated = kind, stated
        self._format = PAPERS[kind].format
        folder = working_folder() or Path.home()
        self._file = str(folder / Path(name).with_suffix(f".{self._format}"))
        self.saved: tuple[Path, Document] | None = None
        super().__init__(_("Save the document"), [_(PAPERS[kind].label)])

    def fields(self) -> Iterator[Widget]:
        """Yield file and format."""
        yield FieldLine("file", _("File; its ending tells the format"), self._file, needed=True)
        yield ChoiceField("format", _("Format"), FORMATS, value=self._format)

    def on_mount(self) -> None:
        """Show the end of the file's path: its name is what is changed."""
        self.call_after_refresh(self._to_end)

    def _to_end(self) -> None:
        # The end is scrolled to only by a cursor that moves there.
        self._entry.cursor_position = 0
        self._entry.action_end()

    @property
    def _entry(self) -> Input:
        return self.query_one(Input)

    @on(FieldLine.Changed)
    def _turned(self) -> None:
        """Give the file the ending of another format."""
        wanted = str(self.values().get("format", self._format))
        if wanted != self._format:
            self._format = wanted
            self._entry.value = str(Path(self._entry.value).with_suffix(f".{wanted}"))

    async def carry_out(self, key: str) -> bool:  # noqa: ARG002 - nothing is changed
        """Write the file; ask first where there is one of that name."""
        path = Path(os.path.abspath(os.path.expanduser(str(self.values().get("file", "")))))
        ending = path.suffix.lower().removeprefix(".")
        if ending not in FORMATS:
            choices = " ".join(f".{each}" for each in FORMATS)
            raise FileEndingUnclear(file=path.name, choices=choices)
        document: Document = await self.dashboard.desk.send(
            render(self._kind, self._stated, ending)
        )
        if await asyncio.to_thread(path.exists):
            asked = Confirm(_("Replace the file?"), [str(path)], severe=True)
            if not await self.app.push_screen_wait(asked):
                return False
        await asyncio.to_thread(write_file, [document.content], str(path))
        self.saved = path, document
        return True
