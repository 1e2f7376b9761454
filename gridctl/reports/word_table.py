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
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: From this many columns on, the text of a table has this size in half-points.
_SIZES = ((12, 18), (7, 21), (0, 24))
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


def table_element(table: Table, width: int) -> Any:
    """Return the table as an XML element ``width`` twips wide, its header on every page."""
    widths = _scaled(column_widths(table), width)
    size = next(size for least, size in _SIZES if len(table.columns) >= least)
    rows = [*_header(table, widths), *_body(table, widths), *_closing(table, widths)]
    depth = header_depth(table)
    grid = "".join(f'<w:gridCol w:w="{part}"/>' for part in widths)
    lines = "".join(_row(row, size, header=index < depth) for index, row in enumerate(rows))
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


def _row(cells: Sequence[_Cell], size: int, *, header: bool) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    inner = "".join(_cell(cell, size) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"


def _cell(cell: _Cell, size: int) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>{span}{merge}'
        '<w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{cell.align}"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{cell.font}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(clean(cell.text))}</w:t></w:r></w:p></w:tc>'
    )
