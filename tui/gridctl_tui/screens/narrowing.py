"""Base of lists that are narrowed by views and by a filter that is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import on, work
from textual.binding import BindingType

from gridctl.domain.errors import GridctlError, NotFound, Usage, word
from gridctl.foundation.i18n import _
from gridctl.operations.queries.saved_views import ListViews, Noun
from gridctl.presentation.filter_words import spoken
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offers, find_records
from gridctl_tui.run import Run, Slice
from gridctl_tui.screens.listed import Listed
from gridctl_tui.trail import Crumb
from gridctl_tui.widgets.filter_bar import FilterBar
from gridctl_tui.widgets.row_list import Question
from gridctl_tui.widgets.tab_bar import TabBar, TabName

#: Built-in views of a noun: (name, English label, terms of the filter: words, or field and value).
BuiltIn = Sequence[tuple[str, str, tuple[str, ...]]]


class Narrowed(Listed):
    """A list, and what of it is shown.

    Attributes:
        VIEWS: views everybody has; the list begins with the first.
        BOTH_WAYS: whether the office gives the list from its end as well.
        crumb: where the list was opened from, None where nothing leads back.
    """

    VIEWS: ClassVar[BuiltIn] = ()
    BOTH_WAYS: ClassVar[bool] = False
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

    @property
    def filter_bar(self) -> FilterBar:
        """Return the filter."""
        return self.query_one(FilterBar)

    def ask_list(self) -> None:
        """Show the list the filter in force lets through, from its beginning."""
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

    @work(group="prepare", exit_on_error=False)
    async def read_views(self) -> None:
        """Read what the screen needs and the saved views."""
        try:
            await self.prepare()
            page = await self.dashboard.desk.send(ListViews(subject=cast(Noun, self.NOUN)))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        own = [(f"view:{view.name}", view.name, view.filter) for view in page.items]
        self.views = self.views[: len(self.VIEWS)] + own
        self.show_views()
        self.refresh_bindings()

    def named_views(self) -> list[TabName]:
        """Return the views as the line above the list names them."""
        return [TabName("", name, label) for name, label, _terms in self.views]

    def show_views(self) -> None:
        """Show the views, the one at hand in brackets."""
        self.query_one("#views", TabBar).show(self.named_views(), self.view)

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
        self.show_views()
        self.filter_bar.put("" if view else terms)
        self.filter_bar.ground = crumb.terms if crumb else ""
        self.ask_list()

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
            self.ask_list()

    @work(exclusive=True, group="typed", exit_on_error=False)
    async def _follow(self, terms: str) -> None:
        """Show what a filter lets through while it is typed; what is unfinished changes nothing."""
        bar, question = self.filter_bar, self._question(terms)
        if terms == self.terms:
            # Typed, and taken back: it is what the list shows.
            bar.stay(False)
            return
        run = question(False)
        try:
            await run.read(0)
        except (Usage, NotFound) as error:
            if bar.reads(terms):
                bar.wrong(error)
                bar.stay(True)
            return
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        if not bar.reads(terms):
            # The answer comes after more was typed: it is of no filter that stands there.
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
        self.show_views()

    @on(FilterBar.Left)
    def _back_to_list(self) -> None:
        self.rows.focus()
        self.refresh_bindings()
        self.dashboard.history.arrive()

    async def find(self, kind: str, words: str, level: str) -> Offers:
        """Return the records of a kind that fit some words; of places, those of a level."""
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
            self.read_views()
