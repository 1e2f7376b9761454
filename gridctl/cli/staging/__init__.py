"""The verbs of the command line carried out for another face, such as the dashboard."""

from __future__ import annotations
