from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.imports.extent import Extent, column_number
from gridctl.imports.package import _whole_rows


@pytest.mark.parametrize(
    ("letters", "number"), [(b"A", 1), (b"Z", 26), (b"aa", 27), (b"XFD", 16384)]
)
def test_columns_have_numbers(letters: bytes, number: int) -> None:
    assert column_number(letters) == number


@pytest.mark.parametrize(
    ("piece", "rows", "columns"),
    [
        (b'<row r="2"><c r="A2"><v>1</v></c></row>', 2, 26),
        (b'<row r="2"><c r="AC2"><v>1</v></c></row>', 2, 29),
        (b'<row r="9" spans="1:2"><c r="AC9" s="1"/></row>', 9, 26),
        (b"<row r='7'><c r='AD7'><v>1</v></c></row>", 7, 30),
        (b'<x:row r="7"><x:c r="AD7"><x:v>1</x:v></x:c></x:row>', 7, 30),
        (b"<row><c><v>1</v></c></row>" * 40, 40, 26),
        (b"<row>" + b"<c><v>1</v></c>" * 30 + b"</row>", 1, 30),
        (b'<row r="2"><c r="A3000"><v>1</v></c></row>', 3000, 26),
        (b'<row r="2"><c r="A2"><v>="A9"</v></c></row>', 2, 26),
        (b'<row s="8" r = "12"><c s="8" r = "B12"><v>1</v></c></row>', 12, 26),
        (b'<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>', 2, 321272406),
        (b'<row r="99999999999999999999"><c><v>1</v></c></row>', 999999999, 26),
    ],
)
def test_how_far_the_cells_of_a_piece_reach(piece: bytes, rows: int, columns: int) -> None:
    extent = Extent()
    extent.take(piece)
    assert (extent.rows, extent.columns) == (rows, columns)


@pytest.mark.parametrize(
    "row", [b'<row r="1"/>', b"<row/>", b'<row r="1"><c r="A1"/></row>', b"<x:row><x:c/></x:row>"]
)
def test_rows_told_again_and_again_are_counted(row: bytes) -> None:
    extent = Extent()
    for _ in range(2):
        extent.take(row * 30)
    assert extent.told_rows == 60
    assert extent.told_cells == (60 if b"c" in row else 0)


PLACES = st.tuples(st.integers(1, 1_048_576), st.sampled_from(["A", "Z", "AB", "XFD"]))


@given(rows=st.lists(PLACES, min_size=1, max_size=8), astray=st.lists(PLACES, max_size=2))
def test_no_cell_lies_beyond_the_extent(
    rows: list[tuple[int, str]], astray: list[tuple[int, str]]
) -> None:
    extent = Extent()
    for row, column in sorted(rows):
        cells = [(row, column), *astray]
        told = "".join(f'<c r="{letters}{number}"><v>1</v></c>' for number, letters in cells)
        extent.take(f'<row r="{row}">{told}</row>'.encode())
    places = [*rows, *astray]
    assert extent.rows == max(number for number, _ in places)
    assert extent.columns == max(26, *(column_number(each.encode()) for _, each in places))


def test_pieces_end_with_rows_wherever_the_chunks_are_cut() -> None:
    whole = (
        b'<row r="1"><c r="A1"/></row><row r="2"/><row r="3"/></sheetData>' + b'<row r="4"></row>'
    )
    for size in range(1, len(whole)):
        chunks = [whole[at : at + size] for at in range(0, len(whole), size)]
        pieces = list(_whole_rows(iter(chunks)))
        assert b"".join(pieces) == whole
        assert all(piece.endswith(b"row>") for piece in pieces[:-1])
