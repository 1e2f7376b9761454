"""Data formats: json, jsonl, yaml, csv, tsv, and Markdown tables.

JSON and YAML carry the envelope ``{"schema": "gridctl/v1", "meta": {...}, "items": [...]}``;
fields are only ever added to it. The row formats carry codes, not words, except Markdown, which
people read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, cell_text, pick, plain, raw_text
from gridctl.presentation.listing import Listing

SCHEMA = "gridctl/v1"

Writer = Callable[[Listing, Sequence[Column] | None, Sequence[Column], str], Iterator[str]]

#: What a spreadsheet would take for a formula, unless it is a plain number.
_FORMULA = re.compile(r"^[=+\-@\t\r](?!\d[\d,]*(?:\.\d+)?%?$)")


def envelope(listing: Listing, chosen: Sequence[Column] | None = None) -> dict[str, Any]:
    """Return the whole listing as the envelope, its items reduced to the chosen fields."""
    items = [_item(record, chosen) for record in listing.records()]
    return {"schema": SCHEMA, "meta": listing.envelope_meta(), "items": items}


def structured(value: Any, name: str, carries: str) -> Iterator[str]:
    """Yield any value as JSON or YAML; signs ``carries`` lacks are escaped, not lost."""
    if name == "json":
        yield _json(value, carries, indent=2) + "\n"
        return
    import yaml

    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    yield text if _fits(text, carries) else yaml.safe_dump(value, sort_keys=False)


def lines(values: Iterable[str]) -> Iterator[str]:
    """Yield one value per line."""
    return (f"{value}\n" for value in values)


def markdown(listing: Listing, columns: Sequence[Column]) -> Iterator[str]:
    """Yield a Markdown table with words for codes."""
    yield _markdown_row(_(column.header) for column in columns)
    yield _markdown_row("---:" if column.right else "---" for column in columns)
    for record in listing.records():
        yield _markdown_row(cell_text(column, pick(record, column.key)) for column in columns)


def _item(record: Mapping[str, Any], chosen: Sequence[Column] | None) -> dict[str, Any]:
    if chosen is None:
        return {key: plain(value) for key, value in record.items()}
    return {column.key: plain(pick(record, column.key)) for column in chosen}


def _json(value: Any, carries: str, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if _fits(text, carries) else json.dumps(value, indent=indent)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _write_json(
    listing: Listing, chosen: Sequence[Column] | None, _columns: Sequence[Column], carries: str
) -> Iterator[str]:
    return structured(envelope(listing, chosen), "json", carries)


def _write_yaml(
    listing: Listing, chosen: Sequence[Column] | None, _columns: Sequence[Column], carries: str
) -> Iterator[str]:
    return structured(envelope(listing, chosen), "yaml", carries)


def _write_jsonl(
    listing: Listing, chosen: Sequence[Column] | None, _columns: Sequence[Column], carries: str
) -> Iterator[str]:
    return (_json(_item(record, chosen), carries) + "\n" for record in listing.records())


def _write_csv(
    listing: Listing, chosen: Sequence[Column] | None, columns: Sequence[Column], _carries: str
) -> Iterator[str]:
    columns = chosen or columns
    yield _csv_line([column.key for column in columns])
    for record in listing.records():
        cells = (raw_text(pick(record, column.key)) for column in columns)
        yield _csv_line([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])


def _write_tsv(
    listing: Listing, chosen: Sequence[Column] | None, columns: Sequence[Column], _carries: str
) -> Iterator[str]:
    columns = chosen or columns
    yield "\t".join(column.key for column in columns) + "\n"
    for record in listing.records():
        cells = (raw_text(pick(record, column.key)) for column in columns)
        yield "\t".join(map(_one_line, cells)) + "\n"


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _one_line(cell: str) -> str:
    """Write tabs and line breaks as escapes, so that a row stays one line of equal cells."""
    escapes = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
    for sign, escape in escapes:
        cell = cell.replace(sign, escape)
    return cell


def _markdown_row(cells: Iterable[str]) -> str:
    safe = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(safe)} |\n"


#: Formats that carry codes; a screen's formats are in :mod:`gridctl.cli.render.table`.
DATA: dict[str, Writer] = {
    "json": _write_json,
    "jsonl": _write_jsonl,
    "yaml": _write_yaml,
    "csv": _write_csv,
    "tsv": _write_tsv,
}
