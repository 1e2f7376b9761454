"""Headers by which browsers and proxies keep nothing, frame nothing and run nothing."""

from __future__ import annotations

import pytest

from gridctl.domain.keeping import DiskFull
from gridctl.domain.office import DatabaseUnreachable, OfficeBusy
from gridctl.server.failures import answer
from gridctl.server.observing import Seen
from tests.server.conftest import Client

EVERY_FACE = (
    "/office", "/units", "/docs", "/openapi.json", "/healthz", "/progress",
    "/progress?number=3202812026110300001&code=abcdef", "/open311/v2/services.json",
    "/open311/v2/nothing.xml", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERY_FACE)
def test_every_answer_is_guarded(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] in ("no-store", "private, no-cache")
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", EVERY_FACE)
def test_who_came_encrypted_comes_no_other_way(client: Client, path: str) -> None:
    assert "Strict-Transport-Security" not in client.get(path).headers
    encrypted = client.get(f"https://office.test{path}").headers
    assert encrypted["Strict-Transport-Security"] == "max-age=31536000"


def test_an_answer_to_one_account_is_kept_for_nobody_else(client: Client) -> None:
    assert client.get("/units").headers["Cache-Control"] == "private, no-cache"


def test_nobody_is_told_over_the_line_where_the_database_lies() -> None:
    found = (
        DatabaseUnreachable(name="postgresql://clerk@db.office/county"),
        OfficeBusy(path="postgresql://clerk@db.office/county"),
        DiskFull(path="/srv/secret/county.db"),
    )
    for error in found:
        told = bytes(answer(error, Seen("")).body).decode()
        assert not [word for word in ("clerk", "db.office", "secret") if word in told]
