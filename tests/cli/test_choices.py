"""Options that take a code or a word for it."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.cli.app import program
from gridctl.cli.context.choices import find_code, labels_of
from gridctl.cli.help_spec import walk
from gridctl.domain.signals import COLOUR_NAMES, SUPERVISION_NAMES, URGENCY_NAMES
from gridctl.foundation.i18n import LANGUAGES, translator
from gridctl.presentation.assessments import SUBJECT_NAMES

LABELS = {"on_time": "on time", "overdue": "overdue"}


@pytest.mark.parametrize("text", ["on_time", "On-Time", " on time ", "ｏｎ_time", "按期"])
def test_codes_and_labels_of_both_languages_are_understood(text: str) -> None:
    assert find_code(LABELS, text) == "on_time"


def test_words_of_the_imports_are_understood_where_they_are_named() -> None:
    assert find_code(LABELS, "按期办结") is None
    assert find_code(LABELS, "按期办结", "ticket.on_time_stated") == "on_time"


def test_a_label_wins_over_a_spelling_of_another_code() -> None:
    labels = {"closed": "按期办结", "on_time": "on time"}
    assert find_code(labels, "按期办结", "ticket.on_time_stated") == "closed"


@pytest.mark.parametrize(
    ("labels", "text", "code"),
    [
        (SUPERVISION_NAMES, "黄牌", "yellow"),
        (SUPERVISION_NAMES, "普通", "normal"),
        (COLOUR_NAMES, "黄牌", "yellow"),
        (URGENCY_NAMES, "黄", "yellow"),
        (SUBJECT_NAMES, "社区", "community"),
        (SUBJECT_NAMES, "村", "community"),
    ],
)
def test_what_a_screen_shows_may_be_cut_short(labels: dict[str, str], text: str, code: str) -> None:
    assert find_code(labels, text) == code


@pytest.mark.parametrize("text", ["已", "不", "ov", "o"])
def test_what_is_too_short_to_tell_is_none(text: str) -> None:
    assert find_code({**LABELS, "pass": "pass", "fail": "fail"}, text) is None


CLOSED_SETS = [
    pytest.param(labels, id=" ".join(path) + " --" + str(param.name))
    for path, command in walk(program(), ())
    for param in command.params
    if (labels := labels_of(param))
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("labels", CLOSED_SETS)
def test_every_choice_may_be_typed_as_it_is_shown(labels: dict[str, str], language: str) -> None:
    say = translator(language)
    assert {code: find_code(labels, say(label)) for code, label in labels.items()} == {
        code: code for code in labels
    }


def test_what_an_option_wants_is_said_where_it_is_missing(run: Any) -> None:
    ran = run("evidence", "create")
    assert ran.code == 2
    assert "--kind is missing." in ran.err
    assert "Give one of: check, revisit, task, missed, merit, duty, mark." in ran.err
    ran = run("evidence", "create", "--lang", "zh")
    assert "可填：check (抽查)、revisit (回访)、" in ran.err
    ran = run("import", "run", "x.xlsx")
    assert "--kind is missing." in ran.err
    assert "What its rows are: division, grid," in ran.err
