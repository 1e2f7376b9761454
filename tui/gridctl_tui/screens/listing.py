"""Base of screens with one long list: views above it, a filter, the row at the cursor beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, NotFound, Usage, word
from gridctl.foundation.i18n import _
from gridctl.operations.queries.saved_views import ListViews, Noun
from gridctl.presentation.filter_words import spoken
from gridctl.presentation.sections import Section
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offers, find_records
from gridctl_tui.run import Run, Slice
from gridctl_tui.screens.listed import Listed
from gridctl_tui.trail import Crumb
from gridctl_tui.widgets.filter_bar import FilterBar
from gridctl_tui.widgets.lines import Piece, line
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_list import Question
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.tab_bar import TabBar, TabName

#: A record is looked up only where the cursor rests.
_REST = 0.12
#: Built-in views of a noun: (name, English label, terms of the filter: words, or field and value).
BuiltIn = Sequence[tuple[str, str, tuple[str, ...]]]


class ListScreen(Listed):
    """A list with views and filter.

    Attributes:
        VIEWS: views everybody has; the list begins with the first.
        SECTIONS: parts of the record beside the list.
        BOTH_WAYS: whether the office gives the list from its end as well.
        crumb: where the list was opened from, None where nothing leads back.
    """

    VIEWS: ClassVar[BuiltIn] = ()
    BOTH_WAYS: ClassVar[bool] = False
    SECTIONS: ClassVar[Sequence[Section]] = ()
    CSS_PATH = "listing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.filter", "list.back", "list.view_left", "list.view_right", "list.save_view",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.views = [
            (name, label, " ".join(spoken(self.NOUN, each) for each in terms))
            for name, label, terms in self.VIEWS
        ]
        self.view, _label, self.terms = self.views[0]
        self.crumb: Crumb | None = None

    # -- parts

    def body(self) -> Iterator[Widget]:
        """Yield views, filter, list and the record."""
        yield TabBar(self._named(), self.view, id="views")
        yield FilterBar(self.NOUN, self._find, lambda: self.dashboard.facts.period)
        with Container(id="split"):
            with Vertical(id="left"):
                yield RowWindow(self.columns(), self.KEY, self.tone, id="rows")
                yield Static(id="status")
            yield RecordPane(self.SECTIONS, id="preview")

    @property
    def filter_bar(self) -> FilterBar:
        """Return the filter."""
        return self.query_one(FilterBar)

    def on_mount(self) -> None:
        """Ask for the list, then for what goes with it."""
        self.rows.focus()
        self._ask()
        self._prepare()

    @work(group="prepare", exit_on_error=False)
    async def _prepare(self) -> None:
        """Read what the screen needs and the saved views."""
        try:
            await self.prepare()
            page = await self.dashboard.desk.send(ListViews(subject=cast(Noun, self.NOUN)))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        own = [(f"view:{view.name}", view.name, view.filter) for view in page.items]
        self.views = self.views[: len(self.VIEWS)] + own
        self._show_views()
        self.refresh_bindings()

    def _named(self) -> list[TabName]:
        return [TabName("", name, label) for name, label, _terms in self.views]

    def _show_views(self) -> None:
        self.query_one("#views", TabBar).show(self._named(), self.view)

    # -- the list

    def _ask(self) -> None:
        # What was typed before it is followed no further.
        self.workers.cancel_group(self, "typed")
        self.filter_bar.wrong(None)
        self.filter_bar.stay(False)
        self.rows.ask(self._question(self.terms))

    def _question(self, terms: str) -> Question:
        def question(backwards: bool) -> Run:
            async def fetch(after: str | None, limit: int) -> Slice:
                wanted = {"filter": terms or None, "after": after, "limit": limit}
                page: Slice = await self.dashboard.desk.send(
                    self.query_page(wanted, backwards=backwards)
                )
                return page

            return Run(fetch, one_way=not self.BOTH_WAYS)

        return question

    async def renew(self) -> None:
        """Read the rows at hand again, the record beside them, and what the screen needs."""
        self._prepare()
        try:
            await self.rows.reread()
        except Exception as error:
            self.dashboard.tell(error)

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        if event.run is not self.rows.run:
            return
        if isinstance(event.error, Usage | NotFound):
            self.filter_bar.wrong(event.error)
        else:
            self.dashboard.tell(event.error)

    @on(RowWindow.Changed)
    def _changed(self) -> None:
        self._tell_status()
        self.refresh_bindings()

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        self._tell_status()
        self._look_up(event.row)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def _look_up(self, row: Any) -> None:
        """Show the row under the cursor once it rests: its record, and the keys that are for it."""
        await asyncio.sleep(_REST)
        self.refresh_bindings()
        pane = self.query_one("#preview", RecordPane)
        try:
            pane.show(None if row is None else await self.read_record(row))
        except GridctlError as error:
            # Never the record of another row.
            pane.show(row.model_dump())
            self.dashboard.tell(error)

    def _tell_status(self) -> None:
        # Its size stays, so nothing has to be laid out again at every key.
        self.query_one("#status", Static).update(self._status(), layout=False)

    def _status(self) -> Content:
        pieces: list[Piece] = []
        if place := place_in(self.rows):
            pieces.append((f" {place} ", "$dim"))
        if count := len(self.rows.marks):
            marked = word(_("{count} marked; a step is for all of them"), {"count": count})
            pieces.append((f" {marked} ", "bold $warning"))
        if self.terms and not self.filter_bar.text:
            pieces.append((f" {self.terms} ", "$dim"))
        return line(pieces)

    # -- views and the filter

    def action_turn_view(self, step: int) -> None:
        """Go to the next view."""
        names = [name for name, _label, _terms in self.views]
        at = names.index(self.view) if self.view in names else 0
        self._show_view(names[(at + step) % len(names)])

    @on(TabBar.Chosen, "#views")
    def _clicked_view(self, event: TabBar.Chosen) -> None:
        self._show_view(event.name)

    def showing(self) -> object:
        """Return view, filter, and where it was opened from."""
        return self.view, self.terms, self.crumb

    def show_again(self, showing: object) -> None:
        """Show a view or filter again; the rows stay where it is the one at hand."""
        if showing != self.showing() and isinstance(showing, tuple):
            view, terms, crumb = showing
            self.show_filter(terms, view=view, crumb=crumb)

    def _show_view(self, wanted: str) -> None:
        terms = next((terms for name, _label, terms in self.views if name == wanted), "")
        self.dashboard.history.leave()
        self.show_filter(terms, view=wanted)
        self.dashboard.history.arrive()

    def show_filter(self, terms: str, view: str = "", crumb: Crumb | None = None) -> None:
        """Show what a filter lets through.

        Args:
            terms: the filter.
            view: its name where it has one.
            crumb: where it is opened from, None where nothing leads back.
        """
        self.view, self.terms, self.crumb = view, terms, crumb
        self._show_views()
        self.filter_bar.put("" if view else terms)
        self.filter_bar.ground = crumb.terms if crumb else ""
        self._ask()

    def action_filter(self) -> None:
        """Type a filter; what the view lets through is its beginning."""
        self.dashboard.history.leave()
        self.filter_bar.open(f"{self.terms} " if self.terms else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out going back where no filter was kept and nothing leads back."""
        if action == "back":
            return any(each.text for each in self.query(FilterBar))
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Take away the filter that was kept; go back to what the list was opened from."""
        crumb = self.crumb
        if crumb is None or self.terms != crumb.terms:
            self.dashboard.history.leave()
            self.filter_bar.action_clear()
        else:
            self.dashboard.action_tab(crumb.tab)
            self.show_again(crumb.before)

    @on(FilterBar.Changed)
    def _filtered(self, event: FilterBar.Changed) -> None:
        # One may have gone to another view or back meanwhile.
        if event.text != self.filter_bar.asked:
            return
        if event.typing:
            self._follow(event.text)
            return
        if event.text != self.terms or self.filter_bar.unfinished:
            self._settle(event.text)
            self._ask()

    @work(exclusive=True, group="typed", exit_on_error=False)
    async def _follow(self, terms: str) -> None:
        """Show what a filter lets through while it is typed; what is unfinished changes nothing."""
        bar, question = self.filter_bar, self._question(terms)
        run = question(False)
        try:
            await run.read(0)
        except (Usage, NotFound) as error:
            bar.wrong(error)
            bar.stay(True)
            return
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        bar.wrong(None)
        # The beginning of a word of the language is in no text.
        bar.stay(not run.known and bar.offering)
        if not bar.unfinished:
            self._settle(terms)
            self.rows.take(question, run)

    def _settle(self, terms: str) -> None:
        self.terms = terms
        self.view = "" if terms else "all"
        self.crumb = self.crumb if terms else None
        self._show_views()

    @on(FilterBar.Left)
    def _back_to_list(self) -> None:
        self.rows.focus()
        self.refresh_bindings()
        self.dashboard.history.arrive()

    async def _find(self, kind: str, words: str, level: str) -> Offers:
        return await find_records(self.dashboard.desk, kind, words, level)

    @work
    async def action_save_view(self) -> None:
        """Give the filter a name."""
        from gridctl.operations.commands.saved_views import SaveView
        from gridctl_tui.screens.ask import Line

        if not self.terms or not self.dashboard.check_writable():
            return
        title = word(_("Name for the view {filter}"), {"filter": self.terms})
        name = await self.app.push_screen_wait(Line(title))
        saved = SaveView(name=name or "-", subject=cast(Noun, self.NOUN), filter=self.terms)
        if name and await self.ask(saved) is not None:
            self.view = f"view:{name}"
            self._prepare()


def place_in(rows: RowWindow) -> str:
    """Return where in a list its cursor is, in words; nothing where nothing is known yet."""
    run = rows.run
    if run is None or not run.known:
        return ""
    total = run.total if run.total is not None else run.known if run.ended else None
    if total is not None:
        return word(_("{place} of {total}"), {"place": f"{rows.place:,}", "total": f"{total:,}"})
    if rows.backwards:
        return word(_("{place} from the end"), {"place": f"{rows.cursor + 1:,}"})
    return word(_("{place} of many"), {"place": f"{rows.place:,}"})
