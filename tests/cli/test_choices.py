"""Options that take a code or a word for it."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.cli.context import choices
from gridctl.cli.context.choices import find_code

LABELS = {"on_time": "on time", "overdue": "overdue"}


@pytest.mark.parametrize("text", ["on_time", "On-Time", " on time ", "ｏｎ_time", "按时"])
def test_codes_and_labels_of_both_languages_are_understood(monkeypatch: Any, text: str) -> None:
    words = {"on time": "按时", "overdue": "超时"}
    monkeypatch.setattr(
        choices, "translator", lambda lang: words.__getitem__ if lang == "zh_CN" else str
    )
    assert find_code(LABELS, text) == "on_time"


def test_words_of_the_imports_are_understood_where_they_are_named() -> None:
    assert find_code(LABELS, "按期办结") is None
    assert find_code(LABELS, "按期办结", "ticket.on_time_stated") == "on_time"


def test_a_label_wins_over_a_spelling_of_another_code() -> None:
    labels = {"closed": "按期办结", "on_time": "on time"}
    assert find_code(labels, "按期办结", "ticket.on_time_stated") == "closed"
