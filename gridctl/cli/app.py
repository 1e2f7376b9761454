"""The entry: settle the language, find the noun, load its module alone, run its verb.

Nothing is imported that the command line does not name. ``--help`` reads the table
:data:`COMMANDS` and no module of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, get_args

import typer

from gridctl.cli import diagnostics
from gridctl.cli.context.commands import NounGroup, noun, noun_group
from gridctl.cli.context.options import Takes, early, hoist, parameters
from gridctl.cli.help_page import examples, option_rows, page, section, usage
from gridctl.cli.terminal import can_draw, is_at_terminal
from gridctl.foundation.i18n import N_, _, match_language, system_language, use_language
from gridctl.foundation.settings import Language, SettingsError, load

PROGRAM = "gridctl"
#: Set by the shell's completion script.
COMPLETE = "_GRIDCTL_COMPLETE"


class Entry(NamedTuple):
    """A noun, or a verb without a noun: its module under ``gridctl.cli`` and its one line."""

    module: str
    help: str
    verb: bool = False


#: Everything that may stand first, in the order help shows it.
COMMANDS: dict[str, Entry] = {
    "grid": Entry("grid", N_("Grids: the tree, its codes, its changes over time.")),
    "staff": Entry("staff", N_("Staff: people and their posts in grids.")),
    "unit": Entry("unit", N_("Units: departments and centres that handle tickets.")),
    "category": Entry("category", N_("Categories of tickets, with their time limits.")),
    "ticket": Entry("ticket", N_("Tickets: report, dispatch, handle, verify, close.")),
    "whistle": Entry("whistle", N_("Whistle calls: departments called to a place.")),
    "view": Entry("view", N_("Saved views: filters with a name, for lists.")),
    "duty": Entry("duty", N_("Duty list: tasks of departments, admitted until when.")),
    "route": Entry("route", N_("Routes: category and place decide who handles a ticket.")),
    "template": Entry("template", N_("Reply templates, filled from the ticket.")),
    "evidence": Entry("evidence", N_("Evidence: checks, bonuses and penalties behind a score.")),
    "calendar": Entry("calendar", N_("Calendar: working days, hours, deadlines.")),
    "clock": Entry("clock", N_("Clock: deadlines explained, cards, reviews, policy.")),
    "workflow": Entry("workflow", N_("Workflow: states, verbs and what a change of them does.")),
    "contact": Entry("contact", N_("Names and numbers of callers, kept no longer than needed.")),
    "import": Entry("imports", N_("Import spreadsheets and CSV files.")),
    "assess": Entry("assess", N_("Monthly assessment: freeze, score, explain, verify.")),
    "award": Entry("award", N_("Awards: the ten best of the month.")),
    "report": Entry("report", N_("Reports and bulletins as documents.")),
    "audit": Entry("audit", N_("Audit: the journal, its proof, a ticket's story.")),
    "user": Entry("user", N_("Accounts: who may sign in to a server, in which role.")),
    "token": Entry("token", N_("Tokens: access for programs, and sign-ins.")),
    "role": Entry("role", N_("Roles: what each may do, and what it sees.")),
    "webhook": Entry("webhook", N_("Webhooks: other systems are told what happens to tickets.")),
    "profile": Entry("profile", N_("Profiles and settings, and where each comes from.")),
    "db": Entry("db", N_("The office's database: facts, checks, upgrade.")),
    "tui": Entry(
        "tui", N_("Open the dashboard: lists, forms and figures on the terminal."), verb=True
    ),
    "today": Entry("today", N_("Show what is late, due today, or waits."), verb=True),
    "search": Entry("search", N_("Find anything by some words."), verb=True),
    "login": Entry("login", N_("Sign in to a server."), verb=True),
    "logout": Entry("logout", N_("Sign out of a server."), verb=True),
    "whoami": Entry("whoami", N_("Show who you are there, and what you may do."), verb=True),
    "password": Entry("password", N_("Change your password on a server."), verb=True),
    "init": Entry("init", N_("Make a new office database."), verb=True),
    "demo": Entry("demo", N_("Fill a database with a demonstration county."), verb=True),
    "doctor": Entry("doctor", N_("Check the installation and the data."), verb=True),
    "serve": Entry("serve", N_("Let others work on this office over the network."), verb=True),
    "undo": Entry("undo", N_("Take back what was done."), verb=True),
    "redo": Entry("redo", N_("Do again what was undone."), verb=True),
    "help": Entry("help", N_("Topics: formats, fields, exit codes and more."), verb=True),
    "completion": Entry("completion", N_("Completion for the shell.")),
    "version": Entry("version", N_("Show the version."), verb=True),
}

_EXAMPLES = """
gridctl init
gridctl grid list
gridctl ticket list -o json --fields ?
gridctl help topics
"""


class Root(NounGroup):
    """The program: finds nouns by name."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Return the names whose module is there; nothing is imported."""
        return [name for name, entry in COMMANDS.items() if find_spec(_module(entry))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """Return a noun's group or a verb, importing its module and no other."""
        entry = COMMANDS.get(cmd_name)
        if entry is None or not find_spec(_module(entry)):
            return None
        module = import_module(_module(entry))
        if entry.verb:
            command = typer.main.get_command(module.app)
        else:
            command = noun_group(module.app, getattr(module, "PARTS", None))
        command.name = cmd_name
        command.help = command.help or entry.help
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move shared options behind the verb, then parse what is the program's own."""
        alone = any(COMMANDS[arg].verb for arg in _first_word(args))
        return super().parse_args(ctx, hoist(args, words=1 if alone else 2))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the names that begin so, without importing what stands behind them."""
        if incomplete.startswith("-"):
            return list(super().shell_complete(ctx, incomplete))
        # Typer would ask each command for its help, and so import them all.
        names = _names()
        return list(names.shell_complete(typer.Context(names), incomplete))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page from the table."""
        named = [(name, COMMANDS[name]) for name in self.list_commands(ctx)]
        nouns = [(name, _(entry.help)) for name, entry in named if not entry.verb]
        verbs = [(name, _(entry.help)) for name, entry in named if entry.verb]
        shared = parameters(Takes.OUTPUT | Takes.PAGES | Takes.TARGET | Takes.ACTOR | Takes.TALK)
        formatter.write(
            page(
                usage(self, ctx),
                _("Work console of a county's grid governance office."),
                examples(_EXAMPLES),
                section(_("Nouns"), nouns),
                section(_("Commands"), verbs),
                section(_("Options"), option_rows(self.get_params(ctx))),
                section(_("Common options"), option_rows(shared)),
            )
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command line and end the process with its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    _survive_any_console()
    code = diagnostics.run(
        lambda: dispatch(args),
        debug=early(args, "--debug") is not None,
        json_errors=early(args, "--json-errors") is not None,
    )
    raise SystemExit(int(code))


def dispatch(args: Sequence[str]) -> int:
    """Carry out a command line and return the exit code its verb returned, or 0.

    Raises:
        GridctlError, SettingsError, typer.TyperException: worded by the diagnostics.
    """
    _settle_language(early(args, "--lang"))
    root = program()
    if instruction := os.environ.get(COMPLETE):
        from typer.completion import get_completion_inspect_parameters, shell_complete

        # Registers the shells; Typer offers no other public way.
        get_completion_inspect_parameters()
        return shell_complete(root, {}, PROGRAM, COMPLETE, instruction)
    if not args and _opens_dashboard():
        args = ["tui"]
    with root.make_context(PROGRAM, list(args)) as ctx:
        result = root.invoke(ctx)
    return result if isinstance(result, int) else 0


def _opens_dashboard() -> bool:
    """Tell whether the program alone means the dashboard: at a terminal, where an office is."""
    if not (is_at_terminal() and can_draw()):
        return False
    from pathlib import Path

    target = load().target()
    return target.kind != "sqlite" or Path(target.address).exists()


def program() -> Root:
    """Return the root of all commands."""
    app = noun(Root)
    app.callback()(_own_options)
    root = typer.main.get_group(app)
    assert isinstance(root, Root)
    return root


def _own_options(
    version: bool = typer.Option(
        False,
        "--version",
        is_eager=True,
        callback=lambda value: _version(value),
        help=N_("Show the version."),
    ),
    spec: bool = typer.Option(
        False,
        "--spec",
        is_eager=True,
        callback=lambda value: _spec(value),
        help=N_("Show all commands and options as JSON."),
    ),
) -> None:
    """Declare the options of the program itself; their callbacks do the work."""


def _version(wanted: bool) -> None:
    if wanted:
        from gridctl.cli.version import show_version

        show_version()
        raise typer.Exit


def _spec(wanted: bool) -> None:
    if wanted:
        from gridctl.cli.help_spec import show_spec

        show_spec(program())
        raise typer.Exit


def _module(entry: Entry) -> str:
    return f"gridctl.cli.{entry.module}"


def _first_word(args: Sequence[str]) -> list[str]:
    """Return the noun or verb the arguments begin with, as a list of at most one."""
    return [arg for arg in hoist(args, words=1)[:1] if arg in COMMANDS]


def _names() -> Any:
    """Return a group of empty commands with the names and lines of the table."""
    app = typer.Typer(add_completion=False)
    for name, entry in COMMANDS.items():
        if find_spec(_module(entry)):
            app.command(name, short_help=_(entry.help))(lambda: None)
    return typer.main.get_group(app)


def _settle_language(flag: str | None) -> None:
    """Use the language asked for; a wrong flag is told in the language of the machine."""
    use_language(system_language())
    try:
        wish = flag if flag in get_args(Language) else load().text("lang")
    except SettingsError:
        # Help must work all the same; the command that needs the settings will tell.
        return
    use_language(match_language(wish or "") or system_language())


def _survive_any_console() -> None:
    """Print ``?`` for signs a console cannot show, instead of ending with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
