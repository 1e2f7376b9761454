"""Where the token of a server is kept, and from whom."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from gridctl.foundation.secrets import (
    TokenExposed,
    TokenMalformed,
    TokenUnkept,
    find_token,
    forget_token,
    keep_token,
)

SERVER = "https://grid.example.gov.cn"
TOKEN = "gridctl_AbC-dEf_0123456789"


class Desktop(KeyringBackend):
    """A keyring that keeps everything in memory, and may be locked."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked


class Clear(Desktop):
    """A keyring that keeps secrets in the clear, as its priority says."""

    priority = 0.5  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _other_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def desktop() -> Desktop:
    made = Desktop()
    keyring.set_keyring(made)
    return made


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the token files."""
    monkeypatch.setenv("GRIDCTL_CONFIG", str(tmp_path / "own" / "config.toml"))
    return tmp_path / "own" / "tokens"


def test_a_keyring_keeps_the_token_and_no_file_does(desktop: Desktop, tokens: Path) -> None:
    kept = keep_token(SERVER, "city", TOKEN)
    assert (kept.place, find_token(SERVER, "city")) == ("keyring", kept)
    assert not tokens.exists()
    assert list(desktop.kept.values()) == [TOKEN]


def test_without_a_keyring_a_file_of_the_owner_alone_keeps_it(tokens: Path) -> None:
    before = os.umask(0)
    try:
        kept = keep_token(SERVER, "city", TOKEN)
    finally:
        os.umask(before)
    [file] = tokens.iterdir()
    assert (kept.place, kept.where) == ("file", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o700
    found = find_token(SERVER + "/", "city")
    assert found is not None
    assert found.text == TOKEN


def test_a_keyring_that_keeps_in_the_clear_is_none(tokens: Path) -> None:
    keyring.set_keyring(clear := Clear())
    assert keep_token(SERVER, "city", TOKEN).place == "file"
    assert not clear.kept


def test_a_locked_keyring_is_none(desktop: Desktop, tokens: Path) -> None:
    desktop.locked = True
    assert find_token(SERVER, "city") is None
    assert keep_token(SERVER, "city", TOKEN).place == "file"
    assert forget_token(SERVER, "city")


def test_a_token_in_the_keyring_ends_the_one_in_a_file(tokens: Path) -> None:
    keep_token(SERVER, "city", "old")
    keyring.set_keyring(Desktop())
    keep_token(SERVER, "city", TOKEN)
    assert not list(tokens.iterdir())


@pytest.mark.parametrize(
    ("server", "profile"),
    [("https://elsewhere.example", "city"), (SERVER, "town"), (SERVER + ":8443", "city")],
)
def test_a_token_goes_to_its_own_server_and_profile_alone(
    tokens: Path, server: str, profile: str
) -> None:
    keep_token(SERVER, "city", TOKEN)
    assert find_token(server, profile) is None


def test_the_environment_goes_first_and_is_not_forgotten(tokens: Path) -> None:
    keep_token(SERVER, "city", "kept")
    given = {"GRIDCTL_TOKEN": f" {TOKEN}\n"}
    found = find_token(SERVER, "city", environ=given)
    assert found is not None
    assert (found.text, found.place) == (TOKEN, "environment")
    assert forget_token(SERVER, "city")
    assert find_token(SERVER, "city", environ=given) == found


@pytest.mark.parametrize("keyring_runs", [True, False])
def test_what_is_forgotten_is_gone_everywhere(tokens: Path, keyring_runs: bool) -> None:
    keep_token(SERVER, "city", "earlier")
    if keyring_runs:
        keyring.set_keyring(Desktop())
    keep_token(SERVER, "city", TOKEN)
    assert forget_token(SERVER, "city")
    assert find_token(SERVER, "city") is None
    assert not forget_token(SERVER, "city")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_others_may_read_or_replace_is_refused(tokens: Path, mode: int) -> None:
    Path(keep_token(SERVER, "city", TOKEN).where).chmod(mode)
    with pytest.raises(TokenExposed) as refused:
        find_token(SERVER, "city")
    assert TOKEN not in str(refused.value)
    # The way out the hint names.
    assert forget_token(SERVER, "city")
    keep_token(SERVER, "city", TOKEN)
    assert find_token(SERVER, "city") is not None


def test_a_link_is_not_followed(tokens: Path, tmp_path: Path) -> None:
    file = Path(keep_token(SERVER, "city", TOKEN).where)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TokenUnkept):
        find_token(SERVER, "city")


@pytest.mark.parametrize("text", ["two words", "a\r\nX-Header: b", "令牌", "", "a" * 5000])
def test_what_cannot_be_a_token_is_refused_unquoted(tokens: Path, text: str) -> None:
    with pytest.raises(TokenMalformed) as refused:
        keep_token(SERVER, "city", text)
    assert not text or text not in str(refused.value)


def test_a_representation_shows_no_token(tokens: Path) -> None:
    assert TOKEN not in repr(keep_token(SERVER, "city", TOKEN))


def test_where_nothing_can_be_written_the_way_out_is_named(tokens: Path) -> None:
    tokens.parent.mkdir()
    tokens.write_text("a file in the way")
    with pytest.raises(TokenUnkept) as refused:
        keep_token(SERVER, "city", TOKEN)
    assert "GRIDCTL_TOKEN" in refused.value.hint
