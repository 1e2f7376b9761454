"""Keys a person gives actions in a file of their own, refused where they would not do as meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest
from gridctl.foundation.settings import SettingsError
from gridctl_tui.keys import COMMON, GROUPS, KEYS

_MODIFIERS = frozenset({"ctrl", "shift", "alt"})
_NAMED = frozenset({str(key.value) for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()))
_GROUP_OF = {name: heading for heading, group in GROUPS.items() for name in group}


class UnknownKeyName(Usage):
    """The file of keys names an action there is none of."""

    message = N_("{file}: there is no action {name}.")
    hint = N_("Nearest is {nearest}; 'F1' in the dashboard shows all.")


class UnknownKey(Usage):
    """The file of keys names a key there is none of."""

    message = N_("{file}: {name} has no key {key}: there is none of that name.")
    hint = N_("Write f8, x, ctrl+e, slash or space; several with commas between.")


class KeyTaken(Usage):
    """A key of the file is that of another action, which would be lost or hide this one."""

    message = N_("{file}: {key} cannot be the key of {name}: {other} has it.")
    hint = N_("Take a free key, or give {other} another one in the same file.")


def read_keymap(file: Path) -> tuple[tuple[str, str], ...]:
    """Return the keys of a person's own file, by name of the action; none where it is absent.

    The file is TOML: ``"ticket.close" = "f8,ctrl+e"`` in a table ``[keys]``.

    Raises:
        UnknownKeyName, UnknownKey: an action or a key is not known.
        KeyTaken: another action in force at the same time has the key.
        SettingsError: the file cannot be read.
    """
    if not file.is_file():
        return ()
    import tomli

    try:
        keys = tomli.loads(file.read_text(encoding="utf-8-sig")).get("keys", {})
    except (OSError, ValueError) as error:
        raise SettingsError(
            N_("{place} cannot be read: {reason}."), place=str(file), reason=str(error)
        ) from error
    for name in keys:
        if name not in KEYS:
            raise UnknownKeyName(file=str(file), name=name, nearest=nearest(name, KEYS))
    told = {name: ",".join(map(str.strip, str(given).split(","))) for name, given in keys.items()}
    _check(file, told)
    return tuple(told.items())


def _check(file: Path, told: Mapping[str, str]) -> None:
    """Refuse keys that are none, or another action's.

    Raises:
        UnknownKey, KeyTaken: see there.
    """
    for name, given in told.items():
        for key in given.split(","):
            if not _is_key(key):
                raise UnknownKey(file=str(file), name=name, key=key)
            if key.isdigit():
                raise KeyTaken(file=str(file), name=name, key=key, other=f"app.tab {key}")
            for other in _with(name):
                if key in told.get(other, KEYS[other].keys).split(","):
                    raise KeyTaken(file=str(file), name=name, key=key, other=other)


def _with(name: str) -> Iterator[str]:
    """Yield the other actions that can be in force together with one.

    Those of one heading can, and those of a common one with all others, unless the table itself
    gives both the same key somewhere.
    """
    own = _GROUP_OF[name]
    for other, heading in _GROUP_OF.items():
        common = own in COMMON or heading in COMMON
        if other != name and (heading == own or (common and not _keys(heading) & _keys(own))):
            yield other


def _keys(heading: str) -> set[str]:
    return {key for each in GROUPS[heading].values() for key in each.keys.split(",")}


def _is_key(text: str) -> bool:
    """Tell whether a key is called so: ``f8``, ``x``, ``ctrl+e``, ``full_stop``."""
    *modifiers, last = text.split("+")
    if not last or not set(modifiers) <= _MODIFIERS:
        return False
    if len(last) == 1 or last in _NAMED:
        return True
    try:
        return bool(unicodedata.lookup(last.replace("_", " ").upper()))
    except KeyError:
        return False
