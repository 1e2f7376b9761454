"""A ranking in two parts, who is ranked and who is not, and the score of the one at the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.assessments import (
    AssessmentView,
    ExplainScore,
    Ranking,
    ScoreRow,
    ShowAssessment,
)
from gridctl.presentation.assessments import apart_columns, ranking_columns
from gridctl.presentation.columns import Column
from gridctl.presentation.scheme_words import words_for
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run, Slice
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.score_pane import ScorePane
from gridctl_tui.widgets.tab_bar import TabBar, TabName

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: A score is looked up only where the cursor rests.
_REST = 0.12
#: Rows read at once where all are wanted.
_PAGE = 2_000
_PARTS = {"ranked": N_("Ranked"), "apart": N_("Not ranked")}


class ApartRow(ScoreRow):
    """Someone who is not ranked, with the reason in words."""

    why: str


class RankingSlice(NamedTuple):
    """A page of a ranking as a list takes it."""

    items: Sequence[Any]
    total: int | None
    next: str | None


class RankingView(Container):
    """Shows the ranking of an assessment.

    Attributes:
        head: the assessment; None where there is none.
        part: ``ranked`` or ``apart``.
        subject: who is ranked: a gridworker, a town, a unit.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.view_left", "list.view_right")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.head: AssessmentView | None = None
        self.part = "ranked"
        self.subject = ""
        self._columns: Sequence[Column] = ()

    def compose(self) -> Iterator[Widget]:
        """Yield the list under its parts, and the score beside it."""
        with Vertical(id="left"):
            yield TabBar(_tabs({}), self.part, id="parts")
            yield RowWindow(apart_columns(self.subject), "key", _tone, id="rows")
            yield Static(id="status")
        yield ScorePane(id="score")

    @property
    def rows(self) -> RowWindow:
        """Return the list."""
        return self.query_one("#rows", RowWindow)

    @property
    def _pane(self) -> ScorePane:
        return self.query_one("#score", ScorePane)

    @property
    def _dashboard(self) -> Dashboard:
        return cast("Dashboard", self.app)

    # -- the list

    def show(self, head: AssessmentView | None, part: str = "ranked") -> None:
        """Show a part of a ranking from its beginning; nothing where there is none."""
        self.head, self.part = head, part
        self.query_one("#parts", TabBar).show(_tabs({}), part)
        self._pane.show(None, None)
        if head is None:
            self.rows.set_columns(apart_columns(self.subject))
            self.rows.hold([])
        else:
            self.rows.ask(lambda backwards: Run(self._fetching(head, part, backwards=backwards)))

    def _fetching(self, head: AssessmentView, part: str, *, backwards: bool) -> Any:
        order = "last" if backwards else "best"
        wanted = {"assessment": head.assessment, "part": part, "order": order}

        async def fetch(after: str | None, limit: int) -> Slice:
            page: Ranking = await self._dashboard.desk.send(
                ShowAssessment.model_validate({**wanted, "after": after, "limit": limit})
            )
            if after is None:
                self._begin(page, part)
            rows = page.items if part == "ranked" else list(_apart(page))
            return RankingSlice(rows, page.total, page.next)

        return fetch

    async def whole(self) -> tuple[Sequence[Column], Sequence[Any]]:
        """Return all columns of the part that is shown, and its rows to the end or those marked.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        marked = list(self.rows.marks.values())
        if marked or self.head is None:
            return self._columns, marked
        fetch, rows = self._fetching(self.head, self.part, backwards=False), list[Any]()
        after, more = None, True
        while more:
            page = await fetch(after, _PAGE)
            rows += page.items
            after, more = page.next, page.next is not None
        return self._columns, rows

    def _begin(self, page: Ranking, part: str) -> None:
        """Show columns and counts as the first page has them."""
        self._columns = _columns(page, part)
        self.rows.set_columns(self._columns)
        here = page.total or 0
        other = "apart" if part == "ranked" else "ranked"
        seen = page.assessment.subjects if page.seen is None else page.seen
        counts = {part: here, other: seen - here}
        self.query_one("#parts", TabBar).show(_tabs(counts), part)

    def action_turn_view(self, _step: int) -> None:
        """Show those who are ranked, or the others."""
        self.show(self.head, "apart" if self.part == "ranked" else "ranked")

    @on(TabBar.Chosen, "#parts")
    def _clicked(self, event: TabBar.Chosen) -> None:
        event.stop()
        self.show(self.head, event.name)

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        self._dashboard.tell(event.error)

    @on(RowWindow.Changed)
    def _changed(self) -> None:
        self._tell_status()

    def _tell_status(self) -> None:
        run, text = self.rows.run, ""
        if run is not None and run.known and run.total is not None:
            told = {"place": f"{self.rows.place:,}", "total": f"{run.total:,}"}
            text = word(_("number {place} of {total}; Enter goes down to the tickets"), told)
        elif run is not None and run.ended and self.head is not None:
            text = _("Nobody; the right arrow shows the others, and why.")
        self.query_one("#status", Static).update(line([(f" {text}", "$dim")]))

    # -- the score beside it

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        self._tell_status()
        self._look_up(event.row)

    @work(exclusive=True, group="score", exit_on_error=False)
    async def _look_up(self, row: ScoreRow | None) -> None:
        """Show how the one under the cursor came to the points, once the cursor rests."""
        if row is None or self.head is None:
            self._pane.show(None, None)
            return
        await asyncio.sleep(_REST)
        wanted = ExplainScore(assessment=self.head.assessment, key=row.key)
        try:
            found = await self._dashboard.desk.send(wanted)
        except GridctlError as error:
            self._dashboard.tell(error)
            return
        self._pane.show(found, words_for(found.scheme_text))

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        from gridctl_tui.screens.score import open_score

        if self.head is not None:
            await open_score(self._dashboard, self.head.assessment, event.row.key)


def _tabs(counts: Mapping[str, int]) -> list[TabName]:
    """Return the parts with how many are in each, where that is known."""
    return [
        TabName("", name, f"{_(label)} {counts[name]:,}" if name in counts else label)
        for name, label in _PARTS.items()
    ]


def _apart(page: Ranking) -> Iterator[ApartRow]:
    words = words_for(page.scheme_text)
    for row in page.items:
        yield ApartRow.model_validate({**row.model_dump(), "why": words.why_apart(row)})


def _columns(ranking: Ranking, part: str) -> Sequence[Column]:
    if part == "apart":
        name, town, total, why = apart_columns(ranking.assessment.subject)
        return [name, why, replace(total, kind="int"), replace(town, wide_only=True)]
    main = {column.key for column in ranking_columns(ranking, wide=False)}
    return [
        replace(column, wide_only=column.key not in main, kind=_kind(column))
        for column in ranking_columns(ranking, wide=True)
        if column.key not in ("standing", "tied")
    ]


def _kind(column: Column) -> Any:
    """Return how a column is written: points stand to the right like numbers."""
    points = column.key in ("total", "added", "deducted") or column.key.startswith("items.")
    return "int" if points else column.kind


def _tone(_row: ScoreRow, key: str) -> str:
    return "dim" if key in ("key", "group_name") else ""
