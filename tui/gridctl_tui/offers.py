"""Records that are offered while one is being named."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from gridctl.domain.errors import word
from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.domain.rights import allows
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import _, said
from gridctl.operations.queries.accounts import ShowOwnAccount
from gridctl.operations.queries.assessments import ListSchemes
from gridctl.operations.queries.duty_items import ListDutyItems
from gridctl.operations.queries.reply_templates import ListTemplates
from gridctl.operations.queries.search import SearchAll, SearchHit
from gridctl.operations.queries.tickets import ShowStats
from gridctl.operations.registry import all_permissions
from gridctl_tui.desk import Desk
from gridctl_tui.stage import in_thread

#: Records offered at once; there may be more.
_MOST = 30
#: Who may do this makes tokens for other accounts, which may hold what the own one does not.
_FOR_OTHERS = "user.edit"
#: Kinds people know by their number as well.
_NUMBERED = ("staff", "ticket")


class Offer(NamedTuple):
    """A record that is offered.

    Attributes:
        text: what names it and no other of its kind; stands in the field once it is taken.
        shown: what people call it.
        note: where it belongs.
    """

    text: str
    shown: str
    note: str = ""


class Offers(NamedTuple):
    """Records that are offered, and whether more would fit."""

    items: Sequence[Offer] = ()
    more: bool = False


async def find_records(desk: Desk, kind: str, words: str, level: str = "") -> Offers:
    """Return the records of a kind that fit some words; of places, those of a level.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    if kind in FEW:
        found = [each for each in await FEW[kind](desk) if fits(each, words)]
        return Offers(found[:_MOST], len(found) > _MOST)
    wanted = {"words": words, "kinds": [kind], "level": level or None, "limit": _MOST}
    page = await desk.send(SearchAll.model_validate(wanted))
    return Offers([_offer(hit) for hit in page.items], page.next is not None)


def _offer(hit: SearchHit) -> Offer:
    number = hit.key if hit.kind in _NUMBERED else ""
    detail = _(LEVEL_NAMES.get(hit.detail, hit.detail)) if hit.detail else ""
    return Offer(hit.called, hit.name, " ".join(filter(None, (number, detail))))


def rest_of(count: int, shown: int, *, more: bool) -> str:
    """Return what tells that there are more offers than stand there, "" where there are none."""
    if more:
        return word(
            _("more than {count} fit: Down goes on, more signs leave fewer"), {"count": count}
        )
    told = _("{count} fit: Down goes on, more signs leave fewer")
    return word(told, {"count": count}) if count > shown else ""


def fits(offer: Offer, words: str) -> bool:
    """Tell whether some words, or pinyin initials, are in what is shown of a record."""
    text = f"{offer.shown} {offer.note}"
    spelled = is_typed(words) and is_spelled(text, words)
    return spelled or all(word in text.casefold() for word in words.casefold().split())


async def _sources(desk: Desk) -> Sequence[Offer]:
    """Return where tickets came from so far, the most frequent first."""
    page = await desk.send(ShowStats(by="source"))
    rows = sorted(page.items, key=lambda row: -row.count)
    return [Offer(row.key, row.key, f"{row.count:,}") for row in rows if row.key]


async def _templates(desk: Desk) -> Sequence[Offer]:
    page = await desk.send(ListTemplates())
    return [Offer(row.name, row.name, row.body) for row in page.items]


async def _duty_items(desk: Desk) -> Sequence[Offer]:
    page = await desk.send(ListDutyItems())
    return [Offer(row.code, row.name, row.code) for row in page.items]


async def _schemes(desk: Desk) -> Sequence[Offer]:
    page = await desk.send(ListSchemes())
    return [Offer(row.scheme, row.scheme, said(row.title)) for row in page.items]


async def _permissions(desk: Desk) -> Sequence[Offer]:
    """Return what a token may be limited to: what is open to who asks, or to whom he makes it."""
    own, known = await desk.send(ShowOwnAccount()), await in_thread(all_permissions)
    for_others = not own.login or allows(own.permissions, _FOR_OTHERS)
    open_to = sorted(each for each in known if for_others or allows(own.permissions, each))
    return [Offer(each, each) for each in open_to]


#: Kinds of which an office has few: all of them are read, and offered before anything is typed.
FEW: Mapping[str, Callable[[Desk], Awaitable[Sequence[Offer]]]] = {
    "source": _sources, "template": _templates, "duty_item": _duty_items, "scheme": _schemes,
    "permission": _permissions,
}  # fmt: skip
