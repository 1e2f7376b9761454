"""Records that are offered while one is being named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gridctl.domain.errors import word
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import _
from gridctl.operations.queries.search import SearchAll, SearchHit
from gridctl_tui.desk import Desk

#: Records offered at once; there may be more.
_MOST = 30
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
