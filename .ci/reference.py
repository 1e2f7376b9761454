"""Write the command line reference, docs/cli.md and docs/cli.zh-CN.md, from the program itself.

Run it after any change of a command or of its words: ``uv run python .ci/reference.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from gridctl.cli.app import PROGRAM, program
from gridctl.cli.context.commands import common_names
from gridctl.cli.context.options import Takes, parameters
from gridctl.cli.diagnostics import EXIT_CODES
from gridctl.cli.help_page import option_help, option_rows, usage
from gridctl.foundation.i18n import _, language, use_language

ROOT = Path(__file__).resolve().parent.parent


class Words(NamedTuple):
    """What the pages say beyond the program's own words."""

    title: str
    intro: str
    common: str
    also: str
    exits: str


WORDS = {
    "en": Words(
        title="Command line reference",
        intro="Generated from the program by `.ci/reference.py`; a test holds the two together. "
        "`gridctl NOUN VERB --help` shows the same on the terminal, `gridctl --spec` gives it as "
        "JSON, `gridctl help topics` explains formats, fields, settings and variables.",
        common="Common options",
        also="Also",
        exits="Exit codes",
    ),
    "zh_CN": Words(
        title="命令参考",
        intro="本页由 `.ci/reference.py` 根据程序自动生成，并有测试保证两者一致。"
        "终端中用 `gridctl 名词 动词 --help` 查看同样的内容，用 `gridctl --spec` 取得 JSON，"
        "用 `gridctl help topics` 查看输出格式、字段、设置和环境变量的说明。",
        common="通用选项",
        also="另可用",
        exits="退出码",
    ),
}
PAGES = {"en": ROOT / "docs" / "cli.md", "zh_CN": ROOT / "docs" / "cli.zh-CN.md"}


def reference(name: str) -> str:
    """Return the reference in one language (``en`` or ``zh_CN``) as Markdown."""
    before = language()
    use_language(name)
    try:
        return "\n\n".join(part for part in _page(WORDS[name]) if part) + "\n"
    finally:
        use_language(before)


def _page(words: Words) -> Iterator[str]:
    root = program()
    ctx = typer.Context(root, info_name=PROGRAM)
    yield f"# {words.title}"
    yield words.intro
    yield _bullets(option_rows(root.get_params(ctx)))
    for name in root.list_commands(ctx):
        yield from _command(root.get_command(ctx, name), name, ctx, words)
    yield f"## {words.common}"
    yield _bullets(option_rows(parameters(~Takes(0))))
    yield f"## {words.exits}"
    yield _bullets((str(int(code)), _(text)) for code, text in EXIT_CODES.items())


def _command(command: Any, name: str, parent: Any, words: Words) -> Iterator[str]:
    """Yield the section of a noun, followed by its verbs, or of a verb."""
    ctx = typer.Context(command, info_name=name, parent=parent)
    level = "##" if parent.parent is None else "###"
    yield f"{level} {ctx.command_path}"
    yield _(command.help or "")
    if isinstance(command, TyperGroup):
        for verb in command.list_commands(ctx):
            yield from _command(command.get_command(ctx, verb), verb, ctx, words)
    else:
        yield from _verb(command, ctx, words)


def _verb(command: Any, ctx: Any, words: Words) -> Iterator[str]:
    yield _code([usage(command, ctx).partition(" ")[2]], "text")
    yield _code((command.epilog or "").splitlines(), "sh")
    shared = common_names(command.takes)
    own = [param for param in command.params if param.name not in shared and not _hidden(param)]
    yield _bullets((_place(param), option_help(param)) for param in own if _is_argument(param))
    yield _bullets(option_rows([param for param in own if not _is_argument(param)]))
    flags = " ".join(f"`{_longest(param)}`" for param in parameters(command.takes))
    yield f"[{words.also}](#{words.common.lower().replace(' ', '-')}): {flags}"


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _hidden(param: Any) -> bool:
    return bool(getattr(param, "hidden", False))


def _place(param: Any) -> str:
    """Return how the usage line names an argument."""
    return f"{param.metavar or str(param.name).upper()}{'...' if param.nargs == -1 else ''}"


def _longest(param: Any) -> str:
    return max((str(flag) for flag in (*param.opts, *param.secondary_opts)), key=len)


def _code(lines: Sequence[str], tongue: str) -> str:
    kept = [line.strip() for line in lines if line.strip()]
    return "\n".join([f"```{tongue}", *kept, "```"]) if kept else ""


def _bullets(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- `{name}`: {text}" if text else f"- `{name}`" for name, text in rows)


def main() -> None:
    """Write both pages."""
    for name, path in PAGES.items():
        path.write_text(reference(name), encoding="utf-8")


if __name__ == "__main__":
    main()
