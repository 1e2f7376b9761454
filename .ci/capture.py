"""Put a real terminal into README.md and README.zh-CN.md: the demonstration, run here and now.

Run it after any change of the demonstration or of its words: ``uv run python .ci/capture.py``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}

DEMO = "gridctl demo"
EXPLAIN = "gridctl --db gridctl-demo/office.db assess explain GW00082 --period 2026-10"
#: Shown instead of lines left out.
CUT = "..."
#: Of the explanation the first paragraphs: who, and one item with its tickets.
PARAGRAPHS = 2

_PLACE = re.compile(r"(<!-- capture -->\n).*?(<!-- /capture -->)", re.DOTALL)


def run(words: Sequence[str], folder: Path, language: str) -> str:
    """Run the program in a folder as on a terminal 80 cells wide; return what it says."""
    start = "from gridctl.cli.app import main; main()"
    environ = {name: text for name, text in os.environ.items() if not name.startswith("GRIDCTL_")}
    environ |= {"GRIDCTL_OUTPUT": "table", "GRIDCTL_LANG": language, "COLUMNS": "80"}
    environ |= {"GRIDCTL_CONFIG": str(folder / "config.toml"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603 - the program itself
        [sys.executable, "-c", start, *words[1:]],
        cwd=folder,
        env=environ,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout.decode("utf-8")


def capture(language: str, folder: Path) -> str:
    """Return the terminal as a block of Markdown; the demonstration works in ``folder``."""
    shown = [
        [CUT, *_ten_best(run(shlex.split(f"{DEMO} --quiet"), folder, language))],
        [*_explained(run(shlex.split(EXPLAIN), folder, language)), CUT],
    ]
    told = zip((f"uv run {DEMO}", f"uv run {EXPLAIN}"), shown, strict=True)
    terminals = ["\n".join([f"$ {line}", *output]) for line, output in told]
    return "\n".join(["```console", "\n\n".join(terminals), "```"]) + "\n"


def with_capture(page: str, block: str) -> str:
    """Return a page's text with the block at its place."""
    return _PLACE.sub(lambda place: place[1] + block + place[2], page)


def _ten_best(output: str) -> list[str]:
    return output.rstrip().splitlines()


def _explained(output: str) -> list[str]:
    return "\n\n".join(output.split("\n\n")[:PARAGRAPHS]).splitlines()


def main() -> None:
    """Run the demonstration once and write both pages."""
    with tempfile.TemporaryDirectory() as folder:
        for language, page in PAGES.items():
            block = capture(language, Path(folder))
            page.write_text(with_capture(page.read_text("utf-8"), block), encoding="utf-8")


if __name__ == "__main__":
    main()
