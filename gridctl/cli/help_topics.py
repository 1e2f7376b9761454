"""What ``gridctl help`` knows besides the commands; tables come from where they are enforced."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gridctl.cli.context.options import DEFAULT_LIMIT
from gridctl.cli.diagnostics import EXIT_CODES
from gridctl.cli.help_page import page, section
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _, language
from gridctl.foundation.paths import CONFIG_VARIABLE, PROJECT_FILE, user_config_file
from gridctl.foundation.settings import KEYS
from gridctl.presentation.files import SUFFIXES


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
    "xlsx": N_("a workbook with words, numbers as numbers; no cell computes anything"),
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


_LIMITS = {
    "4工作时 / 4小时": N_("working hours: only inside the office's slots"),
    "2工作日 / 2天": N_("working days from the start on, each as long as the office works"),
    "次日起5个工作日": N_("whole working days from the next day on, to the close of the last"),
    "2紧急工作时 / 15分钟": N_("the wall clock, nights and holidays included"),
    "15自然日 / 15日": N_("days of 24 hours"),
}
_YEARS = {
    "official": N_("after the published notice"),
    "provisional": N_("expected: deadlines that touch it are marked"),
    "missing": N_("no table: nothing that reaches into it is counted"),
}


def _calendar() -> str:
    return page(
        _("Deadlines are counted by the office's calendar, not by the days of the week."),
        section(_("Time limits"), [(text, _(meaning)) for text, meaning in _LIMITS.items()]),
        section(_("How well a year is known"), [(name, _(t)) for name, t in _YEARS.items()]),
        _("29 to 31 December rest on the next year's notice too."),
        _("County rules lie over the office's, these over the shipped calendar; each from a day."),
        _("'gridctl calendar import-notice FILE' reads a notice, 'set-hours' changes the hours."),
    )


_TERMS = {
    "state:handling,dispatched": N_("a field and its values; any of them"),
    "due<2026-11-05": N_("days and numbers also compare: < <= > >="),
    "reported:2026-10-01..2026-10-31": N_("from a day to a day; one end may be left open"),
    "due:3wd": N_("from today until 3 working days on; -7d is the last 7 days"),
    "no:0100..0120": N_("by the running number at the end of serial numbers"),
    "-category:噪音扰民": N_("what does not fit; ! does the same"),
    "井盖": N_("any other word: text of the ticket"),
    "'井盖 缺失'": N_("in quotation marks: text, whatever it says"),
}


def _filters() -> str:
    from gridctl.domain.filters import load_vocabulary
    from gridctl.domain.saved_views import NOUN_NAMES

    vocabulary = load_vocabulary("ticket")
    others = [noun for noun in NOUN_NAMES if noun != "ticket"]
    fields = [(each.name, each.labels["zh"]) for each in vocabulary.fields]
    words = [(each.name, each.labels["zh"]) for each in vocabulary.words]
    return page(
        _("A filter is one line of terms with blanks between; all of them must hold:"),
        section(_("Terms"), [(term, _(meaning)) for term, meaning in _TERMS.items()]),
        section(_("Fields of tickets, in either language"), fields),
        section(_("Words that stand for a term"), words),
        section(_("Fields and words of the other lists"), [(n, _known(n)) for n in others]),
        _("Days: 2026-11-05, 2026-11, 2026-Q4, today, 3d, 3wd (working days), this-month."),
        _("A filter that begins with - goes behind --: gridctl ticket list -- -urgent"),
    )


def _known(noun: str) -> str:
    from gridctl.domain.filters import load_vocabulary

    vocabulary = load_vocabulary(noun)
    labels = [each.labels for each in vocabulary.fields]
    labels += [each.labels for each in vocabulary.words]
    return " ".join(each["zh" if language() == "zh_CN" else "en"] for each in labels)


#: Name of a topic -> topic.
TOPICS: dict[str, Topic] = {
    "formats": Topic(N_("output formats"), _formats),
    "fields": Topic(N_("choosing columns, rows and values"), _fields),
    "filters": Topic(N_("finding what is wanted with one line"), _filters),
    "exit-codes": Topic(N_("what the exit codes mean"), _exit_codes),
    "environment": Topic(N_("environment variables"), _environment),
    "calendar": Topic(N_("working days, time limits and whose calendar counts"), _calendar),
    "settings": Topic(N_("settings files and profiles"), _settings),
}
