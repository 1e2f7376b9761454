"""How secrets are made, kept and compared."""

from __future__ import annotations

import re

import pytest

from gridctl.foundation import credentials


def test_tokens_are_long_and_say_what_they_are() -> None:
    tokens = {credentials.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"gridctl_[\w-]{43}", token) for token in tokens)


def test_a_code_is_known_however_it_was_typed() -> None:
    code = credentials.new_code(4)
    assert re.fullmatch(r"(?:[2-9A-HJKMNP-TV-Z]{4}-?){4}", code)
    kept = credentials.code_digest(code)
    for typed in (code.lower(), code.replace("-", " "), f"  {code}\n", code.replace("-", "")):
        assert credentials.code_digest(typed) == kept
    assert credentials.code_digest(code[:-1]) != kept


def test_a_password_is_kept_as_argon2id_at_its_full_cost() -> None:
    kept = credentials.hash_password("银杏树黄了的时候")
    cost = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", kept)
    assert cost is not None
    # RFC 9106, section 4, the second recommended choice.
    assert (int(cost[1]), int(cost[2])) == (65_536, 3)
    assert credentials.password_fits("银杏树黄了的时候", kept)
    assert not credentials.password_fits("银杏树绿了的时候", kept)


def test_an_account_that_is_not_there_costs_a_hash_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who measures how long an answer takes learns nothing about logins."""
    verified = []

    class Hasher:
        def hash(self, password: str) -> str:
            return f"kept of {password}"

        def verify(self, password: str, kept: str) -> bool:
            verified.append(kept)
            return True

    monkeypatch.setattr(credentials, "_hasher", lambda: Hasher())
    # Uncached, or later tests would be given what this hasher made.
    monkeypatch.setattr(credentials, "_nobody", credentials._nobody.__wrapped__)
    assert credentials.password_fits("x", "kept")
    assert not credentials.password_fits("x", None)
    assert len(verified) == 2
