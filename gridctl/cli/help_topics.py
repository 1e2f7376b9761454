"""What ``gridctl help`` knows besides the commands; tables come from where they are enforced."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gridctl.cli.context.options import DEFAULT_LIMIT
from gridctl.cli.diagnostics import EXIT_CODES
from gridctl.cli.help_page import page, section
from gridctl.cli.render.output import SUFFIXES
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.paths import CONFIG_VARIABLE, PROJECT_FILE, user_config_file
from gridctl.foundation.settings import KEYS


class Topic(NamedTuple):
    """One topic: its line in the list and the function that writes its page."""

    title: str
    text: Callable[[], str]


_FORMATS = {
    "table": N_("aligned columns with words; the default on a terminal"),
    "wide": N_("all columns, long cells folded"),
    "tsv": N_("one line per row with codes; the default in a pipe"),
    "csv": N_("for spreadsheets, with codes; formulas are made harmless"),
    "json": N_("everything, in an envelope: schema, meta, items"),
    "jsonl": N_("everything, one record per line"),
    "yaml": N_("the envelope as YAML"),
    "md": N_("a Markdown table with words"),
}


def _formats() -> str:
    endings = " ".join(SUFFIXES)
    return page(
        _("Every command that shows records takes --output (-o):"),
        section(_("Formats"), [(name, _(text)) for name, text in _FORMATS.items()]),
        word(_("With --to FILE the ending tells the format: {endings}."), {"endings": endings}),
        _("Instants are ISO 8601 with the office's offset, scores are text, money is in fen."),
    )


def _fields() -> str:
    return page(
        _("--fields a,b chooses and orders columns; a dot reaches inside: grid.code."),
        _("--fields ? lists what there is."),
        _("--query takes JMESPath on the envelope: items[?state=='handling'].serial_no"),
        word(
            _("A list ends after {limit} rows unless --limit or --all says otherwise."),
            {"limit": DEFAULT_LIMIT},
        ),
    )


def _exit_codes() -> str:
    rows = [(str(int(code)), _(text)) for code, text in EXIT_CODES.items()]
    return page(section(_("Exit codes"), rows), _("Take any code not listed here for a failure."))


def _environment() -> str:
    rows = [(key.variable, _(key.help)) for key in KEYS.values()]
    rows += [
        (CONFIG_VARIABLE, _("another settings file of the user")),
        ("NO_COLOR", _("no colours, whatever its value")),
    ]
    return page(section(_("Variables"), rows))


def _settings() -> str:
    rows = [(key.spelling, _(key.help)) for key in KEYS.values()]
    files = {"project": PROJECT_FILE, "user": str(user_config_file())}
    return page(
        _("The first of these that sets a value wins: flag, variable, project file, user file."),
        word(_("Project file: {project}, in this folder or above."), files),
        word(_("User file: {user}"), files),
        section(_("Keys"), rows),
        _("A table [profile.NAME] has path or url, and may have readonly and color."),
        _("'gridctl profile show --origin' tells where each value comes from."),
    )


#: Name of a topic -> topic.
TOPICS: dict[str, Topic] = {
    "formats": Topic(N_("output formats"), _formats),
    "fields": Topic(N_("choosing columns, rows and values"), _fields),
    "exit-codes": Topic(N_("what the exit codes mean"), _exit_codes),
    "environment": Topic(N_("environment variables"), _environment),
    "settings": Topic(N_("settings files and profiles"), _settings),
}
