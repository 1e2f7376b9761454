"""Where the program keeps what belongs to one person on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PROJECT_FILE = ".gridctl.toml"
CONFIG_VARIABLE = "GRIDCTL_CONFIG"


def user_config_file(environ: Mapping[str, str] | None = None) -> Path:
    """Return the person's settings file, present or not; ``GRIDCTL_CONFIG`` names another."""
    named = (os.environ if environ is None else environ).get(CONFIG_VARIABLE)
    if named:
        return Path(named).expanduser()
    # Imported late: most starts in scripts name the file and never need it.
    from platformdirs import user_config_path

    return user_config_path("gridctl", appauthor=False) / "config.toml"


def default_database() -> Path:
    """Return the database file used where no setting names one, present or not."""
    from platformdirs import user_data_path

    return user_data_path("gridctl", appauthor=False) / "gridctl.db"


def working_folder() -> Path | None:
    """Return the folder the program works in, or None where it was deleted meanwhile."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def is_within_reach(file: Path) -> bool:
    """Tell whether a file is there; one in a folder that is shut to this account is not.

    The home of a service may be shut to it, as ``ProtectHome`` of systemd does.
    """
    return os.path.isfile(file)


def project_config_file(start: Path) -> Path | None:
    """Return the nearest ``.gridctl.toml`` in ``start`` or a folder above it, or None."""
    for folder in (start, *start.parents):
        if is_within_reach(candidate := folder / PROJECT_FILE):
            return candidate
    return None
