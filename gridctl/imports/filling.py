"""Blanks that mean "as above": below a merged cell, and in columns declared to be so written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gridctl.imports.kinds import MEASURES
from gridctl.imports.plan import Plan
from gridctl.imports.tables import Merge


def fill_merged(
    rows: Iterable[tuple[int, list[str]]], merges: Sequence[Merge], plan: Plan
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the text of each merged cell in all rows it covers.

    Columns of measures stay as they are: a figure stands for its own row (domain.md 13.2).
    """
    fillable = {
        column.index
        for column in plan.columns
        if plan.kind.fields[column.fields[0]].type not in MEASURES
    }
    tall = {
        (merge.top + 1, merge.left): merge.bottom + 1
        for merge in merges
        if merge.bottom > merge.top and merge.left in fillable
    }
    columns = sorted({left for _, left in tall})
    open_until: dict[int, tuple[int, str]] = {}
    for number, texts in rows:
        # A blank row between the rows of a block is no record of the block.
        for column in columns if any(texts) else ():
            if bottom := tall.get((number, column)):
                open_until[column] = (bottom, texts[column])
            elif column in open_until and number <= open_until[column][0] and not texts[column]:
                texts[column] = open_until[column][1]
        yield number, texts


def fill_down(rows: Iterable[tuple[int, list[str]]], plan: Plan) -> Iterator[tuple[int, list[str]]]:
    """Return the rows with blanks of the declared columns filled from the row above.

    The columns are levels, in the order of the kind: a new upper level ends what the lower ones
    carried, so that a class without subclasses does not inherit those of the class before.
    """
    fields = plan.kind.fields
    columns = {column.fields[0]: column.index for column in plan.columns}
    indexes = [columns[name] for name, each in fields.items() if each.fill_down and name in columns]
    return _carry(rows, indexes) if indexes else iter(rows)


def _carry(
    rows: Iterable[tuple[int, list[str]]], indexes: Sequence[int]
) -> Iterator[tuple[int, list[str]]]:
    carried = dict.fromkeys(indexes, "")
    for number, texts in rows:
        if not any(texts):
            continue
        for level, index in enumerate(indexes):
            text = texts[index].strip()
            if text and text != carried[index]:
                carried |= dict.fromkeys(indexes[level:], "")
                carried[index] = text
            elif not text:
                texts[index] = carried[index]
        yield number, texts
