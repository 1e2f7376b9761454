"""The program's own source files, parsed once for all rules."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source(NamedTuple):
    """A module of the program: its path from the root, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def sources() -> tuple[Source, ...]:
    """Return every Python module of gridctl and the dashboard."""
    files = sorted(path for top in ("gridctl", "tui") for path in (ROOT / top).rglob("*.py"))
    return tuple(_parsed(path) for path in files)


def _parsed(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def nodes(kind: type[ast.AST]) -> Iterator[tuple[Source, ast.AST]]:
    """Yield every node of a kind with the module it stands in."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, kind):
                yield source, node


def functions() -> Iterator[tuple[Source, Function]]:
    """Yield every function and method."""
    for kind in (ast.FunctionDef, ast.AsyncFunctionDef):
        for source, node in nodes(kind):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield source, node


def length(node: ast.AST) -> int:
    """Return how many lines a definition takes, decorators not counted."""
    return int(getattr(node, "end_lineno", 0)) - int(getattr(node, "lineno", 0)) + 1


@cache
def project_files() -> tuple[str, ...]:
    """Return the paths of all files that belong to the project: committed, or about to be."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing tells the project's files from others")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return tuple(name for name in listed.stdout.split("\0") if (ROOT / name).is_file())


def project_texts() -> Iterator[tuple[str, str]]:
    """Yield path and content of every project file that is text."""
    for name in project_files():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
