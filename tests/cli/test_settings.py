"""Layers of settings, profiles, and what is told about a wrong one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from gridctl.domain.errors import word
from gridctl.foundation.paths import user_config_file
from gridctl.foundation.settings import SettingsError, load
from gridctl.foundation.settings_file import remember
from tests.cli.conftest import Run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return the project's and the user's file, both empty, the project's folder current."""
    project = tmp_path / ".gridctl.toml"
    user = user_config_file()
    user.parent.mkdir()
    for file in (project, user):
        file.write_text("")
    return project, user


def test_each_layer_hides_the_weaker(files: tuple[Path, Path]) -> None:
    project, user = files
    layers = []
    user.write_text('output = "md"')
    layers.append(load(environ=os.environ).get("output"))
    project.write_text('\noutput = "csv"')
    layers.append(load().get("output"))
    environ = {**os.environ, "GRIDCTL_OUTPUT": "yaml"}
    layers.append(load(environ=environ).get("output"))
    layers.append(load({"output": "json"}, environ=environ).get("output"))
    assert [value.text for value in layers if value] == ["md", "csv", "yaml", "json"]
    assert [value.origin for value in layers if value] == [
        ("user", f"{user}:1"),
        ("project", f"{project}:2"),
        ("environment", "GRIDCTL_OUTPUT"),
        ("flag", "--output"),
    ]


def test_the_project_file_is_found_in_a_folder_above(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    files[0].write_text('db = "data/east.db"')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert load(cwd=deep).target().address == str(tmp_path / "data" / "east.db")


def test_a_folder_that_was_deleted_is_told(
    at_work: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = str(tmp_path / "office.db")
    (gone := tmp_path / "gone").mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for line in ("grid list", f"--db {office} grid list", "--db x.db init", "db backup x.db",
                 "profile add east --path x.db", "profile list", "doctor", "serve"):  # fmt: skip
        ran = at_work(*line.split())
        assert ran.code == 2, line
        assert "The folder you are in is no longer there" in ran.err


@pytest.mark.parametrize("given", ["https://grid.example", ""])
def test_an_address_of_a_server_is_no_file(given: str) -> None:
    with pytest.raises(SettingsError, match="is no file and no address"):
        load({"db": given})


def test_a_home_that_is_shut_has_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(path: str | Path, **_options: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", shut)
    settings = load({}, environ={"GRIDCTL_CONFIG": str(tmp_path / "config.toml")}, cwd=tmp_path)
    assert settings.profiles == {}


def test_without_any_setting_there_is_a_default_database() -> None:
    target = load().target()
    assert (target.name, target.kind, target.readonly) == ("default", "sqlite", False)
    assert Path(target.address).is_absolute()


def test_a_stronger_profile_hides_a_weaker_database_file(files: tuple[Path, Path]) -> None:
    files[1].write_text('db = "old.db"\n[profile.city]\nurl = "https://grid.example.gov.cn"\n')
    assert load().target().name == "old.db"
    target = load({"profile": "city"}).target()
    assert (target.kind, target.address) == ("url", "https://grid.example.gov.cn")


def test_a_file_and_a_profile_of_one_layer_contradict_each_other() -> None:
    with pytest.raises(SettingsError, match="both set"):
        load({"profile": "city", "db": "x.db"}).target()


def test_profiles_of_both_files_are_known_the_projects_first(files: tuple[Path, Path]) -> None:
    project, user = files
    project.write_text('[profile.a]\npath = "p.db"\nreadonly = true\ncolor = "red"\n')
    user.write_text('[profile.a]\npath = "u.db"\n[profile.b]\npath = "~/b.db"\n')
    profiles = load().profiles
    assert profiles["a"].address == str(project.parent / "p.db")
    assert (profiles["a"].readonly, profiles["a"].color) == (True, "red")
    assert profiles["b"].address == str(Path.home() / "b.db")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('lang = "zh"\noutputt = "csv"', ":2: there is no setting outputt", "Nearest is output;"),
        ('[profile.a]\npaht = "x"', ":2: there is no setting paht", "Nearest is path;"),
        ('output = "xls"', ":1: output cannot be xls", "Allowed: table, wide"),
        ('lang = "fr"', ":1: lang cannot be fr", "Allowed: zh, en"),
        ("ambiguous = 3", ":1: ambiguous cannot be 3", "Allowed: 1, 2"),
        ("[profile.a]\nreadonly = true", "profile a must have either path or url", ""),
        ('[profile.a]\npath = "x"\nurl = "y"', "profile a must have either path or url", ""),
        ('[profile.a]\npath = "x"\nreadonly = "no"', "readonly is true or false", ""),
        ("lang = ", "is not valid TOML", ""),
    ],
)
def test_a_wrong_file_is_told_with_file_line_and_what_is_meant(
    files: tuple[Path, Path], text: str, message: str, hint: str
) -> None:
    files[0].write_text(text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(files[0]) in str(caught.value)
    assert message in str(caught.value)
    assert hint in word(caught.value.hint, caught.value.params)


def test_a_wrong_variable_is_told_by_its_name() -> None:
    with pytest.raises(SettingsError, match="GRIDCTL_LANG: lang cannot be fr"):
        load(environ={"GRIDCTL_LANG": "fr", "GRIDCTL_CONFIG": "none"})


def test_a_file_of_another_encoding_is_told(files: tuple[Path, Path]) -> None:
    files[0].write_bytes("# 县\n".encode("gbk"))
    with pytest.raises(SettingsError, match="cannot be read"):
        load()


def test_a_byte_order_mark_is_no_key(files: tuple[Path, Path]) -> None:
    files[0].write_text('lang = "en_US"', encoding="utf-8-sig")
    assert load().text("lang") == "en"


def test_an_unknown_profile_is_told_with_those_there_are(files: tuple[Path, Path]) -> None:
    files[1].write_text('[profile.city]\nurl = "https://x.example"\n')
    with pytest.raises(SettingsError) as caught:
        load({"profile": "town"}).target()
    assert caught.value.params["choices"] == ("city",)


def test_remembering_keeps_comments_and_makes_a_private_file(files: tuple[Path, Path]) -> None:
    user = files[1]
    user.write_text("# mine\nlang = 'zh'  # always\n")
    remember(user, {("default_profile",): "a", ("profile", "a", "path"): "/srv/a.db"})
    text = user.read_text()
    assert text.startswith("# mine\nlang = 'zh'  # always\n")
    assert "[profile.a]" in text
    assert load().target().address == "/srv/a.db"
    assert stat.S_IMODE(user.stat().st_mode) == 0o600
    assert [each.name for each in user.parent.iterdir()] == [user.name]


def test_a_broken_file_is_not_overwritten(files: tuple[Path, Path]) -> None:
    files[1].write_text("lang = ")
    with pytest.raises(SettingsError, match="not valid TOML"):
        remember(files[1], {("lang",): "en"})
    assert files[1].read_text() == "lang = "
