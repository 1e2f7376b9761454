"""The last look at a document anyone may read: no telephone or identity number of a person."""

from __future__ import annotations

from collections.abc import Iterator

from gridctl.domain.privacy import Finding, PersonalDataInPublication, find_personal
from gridctl.reports.structure import Line, Paragraph, Report, Table

_NAMED_PLACES = 3


def refuse_personal(report: Report) -> None:
    """Refuse a public document that holds personal numbers (domain.md 12, item 4).

    A landline may stand in an office contact; a mobile or identity number nowhere.

    Raises:
        PersonalDataInPublication: there are some; it names the places, never the numbers.
    """
    found = list(_findings(report))
    if found:
        places = list(dict.fromkeys(place for place, _finding in found))
        raise PersonalDataInPublication(count=len(found), where=tuple(places[:_NAMED_PLACES]))


def _findings(report: Report) -> Iterator[tuple[str, Finding]]:
    for place, text, office_contact in _texts(report):
        for finding in find_personal(text):
            if not (office_contact and finding.kind == "landline"):
                yield place, finding


def _texts(report: Report) -> Iterator[tuple[str, str, bool]]:
    """Yield every text with the name of its place and whether it is an office contact."""
    for block in report.blocks:
        if isinstance(block, Paragraph):
            yield block.role, block.text, block.office_contact
        elif isinstance(block, Line):
            yield from (("line", part, False) for part in block.parts)
        elif isinstance(block, Table):
            yield from ((place, text, False) for place, text in _cells(block))


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    yield from (("header", column.label) for column in table.columns)
    for number, row in enumerate(table.rows, start=1):
        for column, value in zip(table.columns, row, strict=True):
            if isinstance(value, str):
                yield f"{column.label} {number}", value
    for spans in table.closing:
        yield from (("closing", span.value) for span in spans if isinstance(span.value, str))
