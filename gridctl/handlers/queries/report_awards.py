"""What is published and paid: an award list as a publicity notice and as a payment sheet."""

from __future__ import annotations

from collections.abc import Iterator

from gridctl.domain.awards import ListEmpty
from gridctl.domain.periods import parse_period
from gridctl.domain.reports import ChannelMissing, PaymentNotSet, PublicityNotSet, official_number
from gridctl.foundation.i18n import N_, translator
from gridctl.handlers.queries.awards import find_list, view_sheet
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.report_heading import issuer_of, place_of
from gridctl.operations.queries.awards import Awardee, AwardSheet
from gridctl.operations.queries.reports import (
    Channel,
    PayoutRow,
    PayoutView,
    PublicityRow,
    PublicityView,
    RenderPayout,
    RenderPublicity,
)

# An internal incentive of the office, never a commendation programme (domain.md 1, finding 2).
_PROPOSED = N_("list of gridworkers proposed for the performance incentive")
_INCENTIVE = N_("performance incentive of gridworkers")


def publicity_view(operation: RenderPublicity, context: QueryContext) -> PublicityView:
    """Return the notice of an award list (domain.md 14, 公示).

    Raises:
        AwardListNotFound, ListEmpty: there is nobody to make public.
        PublicityNotSet: the days of publicity are not settled.
        ChannelMissing: nobody could say how to object.
    """
    period = parse_period(operation.period)
    sheet = _sheet(context, f"{period.name}:{operation.scheme}")
    head = sheet.award_list
    if head.publicity_from is None or head.publicity_to is None:
        raise PublicityNotSet(award_list=head.award_list)
    channels = tuple(_channels(operation))
    if not channels:
        raise ChannelMissing
    return PublicityView(
        place=place_of(context, period),
        period=period.name,
        list_name=operation.list_name or translator(operation.language)(_PROPOSED),
        basis=official_number(operation.basis),
        rows=tuple(_notice(person, operation.award_reason) for person in _listed(sheet)),
        starts=head.publicity_from,
        ends=head.publicity_to,
        working_days=head.publicity_days,
        channels=channels,
        issuer=issuer_of(context, operation.issuer),
        dated=context.today(),
    )


def payout_view(operation: RenderPayout, context: QueryContext) -> PayoutView:
    """Return the payment sheet of an award list (domain.md 14, 奖金发放表); money in fen.

    Raises:
        AwardListNotFound, ListEmpty: there is nobody to be paid.
        PaymentNotSet: no amount is settled.
    """
    period = parse_period(operation.period)
    sheet = _sheet(context, f"{period.name}:{operation.scheme}")
    amount = sheet.award_list.amount_fen
    if amount is None:
        raise PaymentNotSet(award_list=sheet.award_list.award_list)
    name = operation.list_name or translator(operation.language)(_INCENTIVE)
    people = _listed(sheet)
    return PayoutView(
        place=place_of(context, period),
        period=period.name,
        unit=issuer_of(context, operation.issuer),
        list_name=name,
        dated=context.today(),
        rows=tuple(
            PayoutRow(seq=seq, name=person.name, unit=_unit(person), award=name, amount=amount)
            for seq, person in enumerate(people, start=1)
        ),
        total=amount * len(people),
    )


def _sheet(context: QueryContext, award_list: str) -> AwardSheet:
    return view_sheet(context, find_list(context, award_list))


def _listed(sheet: AwardSheet) -> list[Awardee]:
    people = [person for person in sheet.items if person.standing == "selected"]
    if not people:
        raise ListEmpty(award_list=sheet.award_list.award_list)
    return people


def _unit(person: Awardee) -> str:
    return person.unit_name or person.town_name


def _notice(person: Awardee, reason: str) -> PublicityRow:
    return PublicityRow(name=person.name, unit=_unit(person), grid=person.grid_name, reason=reason)


def _channels(operation: RenderPublicity) -> Iterator[Channel]:
    yield from (Channel(kind="phone", contact=contact) for contact in operation.phone)
    yield from (Channel(kind="letter", contact=contact) for contact in operation.letter)
    yield from (Channel(kind="email", contact=contact) for contact in operation.email)
