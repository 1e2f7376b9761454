"""Messages that point to a verb name the key, the tab or the palette that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from gridctl.cli.context.options import Options
from gridctl.cli.context.session import Session
from gridctl.cli.staging.verbs import CommandVerbs
from gridctl.domain.awards import AssessmentNotFrozen
from gridctl.domain.errors import word
from gridctl.domain.loop import ReplyMissing
from gridctl.domain.workflow.errors import StepHasCommand
from gridctl.foundation.i18n import use_language
from gridctl.foundation.pointers import command_line, lead_by
from gridctl_tui.keys import KEYS
from gridctl_tui.leading import Lead
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.tabs import TABS

VERBS = CommandVerbs(Session(Options()))


@pytest.fixture
def _at_the_dashboard() -> Iterator[None]:
    """Point as a dashboard does on which no list is open."""
    app: Any = SimpleNamespace(
        verbs=VERBS, screen_stack=[], tabs=lambda: TABS,
        opening=SimpleNamespace(keymap=(("app.palette", "f12"),)),
    )  # fmt: skip
    lead_by(Lead(app))
    yield
    lead_by(command_line)


@pytest.mark.usefixtures("_at_the_dashboard")
@pytest.mark.parametrize(
    ("text", "places", "said"),
    [("'<award show {list}>' names all.", {"list": "L3"}, "'8 Awards (L3)' names all."),
     ("Use '<unit create>'.", {}, "Use 'F12 Create a unit'."),
     (AssessmentNotFrozen.hint, {"assessment": "A3"},
      "Freeze it first: F12 Make an assessment the result of its period, for good (A3)"),
     (StepHasCommand.hint, {"command": "close"}, "Take it with 'F12 Close tickets'."),
     (ReplyMissing.hint, {}, "Say what was done."),
     ("'<login>' signs in.", {}, "'gridctl login' signs in.")],
)  # fmt: skip
def test_the_dashboard_leads_to_a_verb(text: str, places: dict[str, Any], said: str) -> None:
    assert word(text, places) == said


def test_a_key_that_leads_to_a_verb_is_called_in_the_language_in_use() -> None:
    class Tickets(OfficeScreen):
        binding = SimpleNamespace(id="ticket.dispatch", key="f6", description="Dispatch")
        active_bindings = {"f6": SimpleNamespace(binding=binding, enabled=True)}  # type: ignore[assignment]  # noqa: RUF012

    app: Any = SimpleNamespace(verbs=VERBS, screen_stack=[Tickets.__new__(Tickets)])
    use_language("zh_CN")
    assert Lead(app)("ticket dispatch", {}) == "F6 派遣"


def test_a_shell_is_told_the_command() -> None:
    hint = word(AssessmentNotFrozen.hint, {"assessment": "A3"})
    assert hint == "Freeze it first: gridctl assess freeze A3"
    assert word(ReplyMissing.hint, {}) == "Say what was done with --reply TEXT."


def test_keys_and_tabs_name_verbs_there_are() -> None:
    named = [key.verb for key in KEYS.values() if key.verb]
    named += [verb for tab in TABS for verb in tab.verbs]
    assert [each for each in named if VERBS.find(each.split()) is None] == []
    assert len(set(named)) == len(cast("list[str]", named))
