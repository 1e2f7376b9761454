"""Rules of style that are parsed once for each set of colours."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

#: Sources of rules kept parsed: more than all screens and widgets have together.
_SOURCES = 512


class KeptStylesheet(Stylesheet):
    """A stylesheet that remembers what it has parsed.

    Textual parses every source anew whenever a screen or a tab is opened for the first time, and
    again for its colours, though neither rules nor colours have changed: some 25 ms between the
    key and the screen.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; what was parsed is forgotten only where they differ."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what was not parsed with these colours.

        Raises:
            StylesheetError, StylesheetParseError: a source is wrong.
        """
        self.parse()
