"""Everything on stdout: rows and records in every format, documents as they are.

Nothing else writes to stdout; words for people go to stderr (:mod:`gridctl.cli.diagnostics`).
"""

from __future__ import annotations

from gridctl.cli.render.output import Style, choose_format, show
from gridctl.cli.render.sink import write_document, write_text
from gridctl.presentation.columns import Column
from gridctl.presentation.listing import Listing

__all__ = [
    "Column",
    "Listing",
    "Style",
    "choose_format",
    "show",
    "write_document",
    "write_text",
]
