"""The third step and the last: how far a file has come, and what became of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from time import monotonic

from textual import on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.imports import BatchView
from gridctl.presentation.imports import COUNT_WORDS, STATE_WORDS, findings_words
from gridctl_tui.importing.draft import Errand
from gridctl_tui.importing.rows import OUTCOME, OUTCOMES, TONES, OutcomeRow, PickList
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.row_window import RowWindow

#: Findings about the whole file told above the rows.
_TOLD = 4
#: Of the reasons that keep several rows out.
_REASONS = 2
#: Count of rows -> its style.
_STYLES = {"rejected": "bold $error", "changed": "bold $soon", "new": "bold $success"}


class OutcomePane(Vertical):
    """What a trial would do, or what an import did, row by row.

    Attributes:
        result: what is shown, None where nothing was sent yet.
        listed: all rows that were told; the filter shows some of them.
        stopped: whether the file stopped on its way and can go on.
    """

    def __init__(self, empty: str, id: str) -> None:
        super().__init__(id=id)
        self._empty = empty
        self.result: BatchView | None = None
        self.listed: Sequence[OutcomeRow] = ()
        self.stopped = False

    def compose(self) -> Iterator[Widget]:
        """Yield the counts, what is to be known, the filter and the rows."""
        yield Static(line([(f" {self._empty}", "$dim")]), classes="heading counts")
        yield Static(classes="told findings")
        yield Input(placeholder=_("rejected, changed, new, or words of a row"), classes="words")
        rows = PickList(OUTCOME, "number", _tone)
        rows.opens = False
        yield rows
        yield Static(classes="told whole")
        yield Static(classes="told hint")

    @property
    def rows(self) -> PickList:
        """Return the rows."""
        return self.query_one(PickList)

    @property
    def words(self) -> Input:
        """Return the filter."""
        return self.query_one(".words", Input)

    def begin(self) -> None:
        """Give the rows the keyboard."""
        self.rows.focus()

    def type(self) -> None:
        """Give the filter the keyboard."""
        self.words.add_class("-open")
        self.words.focus()

    # -- what is shown

    def forget(self) -> None:
        """Show that nothing was sent yet."""
        self.result, self.listed, self.stopped = None, (), False
        self._say([[(f" {self._empty}", "$dim")]], "")
        self._list([])
        self.query_one(".findings", Static).update("")

    def show_errand(self, errand: Errand, total: int | None) -> None:
        """Show how far a file has come."""
        told: dict[str, Param] = {
            "rows": f"{errand.sent.rows:,}",
            "total": f"{total:,}" if total else None,
            "rate": f"{errand.rate:,}" if errand.sent.rows else None,
            "seconds": int(monotonic() - errand.began),
        }
        doing = _("Trying it") if errand.trial else _("Bringing it in")
        doing = _("All has arrived; working it in") if errand.sent.whole else doing
        text = word(_("{rows}[[ of {total}]] rows[[, {rate} a second]], {seconds} s"), told)
        pieces: list[Piece] = [(f" {doing}  ", "bold $accent"), (text, "")]
        if errand.sent.rejected:
            out = word(_("{count} rejected so far"), {"count": f"{errand.sent.rejected:,}"})
            pieces.append((f"  {out}", "bold $error"))
        hint = _("Esc stops it. Other tabs stay open.")
        if errand.sent.whole:
            hint = _("This is one step and cannot be stopped. Other tabs stay open.")
        elif errand.stopping:
            hint = _("It stops after the part under way.")
        self._say([pieces], hint)

    def show_stopped(self, errand: Errand, error: GridctlError) -> None:
        """Show that a file stopped on its way."""
        told = word(_("{rows} rows have arrived."), {"rows": f"{errand.sent.rows:,}"})
        self.stopped = True
        why = [(f" {word(_(error.message), error.params)}", "bold $warning")]
        self._say([why, [(f" {told}", "")]], _("F6 goes on where it stopped, also tomorrow."))

    def show(self, batch: BatchView, rows: Sequence[OutcomeRow], title: str, hint: str) -> None:
        """Show what became of a file."""
        self.result, self.listed, self.stopped = batch, rows, False
        self._say([[(f" {title}", "bold $accent")], _counts(batch)], hint)
        found = [*_reasons(rows, batch), *findings_words(batch)]
        told: list[list[Piece]] = [[(f" {text}", "$dim")] for text in found[:_TOLD]]
        if len(found) > _TOLD:
            told.append(
                [(f" {word(_('and {count} more'), {'count': len(found) - _TOLD})}", "$dim")]
            )
        self.query_one(".findings", Static).update(lines(told))
        self._narrow()

    def _say(self, told: Sequence[Sequence[Piece]], hint: str) -> None:
        self.query_one(".counts", Static).update(lines(told))
        self.query_one(".hint", Static).update(line([(f" {hint}", "$dim")]))

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        """Tell of the row under the cursor in full what its column may have cut."""
        told = line([(f" {event.row.told}", "")]) if event.row is not None else ""
        self.query_one(".whole", Static).update(told)

    # -- the filter

    @on(Input.Changed, ".words")
    def _typed(self) -> None:
        self._narrow()

    @on(Input.Submitted, ".words")
    def _entered(self) -> None:
        self.leave_words(keep=True)

    def leave_words(self, *, keep: bool) -> bool:
        """Give the rows the keyboard back; return whether there was a filter to leave."""
        if not self.words.has_class("-open"):
            return False
        if not keep:
            self.words.value = ""
        self.words.set_class(bool(self.words.value), "-open")
        self.rows.focus()
        return True

    def _narrow(self) -> None:
        wanted = self.words.value.casefold().split()
        self._list([row for row in self.listed if all(each in _text(row) for each in wanted)])

    def _list(self, rows: Sequence[OutcomeRow]) -> None:
        # Where no words were typed nothing is missed: there is nothing to tell of, or not yet.
        self.rows.searched = self.result is not None and bool(self.words.value)
        self.rows.hold(rows)


def _text(row: OutcomeRow) -> str:
    outcome = f"{row.outcome} {_(OUTCOMES[row.outcome])}"
    return f"{outcome} {row.place} {row.name} {row.told}".casefold()


def _reasons(rows: Sequence[OutcomeRow], batch: BatchView) -> Iterator[str]:
    """Say which reasons keep most rows out, where one keeps several, and how many are listed."""
    out = [row for row in rows if row.outcome == "rejected"]
    if len(out) < batch.counts.rejected:
        told: dict[str, Param] = {"shown": f"{len(out):,}", "all": f"{batch.counts.rejected:,}"}
        yield word(_("The first {shown} of {all} rejected rows are listed; F9 saves all."), told)
    for reason, count in Counter(row.told for row in out).most_common(_REASONS):
        if count > 1:
            yield word(_("{count} times: {reason}"), {"count": f"{count:,}", "reason": reason})


def _counts(batch: BatchView) -> list[Piece]:
    counts = batch.counts.model_dump()
    pieces: list[Piece] = [(f" {batch.batch} {_(STATE_WORDS[batch.state])} ", "$dim")]
    for name, label in COUNT_WORDS.items():
        if counts[name] or name in ("new", "changed", "rejected"):
            style = _STYLES.get(name, "bold") if counts[name] else "$dim"
            pieces += [(f"  {_(label)} ", ""), (f"{counts[name]:,}", style)]
    return pieces


def _tone(row: OutcomeRow, key: str) -> str:
    return TONES.get(row.outcome, "") if key == "outcome" else ""


#: Said where a file was tried, by what came of it.
HINTS = {
    "good": N_("F6 brings it in. Nothing was changed so far."),
    "same": N_("All of it is in the office already; nothing would change."),
    "mixed": N_("F6 brings the good rows in, F9 saves the rejected ones."),
    "bad": N_("No row can come in. F9 saves them with their reasons; nothing was changed."),
    "applied": N_("Del takes the import back, F9 saves the rejected rows."),
    "whole": N_("Del takes the import back."),
    "undone": N_("The import was taken back."),
    "discarded": N_("Nothing of it was brought in."),
    "open": N_("It is not finished. Del drops what has arrived."),
}
