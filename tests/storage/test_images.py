"""What the change log follows is what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.storage import sqlite
from gridctl.storage.images import (
    ADDED,
    BOOKKEEPING,
    FOLLOWED,
    UNLOGGED,
    UNSEALED,
    added_after,
    image_digest,
    row_digest,
)
from gridctl.storage.tables import METADATA
from tests.storage.older import columns_of_format

#: The first format whose rows leave digests.
FIRST = 6


def test_every_table_is_followed_or_left_out_on_purpose() -> None:
    left_out = BOOKKEEPING | UNLOGGED | UNSEALED
    assert FOLLOWED.keys() | left_out == METADATA.tables.keys()
    assert not FOLLOWED.keys() & left_out
    for table, keys in FOLLOWED.items():
        assert keys == tuple(column.name for column in METADATA.tables[table].primary_key)


@pytest.mark.parametrize("number", range(FIRST, sqlite.FORMAT + 1))
def test_columns_that_came_later_are_known(number: int, tmp_path: Path) -> None:
    """Without them a digest of an older format would never fit again."""
    then = columns_of_format(tmp_path, number)
    for table in FOLLOWED.keys() & then.keys():
        now = set(METADATA.tables[table].columns.keys())
        assert now - then[table] == added_after(number, table)
    assert all(FIRST < later <= sqlite.FORMAT for later in ADDED)


def test_a_digest_is_the_same_from_a_record_and_a_cursor() -> None:
    assert row_digest({"b": True, "a": None}) == row_digest({"a": None, "b": 1})
    assert image_digest([None, 0]) != image_digest([None, ""])
    assert image_digest(["1"]) != image_digest([1])
