"""Verbs asked for and filled in on a screen."""

from __future__ import annotations

import asyncio
from typing import Any

from gridctl_tui.screens.verb_form import AskForm
from gridctl_tui.verbing import take_verb
from gridctl_tui.widgets.fields import FieldLine


def run(scene: Any) -> None:
    asyncio.run(scene)


async def open_verb(seen: Any, words: str) -> None:
    seen.app.run_worker(take_verb(seen.app, words.split()), exit_on_error=False)
    await seen.pilot.pause()


def field(seen: Any, name: str) -> FieldLine:
    found = [each for each in seen.app.screen.query(FieldLine) if each.field == name]
    assert found, [each.field for each in seen.app.screen.query(FieldLine)]
    return found[0]


async def fill(seen: Any, **texts: str) -> None:
    await seen.until(lambda: isinstance(seen.app.screen, AskForm))
    await seen.until(lambda: bool(list(seen.app.screen.query(FieldLine))))
    for name, text in texts.items():
        field(seen, name).query_one("Input").value = text
    await seen.pilot.pause()
