"""What the command palette offers: tabs, actions in force, a ticket's steps, every verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode

from gridctl.foundation.i18n import N_, _
from gridctl_tui.keymap import cap
from gridctl_tui.screens.ask import Choice, Chooser

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard
    from gridctl_tui.screens.office import OfficeScreen


def choices(screen: OfficeScreen) -> list[Choice]:
    """Return everything that can be done from a screen, its own actions first.

    What the line of keys names comes before what only moves the cursor.
    """
    found: dict[str, Choice] = {}
    active_here = sorted(screen.active_bindings.values(), key=lambda each: not each.binding.show)
    for active in active_here:
        binding = active.binding
        if binding.id and active.enabled and binding.tooltip and binding.id not in found:
            note = f"{cap(binding.key)}  {_(binding.tooltip)}"
            words = binding.id.replace(".", " ")
            found[binding.id] = Choice(binding.id, binding.description, note, words)
    tabs = [
        Choice(f"tab.{t.name}", t.label, f"{t.digit}  {_(N_('Open the tab.'))}", t.name)
        for t in screen.dashboard.tabs()
    ]
    return [*screen.palette(), *found.values(), *tabs]


def offer_verbs(app: Dashboard, chooser: Chooser) -> None:
    """Have every verb of the command line offered too, as soon as they are loaded."""
    from gridctl_tui.stage import in_thread
    from gridctl_tui.verbing import offered, verb_choices

    async def offer() -> None:
        chooser.extend(verb_choices(await offered(app)))
        # Pinyin takes half a second to learn: not at the first letter typed.
        await in_thread(lambda: [each.spell() for each in chooser.choices])

    app.run_worker(offer(), group="verbs", exit_on_error=False)


def entitled(chosen: str, screen: OfficeScreen) -> str:
    """Return the action behind a choice."""
    if chosen.startswith("tab."):
        return f"app.tab('{chosen.removeprefix('tab.')}')"
    if chosen.startswith(("step.", "act.")):
        action, _dot, name = chosen.partition(".")
        return f"screen.{action}('{name}')"
    for active in screen.active_bindings.values():
        if active.binding.id == chosen:
            action = active.binding.action
            return f"{_owner(active.node, screen)}{action}"
    return "app.help"


def _owner(node: DOMNode, screen: OfficeScreen) -> str:
    """Return whose action it is, as actions are addressed."""
    return "app." if node is screen.app else "screen." if node is screen else "focused."
