"""What fills the terminal: one file and one style sheet for each screen."""

from __future__ import annotations
