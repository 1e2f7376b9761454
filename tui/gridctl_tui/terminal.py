"""What the terminal is owed: drawn whole after a pause, given back as it was at the end."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App


def mind_terminal(app: App[None]) -> None:
    """Have an application redraw itself when it is taken up again, and leave when told to end."""
    # Meanwhile the shell had the terminal; what was drawn before is gone.
    app.app_resume_signal.subscribe(app, lambda _app: app.refresh(layout=True))
    if not app.is_headless:
        # Windows has no such signals for a loop.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.exit)
