"""Help pages: examples first, then what belongs to the command, then what all commands share.

Texts are put into the language here, when the page is written, so that a command may declare
them before the language is settled. A command's ``epilog`` holds its examples, one per line.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gridctl.cli.context.declared import takes_stdin
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed
from gridctl.presentation.width import fold, pad, width

_INDENT = "  "
#: The names' column is no wider than this; longer names stand on a line of their own.
_NAMES = 28
_LINE = 100

_SHOW_HELP = N_("Show this page.")

Rows = Sequence[tuple[str, str]]


def command_page(command: Any, ctx: Any, common: set[str]) -> str:
    """Return the page of one verb; ``common`` names the options every command shares."""
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    own = [param for param in options if param.name not in common]
    shared = [param for param in options if param.name in common]
    return page(
        usage(command, ctx),
        _(command.help or ""),
        examples(command.epilog),
        section(_("Arguments"), [(_place(param), option_help(param)) for param in arguments]),
        section(_("Options"), option_rows(own)),
        section(_("Common options"), option_rows(shared)),
    )


def group_page(group: Any, ctx: Any, verbs: Rows) -> str:
    """Return the page of a noun with its verbs."""
    return page(
        usage(group, ctx),
        _(group.help or ""),
        examples(group.epilog),
        section(_("Commands"), [(name, _(text)) for name, text in verbs]),
        section(_("Options"), option_rows(group.get_params(ctx))),
    )


def page(*parts: str) -> str:
    """Return the parts that say something, a blank line between them."""
    return "\n\n".join(_folded(part) for part in parts if part) + "\n"


def usage(command: Any, ctx: Any) -> str:
    """Return the usage line."""
    # Typer puts braces around the names of arguments that must be there.
    pieces = [
        piece.replace("{", "").replace("}", "") for piece in command.collect_usage_pieces(ctx)
    ]
    return " ".join([_("Usage:"), ctx.command_path, *pieces])


def examples(text: str | None) -> str:
    """Return the section of examples, or nothing."""
    lines = [f"{_INDENT}{line.strip()}" for line in (text or "").splitlines() if line.strip()]
    return "\n".join([_("Examples:"), *lines]) if lines else ""


def section(title: str, rows: Rows) -> str:
    """Return a titled list of names with their explanations, or nothing."""
    if not rows:
        return ""
    names = min(_NAMES, max(width(name) for name, _text in rows))
    return "\n".join([_("{title}:").format(title=title), *_lines(rows, names)])


def option_rows(params: Sequence[Any]) -> Rows:
    """Return each option's spelling and help."""
    return [(_spelling(param), option_help(param)) for param in params]


def option_help(param: Any) -> str:
    """Return a parameter's help with what else is to know of it on the command line.

    That is its default, that it is required, and how several are given: forms ask otherwise, so
    no help text says these itself.
    """
    default = param.default
    told = default not in (None, "") and not isinstance(default, bool | Callable)
    extra = [_("required")] if param.required else []
    extra += [_("repeatable")] if getattr(param, "multiple", False) else []
    extra += [_("- reads stdin")] if takes_stdin(param) else []
    extra += [_("default: {default}").format(default=default)] if told and default != () else []
    text = pointed(_(_SHOW_HELP if param.name == "help" else param.help or ""))
    return f"{text} [{'; '.join(extra)}]".lstrip() if extra else text


def terminal_width() -> int:
    """Return the cells of a help line."""
    return max(40, min(_LINE, shutil.get_terminal_size().columns))


def _lines(rows: Rows, names: int) -> Iterator[str]:
    room = terminal_width() - names - 2 * len(_INDENT)
    for name, text in rows:
        first, *others = fold(text, max(20, room))
        if width(name) > names:
            yield f"{_INDENT}{name}"
            name = ""
        yield f"{_INDENT}{pad(name, names)}{_INDENT}{first}".rstrip()
        yield from (f"{_INDENT}{' ' * names}{_INDENT}{line}" for line in others)


def _folded(part: str) -> str:
    """Fold running text; titled lists are folded already, commands never are."""
    if "\n" + _INDENT in part:
        return part
    return "\n".join(fold(part, terminal_width()))


def _spelling(param: Any) -> str:
    flags = ", ".join(sorted([*param.opts, *param.secondary_opts], key=lambda flag: len(flag)))
    return flags if param.is_flag or param.count else f"{flags} {_metavar(param)}"


def _place(param: Any) -> str:
    return f"{_metavar(param)}{'...' if param.nargs == -1 else ''}"


def _metavar(param: Any) -> str:
    if param.metavar:
        return str(param.metavar)
    choices = param.type_descriptor.choices
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    return str(param.name).upper()
