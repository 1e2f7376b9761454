"""Help pages accept the shared options wherever they are typed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_a_nouns_page_with_shared_options_before_it(run, flag: str) -> None:
    shown = run("--lang", "en", "--db", "somewhere.db", "grid", flag)
    assert (shown.code, shown.err) == (0, "")
    assert "tree" in shown.out
    assert run("grid", flag, "--lang", "en").out == shown.out
