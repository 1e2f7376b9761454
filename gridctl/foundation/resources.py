"""Where the program's data files lie: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_root() -> Path:
    """Return the folder that holds ``config/`` and ``seed/``.

    An installed wheel carries them under ``gridctl/_data``; a checkout has them beside the
    package. In a checkout the files beside the package win, so that an edit is seen at once.
    """
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "config").is_dir():
        return checkout
    return _PACKAGE / "_data"


def config_path(*parts: str) -> Path:
    """Return the path of a file under ``config/``."""
    return resource_root().joinpath("config", *parts)


def seed_path(*parts: str) -> Path:
    """Return the path of a file under ``seed/``."""
    return resource_root().joinpath("seed", *parts)


def locale_path() -> Path:
    """Return the folder of the message catalogues."""
    return _PACKAGE / "foundation" / "locale"
