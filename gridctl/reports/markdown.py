"""Markdown: the same document as plain text, for screens, mail and version control."""

from __future__ import annotations

import re

from gridctl.reports.structure import (
    Block,
    Line,
    Paragraph,
    Report,
    Role,
    Span,
    Table,
    shown,
)

_SPECIAL = re.compile(r"([\\`*_|<>\[\]~])")
_LEADING = re.compile(r"^(\s*)([#+=-])")
_PREFIXES: dict[Role, str] = {
    "title": "# ",
    "heading": "## ",
    "part": "### ",
    "annex": "## ",
    "caption": "### ",
}
_RULES = {"left": ":---", "center": ":---:", "right": "---:"}


def write(report: Report) -> bytes:
    """Return the document as Markdown in UTF-8, tables as pipe tables."""
    parts = [text for block in report.blocks if (text := _block(block))]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text in which no sign is taken for markup."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _PREFIXES.get(block.role, "") + escaped(block.text)
    if isinstance(block, Line):
        return " \u3000 ".join(map(escaped, block.parts))
    return _table(block) if isinstance(block, Table) else ""


def _table(table: Table) -> str:
    labels = [_cell(column.label) for column in table.columns]
    lines = [_row(labels), _row([_RULES[column.align] for column in table.columns])]
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        lines.append(
            _row([_cell(shown(value, col.places, signed=col.signed)) for value, col in cells])
        )
    lines += [_closing(row) for row in table.closing]
    return "\n".join(lines)


def _closing(spans: tuple[Span, ...]) -> str:
    cells: list[str] = []
    for span in spans:
        cells += [_cell(shown(span.value, span.places)), *[""] * (span.across - 1)]
    return _row(cells)


def _cell(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
