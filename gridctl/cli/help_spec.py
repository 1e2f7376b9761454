"""``gridctl --spec``: every command and option as JSON, for programs that write command lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from gridctl import __version__
from gridctl.cli.render import write_text
from gridctl.foundation.i18n import _
from gridctl.foundation.pointers import pointed


def show_spec(root: TyperGroup) -> None:
    """Write the specification of all commands to stdout; loads every noun."""
    commands = [command_spec(path, command) for path, command in walk(root, ())]
    spec = {"schema": "gridctl-spec/v1", "version": __version__, "commands": commands}
    write_text([json.dumps(spec, ensure_ascii=True, indent=2) + "\n"])


def walk(group: TyperGroup, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every verb behind a group that is shown, with its words."""
    ctx = typer.Context(group)
    for name in group.list_commands(ctx):
        command: Any = group.get_command(ctx, name)
        if isinstance(command, TyperGroup):
            yield from walk(command, (*path, name))
        elif command is not None and not command.hidden:
            yield (*path, name), command


def command_spec(path: tuple[str, ...], command: Any) -> dict[str, Any]:
    """Return one command's entry: its words, its help and its parameters."""
    return {
        "command": " ".join(path),
        "help": _(command.help or ""),
        "parameters": [_parameter(param) for param in command.params],
    }


def _parameter(param: Any) -> dict[str, Any]:
    choices = param.type_descriptor.choices or ()
    return {
        "name": param.name,
        "kind": param.param_type_name,
        "flags": [*param.opts, *param.secondary_opts] if param.param_type_name == "option" else [],
        "takes_value": not getattr(param, "is_flag", False),
        "required": param.required,
        "many": param.multiple or param.nargs == -1,
        "choices": [str(getattr(choice, "value", choice)) for choice in choices],
        "help": pointed(_(param.help or "")),
    }
