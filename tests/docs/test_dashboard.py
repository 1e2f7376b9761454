"""The page of the dashboard prints the keys in force, in both languages."""

from __future__ import annotations

import pytest

from gridctl.foundation import i18n
from gridctl_tui.keymap import caps
from gridctl_tui.keys import GROUPS
from tests.docs.pages import text_of


def key_table(lang: str) -> list[str]:
    """Return the lines of the tables of keys in a language."""
    words = i18n.translator(lang)
    return [
        f"| `{caps(key.keys)}` | {words(key.label)} | {words(key.help)} | `{name}` |"
        for group in GROUPS.values()
        for name, key in group.items()
    ]


@pytest.mark.parametrize(
    ("page", "lang"), [("docs/dashboard.md", "en"), ("docs/dashboard.zh-CN.md", "zh_CN")]
)
def test_the_page_prints_the_keys_in_force(page: str, lang: str) -> None:
    printed = text_of(page).splitlines()
    assert [line for line in key_table(lang) if line not in printed] == []
    assert [line for line in printed if line.startswith("| `")] == key_table(lang)
