"""The pairs of signs a text is found by."""

from __future__ import annotations

from gridctl.storage.search.sqlite import grams, sought


def test_each_sign_begins_a_pair() -> None:
    assert set(grams("垃圾堆").split()) == {"垃圾", "圾堆", "堆"}
    assert sought("垃圾堆") == '"圾堆" "垃圾"'
    assert sought("堆") == '"堆"*'


def test_letters_fold_and_marks_stand_in_no_query() -> None:
    assert set(grams("A-b").split()) == {"a-", "-b", "b"}
    assert sought("xA-bC") == '"bc" "xa"'
    assert sought("-b") == '"b"*'
    assert sought('"') == sought("") == '""'
    assert sought("50%") == '"50"'
