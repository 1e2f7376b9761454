"""The part of the bulletin that divides tickets by source and by type."""

from __future__ import annotations

from gridctl.domain.rates import percent
from gridctl.operations.queries.reports import Breakdown, Share
from gridctl.reports.structure import Column, Span, Table, Value
from gridctl.reports.wording import Words

_LEADING = 3


def share_sentence(breakdown: Breakdown, words: Words) -> str:
    """Return the largest parts with count, share and change, and their combined share."""
    _ = words.say
    leading = [part for part in _ordered(breakdown) if part.count][:_LEADING]
    if not leading:
        return _("No tickets were received.")
    parts = words.clauses(_part(part, words) for part in leading)
    if sum(part.count for part in leading) == breakdown.total:
        return _("By number: {parts}.").format(parts=parts)
    together = percent(sum(part.count for part in leading), breakdown.total)
    return _("Most frequent: {parts}; together {share} of all tickets.").format(
        parts=parts, share=words.percent(together)
    )


def share_table(breakdown: Breakdown, name: str, label: str, words: Words) -> Table:
    """Return every part with count, share and, where last month is known, the change."""
    _ = words.say
    compared = breakdown.previous_total is not None
    columns = [
        Column(_("No."), least=4),
        Column(label, align="left", least=12),
        Column(_("Number of tickets"), least=8),
        Column(_("Share (%)"), places=2, least=10),
    ]
    if compared:
        heading = _("Change on last month (percentage points)")
        columns.append(Column(heading, places=2, signed=True, least=12))
    rows = tuple(_row(seq, part, compared) for seq, part in enumerate(_ordered(breakdown), start=1))
    blank = (Span(""),) if compared else ()
    whole = percent(breakdown.total, breakdown.total)
    closing = (Span(_("Total"), 2), Span(breakdown.total), Span(whole, places=2), *blank)
    return Table(tuple(columns), rows, name, (closing,))


def _ordered(breakdown: Breakdown) -> list[Share]:
    return sorted(breakdown.shares, key=lambda part: -part.count)


def _row(seq: int, part: Share, compared: bool) -> tuple[Value, ...]:
    change = (part.change,) if compared else ()
    return (seq, part.label, part.count, part.share, *change)


def _part(part: Share, words: Words) -> str:
    _ = words.say
    text = _("{label}: {count}, {share}").format(
        label=part.label, count=part.count, share=words.percent(part.share)
    )
    if part.change is None:
        return text
    return _("{part}, {change}").format(part=text, change=words.change(part.change))
