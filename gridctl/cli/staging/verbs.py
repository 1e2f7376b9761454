"""The verbs another face offers, and how one of its lines is carried out on its stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any

import typer

from gridctl.cli.app import COMMANDS, PROGRAM, Root, program
from gridctl.cli.context.options import Takes
from gridctl.cli.context.sent import sent_by
from gridctl.cli.context.session import Session
from gridctl.cli.diagnostics import diagnose, spelling
from gridctl.cli.render.stage import on_stage
from gridctl.cli.staging.fields import verb_form
from gridctl.cli.staging.session import StagedSession
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_
from gridctl.presentation.verbs import Stage, Verb, VerbForm

_MACHINE = N_("It is about this machine and its settings, not about the office.")
_OTHER = N_("It makes or replaces an office, and the one that is open must stay as it is.")
_SIGNED = N_("Who works here is settled before the dashboard opens.")
_SHELL = N_("It speaks to a shell.")

#: Noun, or noun and verb, that no other face offers -> the reason.
LEFT_OUT: Mapping[str, str] = {
    "profile": _MACHINE,
    "doctor": _MACHINE,
    "version": _MACHINE,
    "init": _OTHER,
    "demo": _OTHER,
    "db upgrade": _OTHER,
    "db restore": _OTHER,
    "db copy": _OTHER,
    "login": _SIGNED,
    "logout": _SIGNED,
    "completion": _SHELL,
    "serve": N_("It runs until it is stopped, in a terminal of its own."),
    "tui": N_("It is the dashboard itself."),
    "help": N_("F1 tells what helps here; the topics are about the command line."),
}


class NoInput(Usage):
    """A line asks to read stdin, which belongs to the face."""

    message = N_("Nothing can be read from stdin here.")
    hint = N_("Name it instead of -.")


class Misused(Usage):
    """The words make no line of this verb."""

    message = N_("{text}")


class MisusedValue(Misused):
    """What was said of something the verb asks for cannot be that."""

    message = N_("{option}: {text}")


class CommandVerbs:
    """The command line's verbs for a face of this process.

    Args:
        session: the session the face was opened with; it knows the settings and the target.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _root(self) -> Root:
        return program()

    def offered(self) -> Sequence[Verb]:
        """Return the verbs that act on the office, in the order of help; loads every noun."""
        return list(_offered())

    def form(self, words: Sequence[str]) -> VerbForm:
        """Return what a verb asks for."""
        verb = self.find(words)
        assert verb is not None
        return verb_form(verb, _command(self._root, words))

    def find(self, words: Sequence[str]) -> Verb | None:
        """Return the verb a line of words begins with, None where it is not offered."""
        own = _offered_by(words[0])
        return next((each for each in own if each.words == tuple(words[: len(each.words)])), None)

    def carry_out(self, line: Sequence[str], stage: Stage) -> int:
        """Carry out a line of words on a stage and return its exit code.

        Raises:
            NoInput: a word of it asks for stdin.
            Misused: the words make no line of the verb.
            GridctlError, ValidationError: as the verb raised it.
        """
        if "-" in line:
            raise NoInput
        made = partial(StagedSession, stage=stage, opened_with=self._session)
        try:
            with on_stage(stage), self._root.make_context(PROGRAM, list(line), obj=made) as ctx:
                result = self._root.invoke(ctx)
        except typer.Exit as ended:
            return int(ended.exit_code)
        except typer.TyperException as error:
            raise _misused(error) from error
        return int(result) if isinstance(result, int) else 0


def _misused(error: typer.TyperException) -> Misused:
    """Return what Typer found wrong, apart from what it found it in where it tells that first."""
    text = "\n".join(diagnose(error).lines)
    param = getattr(error, "param", None)
    option, colon, reason = text.partition(": ")
    if colon and param is not None and option == spelling(param):
        return MisusedValue(option=option, text=reason)
    return Misused(text=text)


def _offered() -> Iterator[Verb]:
    root = program()
    for name in root.list_commands(typer.Context(root)):
        yield from _offered_by(name)


@cache
def _offered_by(noun: str) -> tuple[Verb, ...]:
    if noun in LEFT_OUT or noun not in COMMANDS:
        return ()
    return tuple(verb for verb in _verbs(noun) if verb.typed not in LEFT_OUT)


def _verbs(noun: str) -> Iterator[Verb]:
    root = program()
    group = root.get_command(typer.Context(root), noun)
    if COMMANDS[noun].verb:
        changes = Takes.CHANGE in group.takes or noun == "password"
        yield Verb((noun,), group.help or "", changes, sent_by(group.callback))
        return
    for name in group.list_commands(typer.Context(group)):
        info = group.verbs[name]
        if not info.hidden:
            changes = Takes.CHANGE in info.cls.takes
            yield Verb((noun, name), info.help or "", changes, sent_by(info.callback))


def _command(root: Root, words: Sequence[str]) -> Any:
    command: Any = root
    for word in words:
        command = command.get_command(typer.Context(command), word)
    return command
