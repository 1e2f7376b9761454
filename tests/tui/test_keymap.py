"""The table of keys: named, described, without clashes, and true of every screen."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import gridctl_tui
from gridctl.foundation.settings import SettingsError
from gridctl_tui.keymap import GROUPS, KEYS, UnknownKeyName, cap, caps, read_keymap


def _own_bindings() -> list[tuple[str, Binding]]:
    """Return every binding of the dashboard's own classes."""
    found = []
    for module in pkgutil.walk_packages(gridctl_tui.__path__, "gridctl_tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if not (isinstance(value, type) and issubclass(value, DOMNode)):
                continue
            if value.__module__ == module.name:
                made = Binding.make_bindings(value.__dict__.get("BINDINGS", ()))
                found += [(value.__name__, each) for each in made]
    return found


@pytest.mark.parametrize("name", KEYS)
def test_a_key_says_what_it_does(name: str) -> None:
    key = KEYS[name]
    assert key.label
    assert key.help.endswith(".")
    assert all(cap(each) for each in key.keys.split(","))


def test_no_key_means_two_things_on_one_screen() -> None:
    keys = (key for group in list(GROUPS.values())[:3] for key in group.values())
    taken = Counter(each for key in keys for each in key.keys.split(","))
    assert [key for key, times in taken.items() if times > 1] == []


def test_no_screen_binds_a_key_twice() -> None:
    by_class = Counter((owner, binding.key) for owner, binding in _own_bindings())
    assert [pair for pair, times in by_class.items() if times > 1] == []


def test_every_main_action_works_under_an_input_method() -> None:
    """Single letters go to its composer: what the line at the bottom names has another key."""
    lone = [
        name
        for name, key in KEYS.items()
        if key.shown and all(len(each) == 1 for each in key.keys.split(","))
    ]
    assert lone == []


def test_keys_are_printed_as_they_stand_on_a_keyboard() -> None:
    assert caps("f1,question_mark,ctrl+s,shift+up,a,escape") == "F1 ? Ctrl-S Shift-Up a Esc"


def test_a_person_has_other_keys(opened: Any, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[keys]\n"app.help" = "f11"\n')

    async def scene() -> None:
        async with opened(keymap=read_keymap(file)) as seen:
            await seen.shows("占道经营", "F11")
            await seen.press("f11")
            await seen.shows("Show the keys of what has the focus.")

    asyncio.run(scene())


def test_a_file_of_keys_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    assert read_keymap(file) == ()
    file.write_text('[keys]\n"app.hlp" = "f11"\n')
    with pytest.raises(UnknownKeyName) as wrong:
        read_keymap(file)
    assert wrong.value.params["nearest"] == "app.help"
    file.write_text("[keys")
    with pytest.raises(SettingsError):
        read_keymap(file)
