"""What every face for people shares: columns, words for codes and errors, the steps of the loop.

The command line and the dashboard show the same fields under the same names and call the same
step by the same word, so these are declared once, here. Nothing in this package knows Typer,
Rich or Textual; how a table, a help page or a form is drawn is the matter of each face.
"""

from __future__ import annotations
