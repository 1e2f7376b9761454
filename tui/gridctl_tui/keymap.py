"""Every key of the dashboard as screens bind it, and as it stands on a keyboard.

Screens take their bindings from the table of keys by name; the line of keys at the bottom, the help
and the printed table of keys are made from the same entries.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from gridctl_tui.keys import KEYS, Key

#: Action as it is called -> the operation it is for.
_SENT = {key.action: key.sends for key in KEYS.values()}


def sent_by(action: str, parameters: tuple[object, ...]) -> str:
    """Return the full name of the operation an action is for, "" where everybody may."""
    told = f"({', '.join(map(repr, parameters))})" if parameters else ""
    return _SENT.get(f"{action}{told}", "")


def bindings(*names: str) -> list[BindingType]:
    """Return the bindings of actions; a name ending in ``.*`` stands for a whole group."""
    wanted = (
        each
        for name in names
        for each in KEYS
        if each == name or (name.endswith(".*") and each.startswith(name[:-1]))
    )
    return [_binding(name, KEYS[name]) for name in wanted]


def tab_bindings(tabs: Iterable[tuple[str, str]]) -> list[BindingType]:
    """Return the bindings that open tabs, from (digit, name) of each."""
    return [Binding(digit, f"tab('{name}')", show=False, id=f"tab.{name}") for digit, name in tabs]


def _binding(name: str, key: Key) -> Binding:
    return Binding(
        key.keys, key.action, key.label, show=key.shown, tooltip=key.help, id=name,
        priority=key.priority,
    )  # fmt: skip


#: Names of keys as they stand on a keyboard.
_CAPS = {
    "question_mark": "?", "colon": ":", "slash": "/", "number_sign": "#", "space": "Space",
    "left_square_bracket": "[", "right_square_bracket": "]", "escape": "Esc", "enter": "Enter",
    "tab": "Tab", "comma": ",", "full_stop": ".", "minus": "-",
    "backspace": "Backspace", "pageup": "PgUp",
    "pagedown": "PgDn", "insert": "Ins", "delete": "Del", "home": "Home",
    "end": "End", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
}  # fmt: skip


def cap(key: str) -> str:
    """Return a key as it is printed: ``ctrl+s`` is ``Ctrl-S``, ``f1`` is ``F1``."""
    *modifiers, last = key.split("+")
    if last in _CAPS:
        named = _CAPS[last]
    else:
        named = last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last
    return "-".join([*(each.capitalize() for each in modifiers), named])


def caps(keys: str) -> str:
    """Return several keys as they are printed, with blanks between."""
    return " ".join(cap(each) for each in keys.split(","))
