"""The publicity notice: names made public for some working days, with ways to object."""

from __future__ import annotations

from gridctl.domain.reports import confirm_publicity_period
from gridctl.foundation.i18n import N_
from gridctl.operations.queries.reports import PublicityView
from gridctl.reports.drafting import Draft
from gridctl.reports.structure import Column, Report, Table, Value
from gridctl.reports.wording import Words

_CHANNELS = {
    "phone": N_("Telephone: {contact}"),
    "letter": N_("Postal address: {contact}"),
    "email": N_("E-mail: {contact}"),
}


def describe(view: PublicityView, words: Words) -> Report:
    """Return the publicity notice (domain.md 14, 公示).

    Raises:
        PublicityPeriodInvalid: the days cannot hold the working days.
    """
    _ = words.say
    confirm_publicity_period(view.starts, view.ends, view.working_days)
    draft = Draft(words)
    draft.title(
        _("Notice: {list_name} |of {place}, {period}"),
        place=view.place,
        period=words.period(view.period),
        list_name=words.beside_period(view.list_name, view.period),
    )
    draft.write("body", _opening(view, words))
    draft.table(_table(view, words))
    draft.write("body", _days(view, words))
    draft.write("body", _objections(words))
    _channels(draft, view, words)
    draft.signed(view.issuer, view.dated)
    return draft.report(view.dated, published=True)


def _opening(view: PublicityView, words: Words) -> str:
    _ = words.say
    return _(
        "In accordance with {basis}, the {list_name} ({count} in all) is made public "
        "for everyone's review."
    ).format(basis=view.basis, list_name=view.list_name, count=len(view.rows))


def _table(view: PublicityView, words: Words) -> Table:
    _ = words.say
    reasons = any(row.reason for row in view.rows)
    columns = [
        Column(_("No."), least=4),
        Column(_("Full name"), least=8),
        Column(_("Unit"), align="left"),
        Column(_("Grid"), align="left"),
    ]
    if reasons:
        columns.append(Column(_("Reason for the award"), align="left"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (seq, row.name, row.unit, row.grid, *([row.reason] if reasons else []))
        for seq, row in enumerate(view.rows, start=1)
    )
    return Table(tuple(columns), rows)


def _days(view: PublicityView, words: Words) -> str:
    _ = words.say
    return _("Made public from {starts} to {ends} ({working_days} working days).").format(
        starts=words.date(view.starts), ends=words.date(view.ends), working_days=view.working_days
    )


def _objections(words: Words) -> str:
    _ = words.say
    return _(
        "Whoever objects may tell the issuing office within this time by the ways below. "
        "Individuals are asked to give their real names, units to affix their seals, "
        "so that the matter can be looked into."
    )


def _channels(draft: Draft, view: PublicityView, words: Words) -> None:
    _ = words.say
    for channel in view.channels:
        text = _(_CHANNELS[channel.kind]).format(contact=channel.contact)
        draft.write("body", text, office_contact=channel.kind == "phone")
