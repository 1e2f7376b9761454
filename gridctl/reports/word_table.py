"""Tables of Word documents, built as XML: a full ranking has tens of thousands of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gridctl.reports.structure import (
    Align,
    HeaderCell,
    Table,
    column_widths,
    header_cells,
    header_depth,
    shown,
)

_BODY, _HEADER = "仿宋", "黑体"
_LATIN = "Times New Roman"
_CELL_MARGIN = 60
_SIGNED_HEIGHT = 560
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Sizes of table text in half-points, 小四 to 六号; the largest that fits is used.
_SIZES = (24, 21, 18, 15)
#: Tables of up to this many rows are kept on one page.
_KEPT_TOGETHER = 16
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    width: int
    align: Align = "center"
    font: str = _BODY
    across: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    size: int
    height: int


def table_element(table: Table, width: int) -> Any:
    """Return the table as an XML element ``width`` twips wide, its header on every page."""
    natural = column_widths(table)
    size, widths = _size(sum(natural), width), _scaled(natural, width)
    rows = [*_header(table, widths), *_body(table, widths), *_closing(table, widths)]
    depth = header_depth(table)
    grid = "".join(f'<w:gridCol w:w="{part}"/>' for part in widths)
    last = len(rows) - 1 if len(rows) <= _KEPT_TOGETHER else depth
    shape = _Shape(size, _SIGNED_HEIGHT if table.to_sign else 0)
    lines = "".join(
        _row(row, shape, header=index < depth, keep=index < last) for index, row in enumerate(rows)
    )
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def clean(text: str) -> str:
    """Return a text without the signs XML cannot hold."""
    return _NOT_XML.sub("", text)


def _size(characters: int, width: int) -> int:
    # A half-width character is half as wide as it is high; twips are tenths of half-points.
    fitting = (size for size in _SIZES if characters * size * 5 <= width)
    return next(fitting, _SIZES[-1])


def _scaled(widths: Sequence[int], total: int) -> list[int]:
    whole = sum(widths)
    return [width * total // whole for width in widths]


def _header(table: Table, widths: Sequence[int]) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[] for _ in range(header_depth(table))]
    for head in header_cells(table):
        width = sum(widths[head.column : head.column + head.across])
        for offset in range(head.down):
            rows[head.row + offset].append(_heading(head, width, offset))
    return rows


def _heading(head: HeaderCell, width: int, offset: int) -> _Cell:
    merge = "" if head.down == 1 else "continue" if offset else "restart"
    text = "" if offset else head.label
    return _Cell(text, width, font=_HEADER, across=head.across, merge=merge)


def _body(table: Table, widths: Sequence[int]) -> list[list[_Cell]]:
    return [
        [
            _Cell(shown(value, column.places, signed=column.signed), width, column.align)
            for value, column, width in zip(row, table.columns, widths, strict=True)
        ]
        for row in table.rows
    ]


def _closing(table: Table, widths: Sequence[int]) -> list[list[_Cell]]:
    rows = []
    for spans in table.closing:
        row, column = [], 0
        for span in spans:
            width = sum(widths[column : column + span.across])
            text = shown(span.value, span.places)
            row.append(_Cell(text, width, span.align, across=span.across))
            column += span.across
        rows.append(row)
    return rows


def _row(cells: Sequence[_Cell], shape: _Shape, *, header: bool, keep: bool) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    height = f'<w:trHeight w:val="{shape.height}"/>' if shape.height else ""
    inner = "".join(_cell(cell, shape.size, keep=keep) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{inner}</w:tr>"


def _cell(cell: _Cell, size: int, *, keep: bool) -> str:
    together = "<w:keepNext/>" if keep else ""
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    # Said for the paragraph mark too: an empty cell is as high as its mark.
    run = (
        f'<w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{cell.font}"/>'
        f'<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>{span}{merge}'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{together}<w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{cell.align}"/>{run}</w:pPr><w:r>{run}'
        f'<w:t xml:space="preserve">{escape(clean(cell.text))}</w:t></w:r></w:p></w:tc>'
    )
