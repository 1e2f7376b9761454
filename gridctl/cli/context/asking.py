"""Questions and progress on stderr; loaded only where a person sits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.errors import StyleSyntaxError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.style import Style
from rich.text import Text

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import SettingsError, Target

#: Answers that mean yes, in either language.
_YES = ("y", "yes", "是", "好")


def ask(question: str, target: Target, severe_name: str | None, *, color: bool) -> bool:
    """Ask on stderr and return whether to go ahead; nothing typed is no.

    The name of what would be changed stands in front, in its profile's colour: the worst
    mistake is the right answer in the wrong office.
    """
    console = _console(color)
    name = (f"[{target.name}] ", _style(target) if color else Style.null())
    console.print(Text.assemble(name, question), soft_wrap=True)
    if severe_name is None:
        console.print(_("Go ahead? [y/N] "), end="")
        return sys.stdin.readline().strip().lower() in _YES
    console.print(word(_("Type {name} to go ahead: "), {"name": severe_name}), end="")
    return sys.stdin.readline().strip() == severe_name


def answer(question: str, default: str) -> str:
    """Ask for a line of text on stderr and return it; nothing typed is the default.

    Raises:
        KeyboardInterrupt: the input ended, so nobody is there to be asked.
    """
    shown = f"{question} [{default}]: " if default else f"{question}: "
    _console(color=False).print(shown, end="", soft_wrap=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip() or default


@contextmanager
def bar(label: str, total: int | None, *, color: bool) -> Iterator[Callable[[int], None]]:
    """Draw a progress bar while the block runs and yield the function that advances it."""
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*parts, TimeElapsedColumn(), console=_console(color), transient=True) as drawn:
        task = drawn.add_task(label, total=total)
        yield lambda count: drawn.advance(task, count)


def _style(target: Target) -> Style:
    try:
        return Style.parse(target.color)
    except StyleSyntaxError as error:
        raise SettingsError(
            N_("{place}: {key} cannot be {value}."),
            place=target.origin.place,
            key="color",
            value=target.color,
        ) from error


def _console(color: bool) -> Console:
    return Console(
        stderr=True,
        color_system="auto" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
