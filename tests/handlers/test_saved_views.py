"""Saved views on every gateway: one's own, shared ones, undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gridctl.domain.errors import Conflict
from gridctl.domain.filters.errors import FilterFieldUnknown
from gridctl.domain.saved_views import ViewNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.saved_views import DeleteView, SaveView
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.saved_views import ListViews, ShowView

As = Callable[[str], Gateway]


def names(gateway: Gateway) -> list[tuple[str, str]]:
    return [(row.name, row.owner) for row in gateway.send(ListViews()).items]


def test_ones_own_is_seen_by_oneself_and_a_shared_one_by_all(gateway: Gateway, acting: As) -> None:
    gateway.send(CreateUnit(name="城管局"))
    unit = acting("城管局")
    gateway.send(SaveView(name="到期", filter="due<=3wd"))
    gateway.send(SaveView(name="逾期", filter="overdue open", shared=True))
    unit.send(SaveView(name="逾期", filter="overdue unit:城管局"))
    assert names(gateway) == [("到期", "test"), ("逾期", "")]
    assert names(unit) == [("逾期", ""), ("逾期", "城管局")]
    # One's own goes before the one everybody sees.
    assert unit.send(ShowView(name="逾期")).filter == "overdue unit:城管局"
    assert gateway.send(ShowView(name="逾期")).filter == "overdue open"


def test_saving_again_changes_it_and_guards_the_revision(gateway: Gateway) -> None:
    first = gateway.send(SaveView(name="到期", filter="due<=3wd"))
    again = gateway.send(
        SaveView(name="到期", filter="due<=5wd", columns=("serial_no", "title"), if_match=1)
    )
    assert (first.revision, again.revision) == (1, 2)
    assert (again.filter, again.columns) == ("due<=5wd", ("serial_no", "title"))
    with pytest.raises(Conflict):
        gateway.send(SaveView(name="到期", filter="urgent", if_match=1))


def test_a_wrong_filter_is_not_saved(gateway: Gateway) -> None:
    with pytest.raises(FilterFieldUnknown):
        gateway.send(SaveView(name="到期", filter="dew<=3wd"))
    assert names(gateway) == []


def test_a_deleted_view_is_gone_and_comes_back_when_undone(gateway: Gateway) -> None:
    gateway.send(SaveView(name="到期", filter="due<=3wd"))
    gateway.send(DeleteView(name="到期"))
    with pytest.raises(ViewNotFound):
        gateway.send(ShowView(name="到期"))
    gateway.send(UndoEntry())
    assert gateway.send(ShowView(name="到期")).filter == "due<=3wd"
    with pytest.raises(ViewNotFound) as caught:
        gateway.send(ShowView(name="到其"))
    assert caught.value.params["nearest"] == "到期"
    with pytest.raises(ViewNotFound):
        gateway.send(DeleteView(name="到期", shared=True))


def test_views_come_in_pages(gateway: Gateway) -> None:
    for name in "丙甲乙":
        gateway.send(SaveView(name=name, filter="urgent"))
    first = gateway.send(ListViews(limit=2))
    rest = gateway.send(ListViews(limit=2, after=first.next))
    seen = [row.name for row in (*first.items, *rest.items)]
    assert (seen, first.total, rest.next) == (sorted("丙甲乙"), 3, None)
