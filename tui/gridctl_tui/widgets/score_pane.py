"""A score beside the ranking: each item's points, the rule, and why they are not full."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from textual.content import Content
from textual.widgets import Static

from gridctl.domain.errors import word
from gridctl.domain.scoring.expression import plain
from gridctl.foundation.i18n import _
from gridctl.operations.queries.assessments import Explanation, ScoreLine
from gridctl.presentation.rule_words import rule_in_words
from gridctl.presentation.scheme_words import SchemeWords
from gridctl.presentation.scores import figures_of, standing, tells, who
from gridctl_tui.widgets.lines import Piece, folded, lines, padded
from gridctl_tui.widgets.pane import Pane

_NARROWEST = 30
_POINTS = 15
#: Section -> sign before the points that are added to those of the items.
_SIGNS = {"item": "", "bonus": "+", "penalty": ""}


class ScorePane(Pane):
    """Shows how one subject came to its points."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Explanation | None = None
        self._words: SchemeWords | None = None
        self._text = Static()

    def compose(self) -> Iterator[Static]:
        """Yield the text."""
        yield self._text

    def show(self, found: Explanation | None, words: SchemeWords | None) -> None:
        """Show another score, or nothing."""
        self._found, self._words = found, words
        self.scroll_home(animate=False)
        self._draw()

    def on_resize(self) -> None:
        """Fold the text anew."""
        self._draw()

    def _draw(self) -> None:
        if self._found is None or self._words is None:
            self._text.update(Content(""))
            return
        room = max(_NARROWEST, self.size.width - 1)
        self._text.update(lines(score_lines(self._found, self._words, room)))


def score_lines(found: Explanation, words: SchemeWords, room: int) -> Iterator[list[Piece]]:
    """Yield a score's lines: who, the standing, and each item."""
    yield [(who(found), "bold $accent")]
    for part in folded(standing(found, words), room):
        yield [(part, "bold")]
    full = {column.item: column.max for column in found.columns}
    for each in found.lines:
        if tells(each):
            yield from _item(each, full.get(each.item), words, room)


def _item(
    each: ScoreLine, full: Decimal | None, words: SchemeWords, room: int
) -> Iterator[list[Piece]]:
    lost = each.section == "penalty" or (full is not None and each.points < full)
    points = f"{_SIGNS[each.section]}{each.points}"
    if full is not None and each.section == "item":
        points = word(_("{points} of {full}"), {"points": points, "full": plain(full)})
    label = padded(words.label(each.item), max(8, room - _POINTS))
    yield [(label, ""), (padded(points, _POINTS, right=True), "$warning" if lost else "")]
    said = [figures_of(each, words)]
    if lost and each.item in words.rules:
        said.append(rule_in_words(words.rules[each.item], words.label))
    said.append(words.treated(each))
    for text in said:
        if text:
            yield from ([(f"  {part}", "$dim")] for part in folded(text, room - 2))
