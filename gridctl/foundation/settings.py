"""Settings in layers: flag, environment, project file, user file, default.

Every value knows where it came from. A file holds plain keys (:data:`KEYS`) and profiles::

    default_profile = "county"
    lang = "zh"

    [profile.county]
    path = "county.db"

    [profile.city]
    url = "https://grid.example.gov.cn"
    ca_file = "office-root.pem"
    readonly = true
    color = "red"

Paths in a file are relative to the file; paths from a flag or the environment to the working
folder. ``GRIDCTL_*`` variables are named in :data:`KEYS`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest
from gridctl.foundation.paths import (
    default_database,
    is_within_reach,
    project_config_file,
    user_config_file,
    working_folder,
)
from gridctl.foundation.settings_file import SettingsError as SettingsError
from gridctl.foundation.settings_file import line_of, read

Layer = Literal["flag", "environment", "project", "user", "default"]

Language = Literal["zh", "en"]
Output = Literal["table", "wide", "csv", "tsv", "json", "jsonl", "yaml", "md", "xlsx"]
Kind = Literal["sqlite", "postgresql", "url"]
Theme = Literal["dark", "light", "contrast", "ansi"]
CsvEncoding = Literal["utf-8", "utf-8-sig", "gb18030"]


class Key(NamedTuple):
    """One setting: its spelling in files, its variable, its meaning and its allowed values."""

    spelling: str
    variable: str
    help: str
    choices: tuple[str, ...] = ()


KEYS: dict[str, Key] = {
    "profile": Key("default_profile", "GRIDCTL_PROFILE", N_("the profile to work with")),
    "db": Key("db", "GRIDCTL_DB", N_("the database file to work with, instead of a profile")),
    "lang": Key("lang", "GRIDCTL_LANG", N_("the language: zh or en"), get_args(Language)),
    "output": Key("output", "GRIDCTL_OUTPUT", N_("the output format"), get_args(Output)),
    "csv_encoding": Key(
        "csv_encoding",
        "GRIDCTL_CSV_ENCODING",
        N_("the encoding of CSV files"),
        get_args(CsvEncoding),
    ),
    "ambiguous": Key(
        "ambiguous",
        "GRIDCTL_AMBIGUOUS",
        N_("how many cells the terminal gives to signs such as · and ①: 1 or 2"),
        ("1", "2"),
    ),
    "open311_public": Key(
        "open311_public",
        "GRIDCTL_OPEN311_PUBLIC",
        N_("what a server answers by Open311 without a key: services, yes (requests too) or no"),
        ("services", "yes", "no"),
    ),
    "webhooks_inside": Key(
        "webhooks_inside",
        "GRIDCTL_WEBHOOKS_INSIDE",
        N_("whether webhooks may lie inside the network of this machine: yes or no"),
        ("yes", "no"),
    ),
    "theme": Key("theme", "GRIDCTL_THEME", N_("the colours of the dashboard"), get_args(Theme)),
}

_PROFILE_KEYS = ("path", "url", "ca_file", "readonly", "color")
#: How the address of a PostgreSQL database begins.
_DATABASES = ("postgresql://", "postgres://")
_PASSWORD = re.compile(r"(://[^/@:]*):[^/@]*(?=@)|[?&]password=[^&]*")


def kind_of(address: str, otherwise: Kind = "sqlite") -> Kind:
    """Return what lies at an address: a database on a server, else what it is otherwise."""
    return "postgresql" if address.startswith(_DATABASES) else otherwise


class Origin(NamedTuple):
    """Where a value came from: its layer, and the variable or the file."""

    layer: Layer
    place: str = ""


#: Nothing set it.
DEFAULT = Origin("default")


class Value(NamedTuple):
    """A setting as text, with its origin."""

    text: str
    origin: Origin


@dataclass(frozen=True)
class Target:
    """What a command works on.

    Attributes:
        kind: a local SQLite file, a PostgreSQL database, or a server of gridctl.
        address: absolute path of the file, or the URL; it may hold a password.
        name: what people call it: the profile, or the file's name.
        readonly: commands are refused.
        color: colour of its name where it is shown, or "".
        ca_file: absolute path of the authorities a server's certificate is checked against, or "".
        origin: where it was set.
    """

    kind: Kind
    address: str
    name: str
    readonly: bool = False
    color: str = ""
    ca_file: str = ""
    origin: Origin = DEFAULT

    @property
    def shown(self) -> str:
        """The address as people may read it: without a password."""
        return _PASSWORD.sub(lambda found: found[1] or "", self.address)


@dataclass(frozen=True)
class Settings:
    """All layers read once, strongest first, and the profiles of the files."""

    layers: tuple[Mapping[str, Value], ...]
    profiles: Mapping[str, Target]

    def get(self, key: str) -> Value | None:
        """Return the strongest value of a key, or None where only the default is left."""
        return next((layer[key] for layer in self.layers if key in layer), None)

    def text(self, key: str) -> str | None:
        """Return the strongest value of a key as text, or None."""
        value = self.get(key)
        return value.text if value else None

    def target(self) -> Target:
        """Return what to work on: the strongest layer that names a file or a profile decides.

        Raises:
            SettingsError: one layer names both, or the profile does not exist.
        """
        for layer in self.layers:
            db, profile = layer.get("db"), layer.get("profile")
            if db and profile:
                raise SettingsError(
                    N_("A database file and a profile are both set ({place})."),
                    N_("Keep one of the two."),
                    place=db.origin.place,
                )
            if db:
                kind = kind_of(db.text)
                path = db.text if kind == "sqlite" else db.text.partition("?")[0]
                return Target(kind, db.text, Path(path).name, origin=db.origin)
            if profile:
                return self.profile(profile.text)
        return Target("sqlite", str(default_database()), "default")

    def profile(self, name: str) -> Target:
        """Return a profile by its name.

        Raises:
            SettingsError: no file declares it.
        """
        if name not in self.profiles:
            raise SettingsError(
                N_("There is no profile {name}."),
                N_("Known profiles: {choices}. '<profile add>' makes one."),
                name=name,
                choices=tuple(sorted(self.profiles)) or "-",
            )
        return self.profiles[name]


def load(
    flags: Mapping[str, str | None] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Settings:
    """Read all layers.

    Args:
        flags: values of the command line by key of :data:`KEYS`; None is "not given".
        environ: the environment; the process's own where omitted.
        cwd: the working folder; the process's own where omitted.

    Raises:
        SettingsError: a file cannot be read, or holds an unknown key or a wrong value; the folder
            is gone.
    """
    environ = os.environ if environ is None else environ
    cwd = cwd or working_folder()
    if cwd is None:
        raise SettingsError(
            N_("The folder you are in is no longer there: it was deleted or moved."),
            N_("Change to another one, such as with 'cd ~', and try again."),
        )
    files: list[tuple[Layer, Path]] = []
    if project := project_config_file(cwd):
        files.append(("project", project))
    if is_within_reach(user := user_config_file(environ)):
        files.append(("user", user))
    layers = [_flag_layer(flags or {}, cwd), _environment_layer(environ, cwd)]
    profiles: dict[str, Target] = {}
    for layer, file in files:
        document = read(file)
        layers.append(_file_layer(layer, file, document))
        # A project's profile hides the user's profile of the same name.
        profiles = _profiles(layer, file, document) | profiles
    return Settings(tuple(layers), profiles)


def _flag_layer(flags: Mapping[str, str | None], cwd: Path) -> dict[str, Value]:
    return {
        key: _value(key, text, Origin("flag", "--" + key.replace("_", "-")), cwd)
        for key, text in flags.items()
        if text is not None
    }


def _environment_layer(environ: Mapping[str, str], cwd: Path) -> dict[str, Value]:
    return {
        name: _value(name, environ[key.variable], Origin("environment", key.variable), cwd)
        for name, key in KEYS.items()
        if environ.get(key.variable)
    }


def _file_layer(layer: Layer, file: Path, document: Mapping[str, Any]) -> dict[str, Value]:
    by_spelling = {key.spelling: name for name, key in KEYS.items()}
    values = {}
    for spelling, raw in document.items():
        if spelling == "profile" and isinstance(raw, dict):
            continue
        if spelling not in by_spelling:
            raise _unknown_key(file, spelling, ("profile", *by_spelling))
        origin = Origin(layer, f"{file}:{line_of(file, spelling)}")
        values[by_spelling[spelling]] = _value(by_spelling[spelling], str(raw), origin, file.parent)
    return values


def _value(name: str, text: str, origin: Origin, folder: Path) -> Value:
    """Check one value and make it comparable: paths absolute, languages short."""
    key = KEYS[name]
    if name == "db" and kind_of(text) == "sqlite":
        text = _file(text, origin, folder)
    if name == "lang":
        text = text.lower().replace("_", "-").partition("-")[0]
    if key.choices and text not in key.choices:
        raise SettingsError(
            N_("{place}: {key} cannot be {value}."),
            N_("Allowed: {choices}."),
            place=origin.place,
            key=key.spelling,
            value=text,
            choices=tuple(key.choices),
        )
    return Value(text, origin)


def _file(text: str, origin: Origin, folder: Path) -> str:
    if not text.strip() or "://" in text:
        raise SettingsError(
            N_("{place}: {value} is no file and no address of a database."),
            N_("A server is worked with by a profile: '<profile add NAME --url ADDRESS>'."),
            place=origin.place,
            value=text or "''",
        )
    return str((folder / Path(text).expanduser()).resolve())


def _profiles(layer: Layer, file: Path, document: Mapping[str, Any]) -> dict[str, Target]:
    tables = document.get("profile", {})
    return {name: _profile(layer, file, name, table) for name, table in tables.items()}


def _profile(layer: Layer, file: Path, name: str, table: Any) -> Target:
    table = table if isinstance(table, dict) else {name: table}
    for key in table:
        if key not in _PROFILE_KEYS:
            raise _unknown_key(file, key, _PROFILE_KEYS)
    path, url = table.get("path"), table.get("url")
    readonly = table.get("readonly", False)
    if (path is None) == (url is None) or not isinstance(readonly, bool):
        raise SettingsError(
            N_("{place}: profile {name} must have either path or url; readonly is true or false."),
            place=str(file),
            name=name,
        )
    address = str(url) if path is None else _beside(file, path)
    ca_file = table.get("ca_file")
    return Target(
        kind="sqlite" if path is not None else kind_of(address, "url"),
        address=address,
        name=name,
        readonly=readonly,
        color=str(table.get("color", "")),
        ca_file=_beside(file, ca_file) if ca_file else "",
        origin=Origin(layer, f"{file}:{line_of(file, name)}"),
    )


def _beside(file: Path, path: object) -> str:
    """Return a path of a settings file as an absolute one."""
    return str((file.parent / Path(str(path)).expanduser()).resolve())


def _unknown_key(file: Path, key: str, known: tuple[str, ...]) -> SettingsError:
    return SettingsError(
        N_("{place}: there is no setting {key}."),
        N_("Nearest is {nearest}; known are: {choices}."),
        place=f"{file}:{line_of(file, key)}",
        key=key,
        nearest=nearest(key, known),
        choices=tuple(known),
    )
