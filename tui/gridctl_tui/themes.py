"""The colours of the dashboard; nowhere else is a colour named.

Red, orange and yellow keep their meaning in every theme (late, due, soon); words say the same.
"""

from __future__ import annotations

from textual.theme import Theme

#: Signs beside every theme's own colours: how lines of a list look in a state.
_SHARED = {
    "footer-key-foreground": "$accent",
    "block-cursor-text-style": "bold",
    "input-cursor-text-style": "reverse",
}

DARK = Theme(
    name="dark",
    dark=True,
    primary="#4c9aff",
    secondary="#8fb4d9",
    accent="#7fd1c7",
    foreground="#d6dde6",
    background="#11151a",
    surface="#171c23",
    panel="#1f262f",
    boost="#28313c",
    success="#6cc38a",
    warning="#e5a54b",
    error="#f0716c",
    variables={
        **_SHARED,
        "soon": "#d9c95b",
        "dim": "#8492a2",
        "cursor": "#2a3f5c",
        "mark": "#3a3420",
        "heat-0": "#1d2a33",
        "heat-1": "#2e4437",
        "heat-2": "#5a4e28",
        "heat-3": "#73402a",
        "heat-4": "#7d2f35",
    },
)
LIGHT = Theme(
    name="light",
    dark=False,
    primary="#0b5cad",
    secondary="#3f6a94",
    accent="#00706a",
    foreground="#1b232c",
    background="#fafbfc",
    surface="#f1f4f7",
    panel="#e3e9ef",
    boost="#d7dfe8",
    success="#1d7a43",
    warning="#9a5b00",
    error="#b3261e",
    variables={
        **_SHARED,
        "soon": "#6f6200",
        "dim": "#596673",
        "cursor": "#cfe2f7",
        "mark": "#f3eac2",
        "heat-0": "#e4edf1",
        "heat-1": "#d6ead8",
        "heat-2": "#f2e6b8",
        "heat-3": "#f5d2b3",
        "heat-4": "#f2bdb9",
    },
)
CONTRAST = Theme(
    name="contrast",
    dark=True,
    primary="#66b3ff",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    boost="#303030",
    success="#5fff87",
    warning="#ffb000",
    error="#ff6b6b",
    variables={
        **_SHARED,
        "soon": "#ffff5f",
        "dim": "#d0d0d0",
        "cursor": "#004a99",
        "mark": "#4d4400",
        "heat-0": "#1c1c1c",
        "heat-1": "#004d1a",
        "heat-2": "#665500",
        "heat-3": "#804000",
        "heat-4": "#990000",
    },
)
ANSI = Theme(
    name="ansi",
    dark=True,
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_bright_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_black",
    boost="ansi_bright_black",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_bright_red",
    variables={
        **_SHARED,
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_blue",
        "soon": "ansi_bright_yellow",
        "dim": "ansi_bright_black",
        "cursor": "ansi_blue",
        "mark": "ansi_black",
        "heat-0": "ansi_black",
        "heat-1": "ansi_green",
        "heat-2": "ansi_yellow",
        "heat-3": "ansi_magenta",
        "heat-4": "ansi_red",
    },
)
THEMES = (DARK, LIGHT, CONTRAST, ANSI)
