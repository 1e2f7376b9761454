"""Verbs that do the same for different nouns are called alike and take the same words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from gridctl.cli.app import program
from gridctl.cli.context.commands import ChangeCommand, ListCommand
from gridctl.cli.context.sent import sent_by
from gridctl.cli.staging.fields import verb_form
from gridctl.operations.registry import operation_class
from gridctl.presentation.verbs import Verb, VerbForm

#: Filled by the face: where a page begins, what a list is narrowed by, in which language.
BY_FACE = {"after", "limit", "filter", "language", "if_match", "order", "key"}
#: Read from a file, worked out from other words or made by the face, which tells errors itself.
MADE = {
    "assess freeze": {"part"},
    "calendar import-notice": {"text", "place"},
    "clock cards": {"since", "until"},
    "clock effect": {"rules", "examples"},
    "evidence record": {"checks"},
    "import errors": {"severity"},
    "import plan": {"as_of", "system", "file_digest", "file_name", "letters", "reading"},
    "import run": {"batch", "differences", "file_digest", "file_name", "letters", "reading"},
    "password": {"old", "new"},
    "role history": {"number"},
    "role lint": {"number"},
    "ticket approve": {"grant"},
    "ticket create": {"lat", "lon"},
    "ticket refuse": {"grant", "limit", "until"},
    "ticket review": {"at", "attachments"},
    "ticket stats": {"indicators"},
    "user create": {"password"},
    "user reset-password": {"password"},
    "webhook create": {"secret"},
}
#: One word for one thing: what is not said so, and how it is.
ONE_WORD = {
    "--document": "--document-no", "--time-limit": "--limit", "--limit-text": "--limit",
    "--to-day": "--until", "--valid-from": "--from", "--deadline": "--deadline-at",
}  # fmt: skip
#: What evidence rests on may be any paper, not a numbered one.
OTHER_THINGS = {("evidence create", "--document")}
#: Shown one at a time: an award list is one long page, a batch and a role have lists of their own.
ONE_AT_A_TIME = {"award show", "import show", "role show", "profile show"}
#: What is named is a period, a file or a shell, or the clock of one ticket.
NO_RECORD = {
    "assess show",
    "calendar show",
    "clock show",
    "completion show",
    "contact show",
    "workflow show",
}


def verbs(group: Any = None, before: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    group = group or program()
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from verbs(command, (*before, name))
        elif not command.hidden:
            yield " ".join((*before, name)), command


VERBS = dict(verbs())
SENT = {words: sent_by(command.callback) for words, command in VERBS.items()}


def form_of(words: str) -> VerbForm:
    return verb_form(Verb(tuple(words.split()), "", changes=True), VERBS[words])


@pytest.mark.parametrize("words", [words for words, sent in SENT.items() if sent])
def test_an_error_about_a_field_names_what_was_typed(words: str) -> None:
    """What is asked for under another name is declared to go ``into`` the field it fills."""
    form = form_of(words)
    fields = {field for name in SENT[words] for field in operation_class(name).model_fields}
    unlike = set()
    for field in fields - BY_FACE - MADE.get(words, set()):
        meant = form.asked_as(field)
        assert meant, field
        if field != meant.into and not field.startswith(meant.name):
            unlike.add(field)
    # One field alone may be the record a verb is about, named by a word without an option.
    nameless = [each for each in form.fields if not each.flags and each.into not in fields]
    assert len(unlike) <= min(len(nameless), 1), unlike


def test_the_exceptions_are_needed() -> None:
    for words, fields in MADE.items():
        filled = {field for name in SENT[words] for field in operation_class(name).model_fields}
        assert fields <= filled, words
    assert VERBS.keys() >= ONE_AT_A_TIME


def test_a_part_of_a_record_within_an_operation_is_named_too(run: Any) -> None:
    refused = run("--lang", "en", "category", "create", "--name", "x", "--limit", "9" * 90)
    assert refused.err.startswith("error: --limit: ")


def test_one_thing_is_called_by_one_word() -> None:
    said = {
        (words, option) for words, command in VERBS.items()
        for param in command.params for option in param.opts if option in ONE_WORD
    }  # fmt: skip
    assert said == OTHER_THINGS


def test_a_record_is_made_by_create() -> None:
    """Where it has no word of the field's own, such as ``propose`` or ``nominate``."""
    made = {
        words for words, sent in SENT.items()
        if any(name.rpartition(".")[2].startswith("Create") for name in sent)
    }  # fmt: skip
    assert len(made) > 8
    assert {words.rpartition(" ")[2] for words in made} == {"create"}


def test_an_edit_can_be_held_to_the_revision_that_was_seen() -> None:
    edits = {words for words in VERBS if words.endswith(" edit")}
    guarded = {words for words in edits if "--if-match" in _options(words)}
    # The office has one record, which nobody edits from a list.
    assert edits - guarded == {"db edit"}


def test_several_records_are_shown_at_once() -> None:
    named = {
        words: param for words, command in VERBS.items() if words.endswith(" show")
        for param in command.params if param.param_type_name == "argument"
    }  # fmt: skip
    one = {words for words, param in named.items() if param.nargs != -1}
    assert one - ONE_AT_A_TIME == NO_RECORD


def test_a_list_with_a_filter_takes_saved_views() -> None:
    filtered = {
        words for words, command in VERBS.items()
        if isinstance(command, ListCommand) and any(p.name == "terms" for p in command.params)
    }  # fmt: skip
    assert len(filtered) > 8
    assert {words for words in filtered if "--view" not in _options(words)} == set()


def test_what_may_be_changed_is_tried_first_by_the_same_word() -> None:
    changing = {words for words, command in VERBS.items() if isinstance(command, ChangeCommand)}
    assert {words for words in changing if not {"-n", "--dry-run"} <= _options(words)} == set()


def _options(words: str) -> set[str]:
    return {option for param in VERBS[words].params for option in param.opts}
