"""The Typer application the verbs of ``gridctl assess`` belong to."""

from __future__ import annotations

from gridctl.cli.context import noun

app = noun()
