"""Workbooks: merged title, frozen header, one page wide, numbers as numbers."""

from __future__ import annotations

import re
from datetime import datetime, time
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

from gridctl.reports.archive import timeless
from gridctl.reports.structure import Block, Paragraph, Report, Table, column_widths
from gridctl.reports.workbook_sheet import Formats, Sheet

_TEXT_WIDTH = 74
_NAME_LIMIT = 31
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")


def write(report: Report) -> bytes:
    """Return the document as an xlsx workbook.

    One table shares its sheet with the text around it; of several, each has its own sheet
    behind one that holds the text.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        created = datetime.combine(report.dated, time())
        book.set_properties({"title": report.name, "created": created})
        if len(report.tables) == 1:
            _whole(book, report)
        else:
            _apart(book, report)
    return timeless(content.getvalue())


def _whole(book: xlsxwriter.Workbook, report: Report) -> None:
    widths = column_widths(report.tables[0])
    sheet = _sheet(book, Formats(book), report.name, widths, landscape=report.landscape)
    for block in report.blocks:
        sheet.add(block)
    sheet.finish()


def _apart(book: xlsxwriter.Workbook, report: Report) -> None:
    formats = Formats(book)
    text = _sheet(book, formats, report.name, [_TEXT_WIDTH])
    for block in report.blocks:
        if not isinstance(block, Table) and not _heads_a_table(block):
            text.add(block)
    text.finish()
    for number, table in enumerate(report.tables, start=1):
        sheet = _sheet(book, formats, f"{number} {table.name}", column_widths(table))
        sheet.add(Paragraph("caption", table.name))
        sheet.add(table)
        sheet.finish()


def _heads_a_table(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in ("annex", "caption")


def _sheet(
    book: xlsxwriter.Workbook,
    formats: Formats,
    name: str,
    widths: list[int],
    *,
    landscape: bool = False,
) -> Sheet:
    worksheet = book.add_worksheet(_FORBIDDEN_IN_NAME.sub(" ", name)[:_NAME_LIMIT].strip())
    return Sheet(worksheet, formats, widths, landscape=landscape)
