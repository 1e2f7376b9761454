"""Draw the dashboard's screens as SVG for README.md and README.zh-CN.md.

Run it after any change of what the screens look like: ``uv run python .ci/pictures.py``. It works
on the demonstration's office, made anew unless its file is named, at an instant that stands still,
so the same program draws the same pictures.

A page of a website shows such a picture without fonts of its own, with whatever the reader's
machine has. So every run of Latin letters is told how wide it is, every Chinese sign where it
stands, and the blocks of trends are drawn as rectangles.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from gridctl.cli.app import main as gridctl
from gridctl.cli.context import Options, Session
from gridctl.cli.staging.verbs import CommandVerbs
from gridctl.foundation import i18n
from gridctl.foundation.clock import FixedClock
from gridctl.foundation.settings import Origin, Target
from gridctl.gateway.connect import connect
from gridctl.presentation.width import width
from gridctl_tui.app import Dashboard
from gridctl_tui.opening import Opening
from gridctl_tui.themes import DARK

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs"
#: 2026-11-11 09:30 in the office: the demonstration's last day at work.
NOW = datetime(2026, 11, 11, 1, 30, tzinfo=UTC)
SIZE = (112, 30)
#: Picture -> the keys that lead to its screen; "wait" lets it come to rest.
SCREENS = {
    "today": ("1",),
    "tickets": ("2", "wait", "right", "wait", "down", "down", "space", "down", "space"),
    "ticket": ("2", "wait", "right", "wait", "down", "down", "enter"),
    "deadlines": ("5",),
}
LANGUAGES = {"en": "en", "zh": "zh_CN"}

#: Pixels of a cell; a Latin letter of 15 is 9 wide in nearly every font of one width.
CELL, LINE, LATIN, CHINESE, EDGE = 9, 20, 15, 17, 12
FONTS = (
    "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',"
    "'Noto Sans Mono CJK SC','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',monospace"
)
BLOCKS = " ▁▂▃▄▅▆▇█"


class Run(NamedTuple):
    """Signs of one kind and look: where they begin, in cells, and what they are."""

    x: int
    y: int
    text: str
    colour: str
    ground: str
    bold: bool


def runs(strips: list[Any]) -> Iterator[Run]:
    """Yield the runs of a screen, line by line."""
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            style = segment.style
            colour = _colour(style and style.color, DARK.foreground)
            ground = _colour(style and style.bgcolor, DARK.background)
            if style and style.reverse:
                colour, ground = ground, colour
            yield Run(x, y, segment.text, colour, ground, bool(style and style.bold))
            x += width(segment.text)


def _colour(colour: Any, usual: str | None) -> str:
    if colour is None or colour.is_default:
        return str(usual)
    red, green, blue = colour.get_truecolor()
    return f"#{red:02x}{green:02x}{blue:02x}"


def svg(strips: list[Any], name: str) -> str:
    """Return a screen as SVG."""
    found = list(runs(strips))
    plain = str(DARK.background)
    wide, high = SIZE[0] * CELL + 2 * EDGE, SIZE[1] * LINE + 2 * EDGE
    body = "\n".join([*_grounds(found, plain), *(part for run in found for part in _signs(run))])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}"'
        f' role="img" aria-label="{escape(name)}">\n<title>{escape(name)}</title>\n'
        f"<style>text{{font:{LATIN}px {FONTS};white-space:pre}}"
        f".c{{font-size:{CHINESE}px}}.b{{font-weight:bold}}</style>\n"
        f'<rect width="{wide}" height="{high}" rx="8" fill="{plain}"/>\n'
        f'<g transform="translate({EDGE} {EDGE})">\n{body}\n</g>\n</svg>\n'
    )


def _grounds(found: list[Run], plain: str) -> Iterator[str]:
    """Yield the grounds as rectangles, those that touch as one."""
    for (y, ground), group in groupby(found, key=lambda run: (run.y, run.ground)):
        together = list(group)
        cells = sum(width(run.text) for run in together)
        if ground != plain:
            yield _rect(together[0].x * CELL, y * LINE, cells * CELL, LINE, ground)


def _rect(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" fill="{colour}"/>'


def _signs(run: Run) -> Iterator[str]:
    """Yield the signs of a run, Chinese and Latin apart."""
    x = run.x
    for kind, group in groupby(run.text, key=_kind):
        text = "".join(group)
        if kind == "block":
            for place, sign in enumerate(text, x):
                high = BLOCKS.index(sign) * LINE / 8
                yield _rect(place * CELL, (run.y + 1) * LINE - high, CELL - 1, high, run.colour)
        elif kind == "wide":
            places = " ".join(f"{(x + 2 * n) * CELL + 0.5:g}" for n in range(len(text)))
            yield _text(run, text, f'x="{places}"', "c")
        elif kind == "narrow":
            long = f'textLength="{len(text) * CELL}" lengthAdjust="spacingAndGlyphs"'
            yield _text(run, text, f'x="{x * CELL}" {long}')
        x += width(text)


def _kind(sign: str) -> str:
    if sign == " ":
        return "blank"
    if sign in BLOCKS:
        return "block"
    return "wide" if width(sign) == 2 else "narrow"


def _text(run: Run, text: str, place: str, kind: str = "") -> str:
    classes = f"{kind} {'b' if run.bold else ''}".strip()
    named = f' class="{classes}"' if classes else ""
    y = run.y * LINE + LINE * 0.75
    return f'<text {place} y="{y:g}" fill="{run.colour}"{named}>{escape(text)}</text>'


async def drawn(office: Path, keys: tuple[str, ...]) -> list[Any]:
    """Return the strips of a screen once it is at rest."""
    target = Target("sqlite", str(office), "江阴", origin=Origin("flag", "--profile"))
    clock = FixedClock(NOW)
    app = Dashboard(
        Opening(
            target, lambda behalf: connect(target, on_behalf=behalf, clock=clock),
            CommandVerbs(Session(Options(db=str(office)))), animations=False, poll_seconds=0,
        )
    )  # fmt: skip
    async with app.run_test(size=SIZE) as pilot:
        await _rest(app, pilot)
        for key in keys:
            await (_rest(app, pilot) if key == "wait" else pilot.press(key))
        await _rest(app, pilot)
        return list(app.screen._compositor.render_strips())


async def _rest(app: Dashboard, pilot: Any) -> None:
    """Wait until nothing is under way and the screen stays as it is."""
    before, same = "", 0
    while same < 10:
        await pilot.pause(0.05)
        strips = app.screen._compositor.render_strips()
        now = "\n".join(strip.text for strip in strips)
        busy = app.desk.waiting_since is not None or len(app.screen_stack) < 1
        same = 0 if busy or now != before else same + 1
        before = now


def draw(office: Path) -> None:
    """Draw every screen in both languages."""
    for short, language in LANGUAGES.items():
        i18n.use_language(language)
        for name, keys in SCREENS.items():
            picture = svg(asyncio.run(drawn(office, keys)), f"gridctl {name}")
            (FOLDER / f"{name}.{short}.svg").write_text(picture, encoding="utf-8")


def main() -> None:
    """Draw from the office named, or from a new demonstration's."""
    if len(sys.argv) > 1:
        draw(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            gridctl(["--quiet", "demo", "--to", folder])
        except SystemExit as ended:
            if ended.code:
                raise
        draw(Path(folder) / "office.db")


if __name__ == "__main__":
    main()
