"""Tables with one row for each subject and one column for each item, such as score tables.

The header of such a column is a value itself (走访入户（20分）), its cells are the figures of that
item; see :mod:`gridctl.imports.figures`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gridctl.domain.problems import Problem
from gridctl.imports.figures import figure_field, header_of, is_maximum, item_of
from gridctl.imports.headers import Heading, is_personal
from gridctl.imports.kinds import Field, Kind, Spread
from gridctl.imports.mapping import Mapping as ColumnMapping
from gridctl.imports.normalise import Converter, bare, converter, is_empty
from gridctl.imports.plan import Column, letter
from gridctl.imports.words import plain

#: No item of a scheme gives more (domain.md 9.12); telephone and other numbers are longer.
_MOST_UNITS = 10_000 * 10_000
#: Of the filled cells of a column so many must be figures: the others may say 缺考.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """The columns of figures of a table.

    Attributes:
        kind: the kind with a field for each of them in place of those of a long table.
        mapping: what the columns feed.
    """

    kind: Kind
    mapping: ColumnMapping


def wide_form(kind: Kind) -> Kind:
    """Return a kind without the fields that only a table of one record a row has."""
    assert kind.spread is not None
    gone = {kind.spread.names, kind.spread.value}
    headers = {
        header: kept
        for header, targets in kind.headers.items()
        if (kept := tuple(each for each in targets if each.field not in gone))
    }
    return replace(
        kind,
        fields={name: field for name, field in kind.fields.items() if name not in gone},
        needs=tuple(group for group in kind.needs if gone.isdisjoint(group)),
        columns=tuple(group for group in kind.columns if gone.isdisjoint(group)),
        headers=headers,
    )


def with_figures(
    found: Sequence[Heading],
    kind: Kind,
    mapping: ColumnMapping,
    body: Sequence[Sequence[str]],
    left_out: Collection[str],
) -> Figures | None:
    """Return a mapping with the columns of figures among those that feed nothing, or None.

    Args:
        found: the headings of the table.
        kind: what the rows are.
        mapping: what the columns feed in its :func:`wide_form`.
        body: rows below the header.
        left_out: letters of the columns that are not to be read.
    """
    spread = kind.spread
    assert spread is not None
    unread = {column.index for column in mapping.unread}
    convert = converter(_field(spread, ""), Column(0, "", "", (spread.value,)))
    words = frozenset(map(plain, kind.fields[spread.value].synonyms))
    wide = wide_form(kind)
    fields, columns, notices = dict(wide.fields), list(mapping.columns), list(mapping.notices)
    for heading in found:
        if heading.index not in unread or letter(heading.index) in left_out:
            continue
        if not _is_figures(heading, spread, body, convert):
            continue
        header = _without(words, heading)
        if not header:
            if spread.total not in mapping.fields():
                columns.append(_column(heading, spread.total))
            continue
        name = figure_field(spread, header)
        if name in fields:
            kept = (("kept", header),)
            notices.append(Problem("column_tied", spread.names, heading.shown, kept))
            continue
        fields[name] = _field(spread, header)
        columns.append(_column(heading, name))
    taken = {column.index for column in columns}
    if len(fields) == len(wide.fields):
        return None
    return Figures(
        replace(wide, fields=fields),
        ColumnMapping(
            tuple(sorted(columns, key=lambda column: column.index)),
            tuple(column for column in mapping.unread if column.index not in taken),
            tuple(notices),
        ),
    )


def is_meant(spread: Spread, columns: Sequence[Column]) -> bool:
    """Tell whether columns of figures, where there are any, say that their figures are such."""
    spread_out = any(header_of(spread, field) for column in columns for field in column.fields)
    return not spread_out or any(_says_so(spread, column.header) for column in columns)


def _says_so(spread: Spread, header: str) -> bool:
    levels = header.split(" / ")
    named = any(plain(level).endswith(spread.signs) for level in levels)
    return named or item_of(header).most is not None


def lower_rows(
    head: Sequence[Sequence[str]], bottom: int, subjects: Collection[int], spread: Spread
) -> int:
    """Return how many rows below a header still belong to it: items or maxima under groups.

    Such a row names no subject, but says something in at least two columns.

    Args:
        head: the first rows of the table.
        bottom: the first row below the header, from 0.
        subjects: the columns that name the subjects.
        spread: of the kind.
    """
    count = 0
    for row in head[bottom : bottom + 2]:
        named = [row[index].strip() for index in subjects if index < len(row)]
        filled = [index for index, cell in enumerate(row) if cell.strip()]
        if any(cell and not _is_beside(cell, spread) for cell in named):
            break
        if sum(index not in subjects for index in filled) < 2:
            break
        count += 1
    return count


def _is_figures(
    heading: Heading, spread: Spread, body: Sequence[Sequence[str]], convert: Converter
) -> bool:
    if not heading.levels or is_personal(heading) or _is_beside(heading.levels[-1], spread):
        return False
    texts = (bare(row[heading.index]) for row in body if heading.index < len(row))
    cells = [text for text in texts if not is_empty(text)]
    figures = [units for cell in cells if isinstance(units := convert(cell), int)]
    return (
        bool(figures)
        and len(figures) >= _SHARE * len(cells)
        and max(map(abs, figures)) <= (_MOST_UNITS)
    )


def _is_beside(text: str, spread: Spread) -> bool:
    return plain(text).endswith(spread.beside)


def _without(words: Collection[str], heading: Heading) -> str:
    """Return a header without the levels that only say that points stand below (得分).

    "" where none but a maximum is left: points of nothing in particular, which is their sum.
    """
    levels = [" ".join(level.split()) for level in heading.levels]
    named = [level for level in levels if plain(level) not in words]
    return "" if all(map(is_maximum, named)) else " / ".join(named)


def _field(spread: Spread, header: str) -> Field:
    name = figure_field(spread, header)
    return Field(name, "decimal4", {"zh": header, "en": header})


def _column(heading: Heading, field: str) -> Column:
    return Column(heading.index, letter(heading.index), heading.shown, (field,))
