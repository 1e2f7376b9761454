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
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import translator
from gridctl.foundation.settings import SettingsError
from gridctl_tui.app import Dashboard
from gridctl_tui.keymap import cap, caps
from gridctl_tui.keys import KEYS
from gridctl_tui.own_keys import KeyTaken, UnknownKey, UnknownKeyName, read_keymap
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.widgets.row_window import RowWindow


def own_nodes() -> list[type[DOMNode]]:
    """Return the dashboard's own classes of screens and widgets, and itself."""
    return [
        value
        for module in pkgutil.walk_packages(gridctl_tui.__path__, "gridctl_tui.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, type) and issubclass(value, DOMNode)
        if value.__module__ == module.name
    ]


def own_bindings() -> list[tuple[str, Binding]]:
    """Return every binding of the dashboard's own classes."""
    return [
        (owner.__name__, binding)
        for owner in own_nodes()
        for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ()))
    ]


def bound(owner: type[DOMNode]) -> list[Binding]:
    """Return the bindings a class has of its own and by inheritance from the dashboard's."""
    return [
        binding
        for each in owner.__mro__
        if each.__module__.startswith("gridctl_tui.")
        for binding in Binding.make_bindings(each.__dict__.get("BINDINGS", ()))
    ]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_says_what_it_does_in_both_languages(name: str) -> None:
    key = KEYS[name]
    assert key.label
    assert key.help.endswith(".")
    assert all(cap(each) for each in key.keys.split(","))
    chinese = translator("zh_CN")
    assert not chinese(key.label).isascii()
    assert chinese(key.help).endswith("。")


def test_every_binding_is_one_of_the_table() -> None:
    """So that help, palette, the line of keys and a person's own file know it."""
    found = [
        (owner, binding.key, binding.id, binding.action)
        for owner, binding in own_bindings()
        if not (binding.id or "").startswith("tab.")
    ]
    named = [(owner, key, name) for owner, key, name, _action in found if name not in KEYS]
    assert named == []
    assert [each for each in found if KEYS[str(each[2])].action != each[3]] == []


def test_every_action_of_the_table_can_be_called() -> None:
    called = {binding.id for _owner, binding in own_bindings()}
    assert [name for name in KEYS if name not in called] == []


def test_every_bound_action_is_there() -> None:
    lacking = [
        (owner.__name__, binding.action)
        for owner in own_nodes()
        for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ()))
        if not hasattr(owner, "action_" + binding.action.partition("(")[0])
    ]
    assert lacking == []


@pytest.mark.parametrize("screen", [each for each in own_nodes() if issubclass(each, OfficeScreen)])
def test_no_key_means_two_things_on_a_screen(screen: type[DOMNode]) -> None:
    """Of the screen, of the whole dashboard, and of the list that has the keyboard there."""
    taken: dict[str, set[str]] = {}
    for layer in (Dashboard, screen, RowWindow):
        for binding in bound(layer):
            taken.setdefault(binding.key, set()).add(str(binding.id))
    assert {key: names for key, names in taken.items() if len(names) > 1} == {}


def test_no_class_binds_a_key_twice() -> None:
    by_class = Counter((owner, binding.key) for owner, binding in own_bindings())
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
            of_tickets, of_lists = "Enter a new ticket.", "Open what the cursor is on."
            await seen.shows(of_tickets, of_lists)
            assert seen.text.find(of_tickets) < seen.text.find(of_lists)
            await seen.type("focus")
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


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('"ticket.close" = "f9"', KeyTaken),
        ('"ticket.close" = "2"', KeyTaken),
        ('"app.undo" = "f9"', KeyTaken),
        ('"ticket.close" = "nosuchkey"', UnknownKey),
        ('"ticket.close" = "f8, hyper+e"', UnknownKey),
        ('"ticket.close" = "f9, full_stop"\n"ticket.menu" = "f8"', None),
    ],
)
def test_a_key_that_is_none_or_another_ones_is_refused(
    tmp_path: Path, line: str, wrong: type[Usage] | None
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(f"[keys]\n{line}\n")
    if wrong is None:
        assert dict(read_keymap(file))["ticket.close"] == "f9,full_stop"
    else:
        with pytest.raises(wrong):
            read_keymap(file)
