"""The Typer application the verbs of ``gridctl clock`` belong to."""

from __future__ import annotations

from gridctl.cli.context import noun

app = noun()
