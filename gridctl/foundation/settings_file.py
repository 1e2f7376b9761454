"""A settings file: read whole, and written with its comments kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gridctl.foundation import own_files
from gridctl.foundation.i18n import N_, Param, in_line


class SettingsError(Exception):
    """A setting is wrong; worded by a face like the errors of the domain.

    Attributes:
        code: stable name of the error.
        message: English text with ``{parameter}`` places.
        hint: what to do about it, in the same form.
    """

    code = "settings.invalid"
    exit_code = 2

    def __init__(self, message: str, hint: str = "", **params: Param) -> None:
        self.message, self.hint, self.params = message, hint, params
        super().__init__(message.format_map(in_line(params, N_)))


def read(file: Path) -> dict[str, Any]:
    """Return what stands in a settings file.

    Raises:
        SettingsError: it cannot be read, or is no TOML.
    """
    import tomli

    try:
        return tomli.loads(file.read_text(encoding="utf-8-sig"))
    except tomli.TOMLDecodeError as error:
        raise SettingsError(
            N_("{place} is not valid TOML: {reason}."), place=str(file), reason=str(error)
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            N_("{place} cannot be read: {reason}."), place=str(file), reason=str(error)
        ) from error


def line_of(file: Path, key: str) -> int:
    """Return the line a key or a profile's table stands in; 1 where it is written unusually."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    pattern = re.compile(rf"\s*(?:{name}\s*=|\[\s*profile\s*\.\s*{name}\s*\])")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return next((n for n, line in enumerate(lines, 1) if pattern.match(line)), 1)


def remember(file: Path, changes: Mapping[tuple[str, ...], str | bool]) -> None:
    """Write values into a settings file, keeping its comments and order.

    Args:
        file: the file; made with its folder, readable by its owner alone, where absent.
        changes: value by place, such as ``("lang",)`` or ``("profile", "city", "url")``.

    Raises:
        SettingsError: the file cannot be read or written.
    """
    import tomlkit

    if file.is_file():
        read(file)
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8-sig") if file.is_file() else "")
        for (*tables, key), value in changes.items():
            table: Any = document
            for name in tables:
                if name not in table:
                    table[name] = tomlkit.table(is_super_table=name == "profile")
                table = table[name]
            table[key] = value
        own_files.make_folder(file.parent)
        own_files.replace_file(file, tomlkit.dumps(document).encode())
    except OSError as error:
        raise SettingsError(
            N_("{place} cannot be written: {reason}."), place=str(file), reason=str(error)
        ) from error
