"""The monthly bulletin: scores by group, tickets by kind, problems, requirements, annex."""

from __future__ import annotations

from gridctl.domain.rates import percent
from gridctl.domain.reports import official_number
from gridctl.domain.units import LEVEL_NAMES
from gridctl.operations.queries.reports import (
    Breakdown,
    BulletinView,
    ScoreGroup,
    TicketTotals,
    TopRow,
)
from gridctl.reports.bulletin_scores import annex_table, score_sentences, score_table
from gridctl.reports.bulletin_shares import share_sentence, share_table
from gridctl.reports.checks import check_bulletin
from gridctl.reports.drafting import Draft
from gridctl.reports.structure import Column, Report, Table
from gridctl.reports.wording import Words


def describe(view: BulletinView, words: Words) -> Report:
    """Return the bulletin (domain.md 14, 月通报).

    Raises:
        FigureMismatch: a figure does not follow from its numbers.
        PartExceedsWhole: a part is larger than its whole.
    """
    _ = words.say
    check_bulletin(view)
    draft = Draft(words)
    _opening(draft, view, words)
    _scores(draft, view, words)
    _kinds(draft, view, words)
    _texts(draft, view, words)
    if view.groups:
        draft.write("attachment", _("Annex: {title}").format(title=_("Results by unit")))
    draft.signed(view.issuer, view.dated)
    if view.groups:
        _annex(draft, view, words)
    return draft.report(view.dated, published=True)


def _opening(draft: Draft, view: BulletinView, words: Words) -> None:
    _ = words.say
    draft.write("number", official_number(view.number))
    draft.title(
        _("Bulletin on grid tickets and assessment |of {place}, {period}"),
        place=view.place,
        period=words.period(view.period),
    )
    if view.addressees:
        draft.write("addressee", _("{addressees}:").format(addressees=view.addressees))
    opening = _(
        "In accordance with {basis}, the handling of tickets and its assessment in {period} "
        "are reported as follows."
    )
    basis = official_number(view.basis)
    draft.write("body", opening.format(basis=basis, period=words.period(view.period)))


def _scores(draft: Draft, view: BulletinView, words: Words) -> None:
    _ = words.say
    if not view.groups and not view.top:
        return
    draft.heading(_("Assessment scores"))
    for group in view.groups:
        _group(draft, group, words)
    if view.top:
        draft.part(_("Gridworkers commended"))
        draft.write("body", _top_sentence(view.top, words))
        draft.table(_top_table(view.top, words))


def _group(draft: Draft, group: ScoreGroup, words: Words) -> None:
    draft.part(group.name)
    before, *after = score_sentences(group, words)
    draft.write("body", before)
    draft.table(score_table(group, words))
    for sentence in after:
        draft.write("body", sentence)


def _top_sentence(top: tuple[TopRow, ...], words: Words) -> str:
    _ = words.say
    return _(
        "By their results of the month the following gridworkers ({count} in all) are commended."
    ).format(count=len(top))


def _top_table(top: tuple[TopRow, ...], words: Words) -> Table:
    _ = words.say
    scored = any(row.total is not None for row in top)
    columns = [
        Column(_("Rank"), least=4),
        Column(_("Full name"), least=8),
        Column(_("Unit"), align="left"),
        Column(_("Grid"), align="left"),
    ]
    if scored:
        columns.append(Column(_("Score"), places=2))
    rows = tuple(
        (row.rank, row.name, row.unit, row.grid, *([row.total] if scored else [])) for row in top
    )
    return Table(tuple(columns), rows, name=_("Gridworkers commended"))


def _kinds(draft: Draft, view: BulletinView, words: Words) -> None:
    _ = words.say
    draft.heading(_("Tickets by kind"))
    draft.part(_("Received and closed"))
    draft.write("body", _totals_sentence(view.totals, words))
    draft.write("body", _verdicts_sentence(view.totals, words))
    if view.totals.solved:
        draft.write("body", _solved_sentence(view.totals, words))
    if view.totals.repeats:
        draft.write("body", _repeats_sentence(view.totals, words))
    _breakdown(draft, _("By source"), _("Source"), view.by_source, words)
    _breakdown(draft, _("By type"), _("Type"), view.by_type, words)


def _totals_sentence(totals: TicketTotals, words: Words) -> str:
    _ = words.say
    return _(
        "Received in the period: {received}; carried over: {carried_over}; in hand: {in_hand}. "
        "Due to close: {due}; closed: {closed}, a closing rate of {close_rate}; "
        "closed on time: {on_time}, an on-time closing rate of {on_time_rate}."
    ).format(
        received=totals.received,
        carried_over=totals.carried_over,
        in_hand=totals.in_hand,
        due=totals.due_to_close,
        closed=totals.closed,
        close_rate=words.percent(totals.close_rate),
        on_time=totals.closed_on_time,
        on_time_rate=words.percent(totals.on_time_rate),
    )


def _verdicts_sentence(totals: TicketTotals, words: Words) -> str:
    _ = words.say
    return _(
        "Whether a ticket was on time was stated by its source in {stated} cases "
        "and computed from the time limits in {computed}."
    ).format(stated=totals.verdicts_stated, computed=totals.verdicts_computed)


def _solved_sentence(totals: TicketTotals, words: Words) -> str:
    """Return at which level those closed were solved: most should never have to go up."""
    _ = words.say
    below = sum(part.count for part in totals.solved if part.level != "county")
    parts = words.listing(
        _("{level} {count}").format(level=_(LEVEL_NAMES[part.level]), count=part.count)
        for part in totals.solved
    )
    return _("Of those closed, {share} were solved at town or village: {parts}.").format(
        share=words.percent(percent(below, totals.closed)), parts=parts
    )


def _repeats_sentence(totals: TicketTotals, words: Words) -> str:
    """Return how many had to report a matter again, and how content they are."""
    _ = words.say
    rated, content = totals.repeats_rated, totals.repeats_content
    told = _(
        "Of those received, {repeats} repeat an earlier report of the same caller and matter, "
        "a repeat rate of {rate}."
    )
    if rated:
        told = _(
            "Of those received, {repeats} repeat an earlier report of the same caller and matter, "
            "a repeat rate of {rate}; of the {rated} of them the callers gave a verdict on, "
            "{content} satisfied them at least basically, which is {satisfaction}."
        )
    return told.format(
        repeats=totals.repeats,
        rate=words.percent(percent(totals.repeats, totals.received)),
        rated=rated,
        content=content,
        satisfaction=words.percent(percent(content, rated)),
    )


def _breakdown(draft: Draft, title: str, label: str, breakdown: Breakdown, words: Words) -> None:
    if not breakdown.shares:
        return
    draft.part(title)
    draft.write("body", share_sentence(breakdown, words))
    draft.table(share_table(breakdown, title, label, words))


def _texts(draft: Draft, view: BulletinView, words: Words) -> None:
    _ = words.say
    sections = ((_("Problems found"), view.problems), (_("Next steps"), view.requirements))
    for title, texts in sections:
        if texts:
            draft.heading(title)
            draft.numbered(texts)


def _annex(draft: Draft, view: BulletinView, words: Words) -> None:
    _ = words.say
    draft.annex(
        _("Results by unit |of {place}, {period}"),
        place=view.place,
        period=words.period(view.period),
    )
    draft.table(annex_table(view.groups, _("Results by unit"), words))
