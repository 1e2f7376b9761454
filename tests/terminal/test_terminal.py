"""The dashboard in a real terminal: drawn, resized, pasted into, put aside, cut off, and left."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
from pathlib import Path

import pytest

from gridctl.presentation.width import width
from tests.server.serving import Serving
from tests.terminal.conftest import Open
from tests.terminal.tmux import PROMPT, Terminal

pytestmark = pytest.mark.needs_program

#: A sign that colours a word or its ground.
_COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


def opened(terminal: Terminal, office: Path, *words: str, then: str = "") -> Terminal:
    """Open the dashboard at the list of tickets and return once it is there."""
    terminal.gridctl("--db", str(office), "tui", "--tab", "tickets", *words, then=then)
    terminal.shows("占道经营", "F1")
    return terminal


def lines(terminal: Terminal) -> list[str]:
    return terminal.screen.split("\n")[:-1]


def left(terminal: Terminal) -> None:
    """Check that nothing of the dashboard is left in the terminal."""
    terminal.until(lambda: terminal.tells("alternate_on") == "0", "the shell's own screen")
    terminal.shows(PROMPT)
    for fact in ("mouse_any_flag", "mouse_all_flag", "mouse_sgr_flag", "bracket_paste_flag"):
        terminal.until(lambda fact=fact: terminal.tells(fact) in ("0", ""), f"no {fact}")
    assert terminal.tells("cursor_flag") == "1"
    assert terminal.tells("wrap_flag") == "1"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 45)])
def test_it_fills_the_terminal_and_every_key_arrives(
    terminal: Open, office: Path, columns: int, rows: int
) -> None:
    screen = opened(terminal(columns, rows, LANG="en_US.UTF-8"), office)
    assert len(lines(screen)) == rows
    assert max(map(width, lines(screen))) <= columns
    assert "F1 Help" in lines(screen)[-1]
    screen.press("F1")
    screen.shows("Keys of the dashboard")
    screen.press("Escape")
    screen.shows_no("Keys of the dashboard")
    screen.press("Down", "Enter")
    # Its clock stands there only in years the calendar has a table for: it is the machine's day.
    screen.shows("噪音扰民", "Log", "Esc Back")
    screen.press("Escape")
    screen.shows("> 3202812026110200004")
    screen.press("5")
    screen.shows("[5Due]" if columns == 80 else "[5 Deadlines]", "open tickets fall due")


def test_it_follows_the_size_of_the_window(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24, LANG="en_US.UTF-8"), office)

    def beside() -> bool:
        return any("市容环境" in each for each in lines(screen)[3:7])

    screen.until(lambda: not beside(), "the record below the list")
    screen.resize(160, 45)
    screen.shows("5 Deadlines")
    screen.until(lambda: "F1" in lines(screen)[44], "the keys in the last line")
    screen.until(beside, "the record beside the list")
    screen.resize(80, 24)
    # What the terminal left of the large screen has its keys in the last line too.
    screen.shows("5Due")
    screen.until(lambda: "F1" in lines(screen)[-1], "the keys in the last line")
    screen.until(lambda: not beside(), "the record below the list")
    assert max(map(width, lines(screen))) <= 80
    # Smaller than it is made for: what does not fit is cut off, and nothing breaks.
    screen.resize(40, 10)
    screen.until(lambda: "F9" in lines(screen)[-1], "the keys in the last line")
    screen.resize(80, 24)
    screen.shows("占道经营", "F1")


def test_chinese_text_pasted_into_the_filter_narrows_the_list(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24, LANG="zh_CN.UTF-8"), office)
    screen.paste("井盖")
    screen.shows("输入法")
    screen.press("F3")
    screen.shows("Esc")
    screen.paste("井盖")
    screen.shows("第1件，共1件", "井盖缺失")
    screen.shows_no("占道经营")
    screen.press("Escape")
    screen.shows("第1件，共5件")
    # An input method hands over sign by sign.
    screen.press("F3")
    screen.shows("Esc")
    screen.type("噪音")
    screen.shows("第1件，共1件", "噪音扰民")


def test_it_can_be_put_aside_and_taken_up_again(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24, LANG="en_US.UTF-8"), office)
    (dashboard,) = screen.programs
    os.kill(dashboard, signal.SIGTSTP)
    left(screen)
    screen.enter("echo the shell works")
    screen.until(lambda: "the shell works" in lines(screen), "the shell's answer")
    screen.enter("fg")
    screen.shows("占道经营", "F1 Help")
    screen.press("Down")
    screen.shows("> 3202812026110200004")


def test_leaving_gives_the_terminal_back_as_it_was(terminal: Open, office: Path) -> None:
    screen = terminal(80, 24, LANG="en_US.UTF-8")
    screen.enter("stty -g > before; echo this was here before")
    screen.until(lambda: "this was here before" in lines(screen), "the shell's answer")
    opened(screen, office, then="; echo code $?")
    assert screen.tells("alternate_on") == "1"
    screen.press("F10")
    screen.shows("code 0", "this was here before")
    left(screen)
    screen.enter("stty -g | cmp - before && echo the same")
    screen.until(lambda: "the same" in lines(screen), "the same settings of the terminal")


def test_a_signal_to_end_gives_the_terminal_back_too(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24, LANG="en_US.UTF-8"), office)
    (dashboard,) = screen.programs
    os.kill(dashboard, signal.SIGTERM)
    left(screen)
    screen.until(lambda: not screen.programs, "its end")


def test_a_lost_terminal_leaves_no_process_behind(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24), office)
    # A machine without a language of its own is taken for one in a Chinese office.
    screen.shows("未结案")
    (dashboard,) = screen.programs
    screen.hang_up()
    screen.until(lambda: not Path(f"/proc/{dashboard}").exists(), "its end")


def test_without_colours_no_colour_reaches_the_terminal(terminal: Open, office: Path) -> None:
    screen = opened(terminal(80, 24, NO_COLOR="1", LANG="en_US.UTF-8"), office)
    assert _COLOUR.findall(screen.coloured) == []
    screen.shows("[2Tickets]", "[Not closed]", "> 3202812026110200005")


def test_a_terminal_that_cannot_be_drawn_on_is_told_what_to_use_instead(
    terminal: Open, office: Path
) -> None:
    screen = terminal(80, 24, TERM="dumb", LANG="en_US.UTF-8")
    screen.gridctl("--db", str(office), "tui", then="; echo code $?")
    screen.shows("TERM=dumb", " today' prints", "code 2")
    screen.enter(f"export GRIDCTL_DB={shlex.quote(str(office))}; clear")
    screen.gridctl(then=" 2>&1 | sed -n '/^Usage/p'")
    screen.shows("Usage: gridctl")


def test_the_program_alone_opens_it_at_a_terminal_and_prints_help_to_a_pipe(
    terminal: Open, office: Path
) -> None:
    screen = terminal(80, 24, LANG="en_US.UTF-8", GRIDCTL_DB=str(office))
    screen.gridctl()
    screen.shows("[1Today]", "F1 Help")
    screen.press("q")
    left(screen)
    screen.gridctl(then=" 2>&1 | sed -n '/^Usage/p'")
    screen.shows("Usage: gridctl")
    assert screen.tells("alternate_on") == "0"


def test_a_server_that_is_killed_is_missed_and_its_return_noticed(
    terminal: Open, office: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    screen = terminal(80, 24, LANG="en_US.UTF-8")
    with Serving(office, tmp_path) as serving:
        served = serving.start("--port", port)
        screen.gridctl("profile", "add", "county", "--url", served.url)
        screen.gridctl("--profile", "county", "tui", "--tab", "tickets")
        screen.shows("占道经营", "F1")
        screen.press("F3")
        screen.shows("Esc")
        screen.paste("噪音 ")
        screen.shows("1 of 1")
        served.stop(signal.SIGKILL)
        screen.press("F5")
        screen.shows("no connection")
        assert "噪音扰民" in screen.screen
        serving.start("--port", port)
        screen.shows_no("no connection")
        screen.shows("噪音扰民", "1 of 1")
