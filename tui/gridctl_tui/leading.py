"""How one gets from here to a verb that a message points to: by a key, a tab, or the palette."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import command_line
from gridctl_tui.keymap import cap
from gridctl_tui.keys import KEYS
from gridctl_tui.screens.office import OfficeScreen

if TYPE_CHECKING:
    from gridctl.presentation.verbs import Verb
    from gridctl_tui.app import Dashboard

_PLACE = re.compile(r"{\w+}")
_ABOUT = N_("{way} ({about})")


class Lead:
    """Tells of a verb how the dashboard leads to it; the machine's own verbs stay commands."""

    def __init__(self, app: Dashboard) -> None:
        self._app = app

    def __call__(self, line: str, places: Mapping[str, Param]) -> str:
        """Return the way to the verb a line begins with, and what the line is about."""
        verb = self._app.verbs.find(word(line, places).split())
        if verb is None:
            return command_line(line, places)
        way = self._key(verb) or self._tab(verb) or self._palette(verb)
        about = " ".join(_PLACE.findall(" ".join(line.split()[len(verb.words) :])))
        return word(_(_ABOUT), {"way": way, "about": about}) if about else way

    def _key(self, verb: Verb) -> str:
        """Return the key of the screen behind all questions that takes the verb, "" for none."""
        screens = (each for each in self._app.screen_stack if isinstance(each, OfficeScreen))
        named = {name for name, key in KEYS.items() if key.verb == verb.typed}
        for screen in screens:
            for active in screen.active_bindings.values():
                if active.binding.id in named and active.enabled:
                    return f"{cap(active.binding.key)} {_(active.binding.description)}"
        return ""

    def _tab(self, verb: Verb) -> str:
        """Return the tab that shows what the verb shows, "" for none."""
        showing = (tab for tab in self._app.tabs() if verb.typed in tab.verbs)
        return next((f"{tab.digit} {_(tab.label)}" for tab in showing), "")

    def _palette(self, verb: Verb) -> str:
        keys = dict(self._app.opening.keymap).get("app.palette", KEYS["app.palette"].keys)
        return f"{cap(keys.partition(',')[0])} {verb.called}"
