"""The command classes nouns declare their verbs with.

A class names the groups of shared options its commands honour; the others are unknown to it and
refused, never ignored. All options are declared in :mod:`gridctl.cli.context.options`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from gridctl.cli.context.options import (
    GROUPS,
    Options,
    Takes,
    leave_files_to_their_readers,
    parameters,
    take_text_as_it_is,
)
from gridctl.cli.context.session import Session
from gridctl.cli.context.ways import check_ways
from gridctl.cli.diagnostics import ValueRefused, as_option
from gridctl.cli.help_page import command_page, group_page
from gridctl.domain.errors import GridctlError, Unreachable, Usage
from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest
from gridctl.foundation.pointers import begin_lines
from gridctl.presentation.at_hand import own_names, settle, use_office

#: The default spares Typer a conversion for which it would import pydantic at every start.
_HELP = {"help_option_names": ["--help", "-h"], "default_map": {"help": False}}


#: What every command takes that reaches the data.
_DATA = Takes.TALK | Takes.TARGET | Takes.ACTOR


class TooMany(Usage):
    """More words than the command has places for."""

    message = N_("Nobody expects {words} here.")
    hint = N_("'{command} --help' tells more; a value with blanks needs quotation marks.")


class UnknownCommand(Usage):
    """There is no such noun or verb."""

    message = N_("There is no command {name}.")
    hint = N_("Nearest is {nearest}; '{command} --help' lists all.")


class LocalCommand(TyperCommand):
    """A verb that needs no data: it takes the options of the talk alone."""

    takes: ClassVar[Takes] = Takes.TALK

    def __init__(self, name: str | None, **attrs: Any) -> None:
        own = attrs.pop("params", None) or []
        if clash := {param.name for param in own} & common_names(self.takes):
            raise TypeError(f"{name}: {', '.join(sorted(clash))} is the name of a shared option")
        settings = {**_HELP, "allow_extra_args": True, **(attrs.pop("context_settings") or {})}
        options = [*own, *parameters(self.takes)]
        take_text_as_it_is(options)
        leave_files_to_their_readers(options)
        super().__init__(name, params=options, context_settings=settings, **attrs)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb with its session on the context, and give the connection back."""
        if ctx.args:
            raise TooMany(words=" ".join(ctx.args), command=ctx.command_path)
        check_ways(self, ctx.params)
        # Another face of this process hands in what makes its sessions.
        make: Callable[[Options], Session] = ctx.obj or Session
        handed, options = ctx.obj, Options.of(ctx.params, common_names(self.takes))
        ctx.obj = session = make(options)
        if handed is None:
            use_office(session.own_names)
            begin_lines(options.office)
        try:
            return super().invoke(ctx)
        except Unreachable:
            # Who has waited for an office that is away does not wait again for its words.
            raise
        except ValueError as error:
            # Another face has a form that calls fields its own way.
            if handed is not None:
                raise
            raise ValueRefused(partial(self._typed_for, ctx.command_path)) from error
        except GridctlError:
            # Told after the connection is given back, in the office's words.
            own_names()
            raise
        finally:
            if handed is None:
                settle()
            session.close()

    def _typed_for(self, path: str, field: str) -> str:
        """Return what is typed for a field of the operation this verb sends."""
        # Start-up: only a value that was refused needs the verb's form.
        from gridctl.cli.staging.fields import verb_form
        from gridctl.presentation.verbs import Verb

        verb = Verb(tuple(path.split()[1:]), "", changes=False)
        asked = verb_form(verb, self).asked_as(field)
        return asked.spelled if asked else as_option(field)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(command_page(self, ctx, common_names(self.takes)))


class TargetCommand(LocalCommand):
    """A verb that works on a database or server but shows no records."""

    takes = _DATA


class ShowCommand(LocalCommand):
    """A verb that reads and shows one record, or a few given by number."""

    takes = _DATA | Takes.OUTPUT


class LocalShowCommand(LocalCommand):
    """A verb that shows records which lie in no database, such as settings."""

    takes = Takes.TALK | Takes.OUTPUT


class ListCommand(LocalCommand):
    """A verb that shows a list which may be long."""

    takes = _DATA | Takes.OUTPUT | Takes.PAGES


class DocumentCommand(LocalCommand):
    """A verb that writes a document (``--to FILE``)."""

    takes = _DATA | Takes.FILE


class ChangeCommand(LocalCommand):
    """A verb that changes data, asking at most a mild question (``--yes``)."""

    takes = _DATA | Takes.OUTPUT | Takes.CHANGE | Takes.ASK


class SevereCommand(LocalCommand):
    """A verb that cannot be taken back: the name is typed (``--confirm NAME``)."""

    takes = _DATA | Takes.OUTPUT | Takes.CHANGE | Takes.ASK_NAME


#: Module -> the verbs it declares.
Parts = Mapping[str, Collection[str]]


class NounGroup(TyperGroup):
    """A noun with its verbs."""

    def __init__(self, **attrs: Any) -> None:
        attrs["context_settings"] = {**_HELP, **(attrs.get("context_settings") or {})}
        attrs["no_args_is_help"] = True
        super().__init__(**attrs)
        self.app = noun()
        self.parts: Parts = {}

    @property
    def verbs(self) -> dict[str, CommandInfo]:
        """The verbs of the modules imported so far, in the order of the modules."""
        order = {module: number for number, module in enumerate(self.parts)}

        def place(info: CommandInfo) -> int:
            # What was imported first depends on the command line; help does not.
            return order.get(getattr(info.callback, "__module__", ""), len(order))

        return {str(info.name): info for info in sorted(self.app.registered_commands, key=place)}

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs in the order they were declared; none is built for that."""
        for module in self.parts:
            import_module(module)
        return [*self.verbs] or super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a verb. Typer looks into each option of a verb, so only the named one is built."""
        self._import_part(cmd_name)
        info = self.verbs.get(cmd_name)
        if info is not None and cmd_name not in self.commands:
            alone = noun()
            alone.registered_commands = [info]
            self.commands[cmd_name] = typer.main.get_command(alone)
        return super().get_command(ctx, cmd_name)

    def _import_part(self, verb: str) -> None:
        """Import the module that declares a verb; all of them where none says it does."""
        declaring = [module for module, verbs in self.parts.items() if verb in verbs]
        for module in declaring or self.parts:
            import_module(module)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the verb's name, its command and the arguments left.

        Raises:
            UnknownCommand: there is no such verb.
        """
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing and not name.startswith("-"):
            near = nearest(name, self.list_commands(ctx)) or ""
            raise UnknownCommand(name=name, nearest=near, command=ctx.command_path)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        shown = [(name, verb.help or "") for name, verb in verbs if verb and not verb.hidden]
        formatter.write(group_page(self, ctx, shown))


def noun(group: type[NounGroup] = NounGroup) -> typer.Typer:
    """Return the Typer application of a noun, or of a verb that stands without a noun."""
    return typer.Typer(
        cls=group,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def noun_group(app: typer.Typer, parts: Parts | None = None) -> Any:
    """Return a noun's group, whose verbs are built when they are named.

    Args:
        app: the noun's application.
        parts: modules that declare its verbs, each with the verbs looked for in it first; they
            are imported when a verb of theirs is named.
    """
    group: Any = typer.main.get_group(noun())
    group.app, group.parts = app, parts or {}
    return group


def common_names(takes: Takes) -> set[str]:
    """Return the names of the shared options of some groups."""
    return {name for group, names in GROUPS.items() if group in takes for name in names}
