"""Keep the message catalogues complete: ``uv run python .ci/catalogues.py update|check``.

``update`` takes the messages marked in the source into both catalogues, drops those no longer
marked, compiles, and lists what is still to be translated. Translate by filling in the empty
``msgstr`` of ``zh_CN`` and running it again. ``check`` changes nothing and fails where
``update`` would change something or a message has no words.

English is the language of the source, so its catalogue repeats each message.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("gridctl", "tui")
LOCALES = ROOT / "gridctl" / "foundation" / "locale"
LANGUAGES = ("zh_CN", "en")
SOURCE_LANGUAGE = "en"
#: The functions that mark a message: ``_`` translates it on the spot, ``N_`` later.
MARKS = ("_", "N_")

Words = Mapping[str, str]


class Plain(Catalog):
    """A catalogue without dates and authors: the same words are always the same bytes."""

    mime_headers = (
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )

    def __init__(self, words: Words) -> None:
        super().__init__(header_comment="", fuzzy=False)
        for message, said in sorted(words.items()):
            self.add(message, said)


def sources() -> Iterator[Path]:
    """Yield the files whose messages users see."""
    for folder in SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def marked() -> set[str]:
    """Return every marked message.

    Babel's own extractor overlooks a mark inside an f-string on Python 3.11 and runs the two
    texts of a condition together, so the syntax tree is read instead.

    Raises:
        ValueError: a marked text is put together where it stands; no catalogue can hold it.
    """
    found: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_bytes(), path.relative_to(ROOT).as_posix())):
            if isinstance(node, ast.Call) and _is_mark(node.func) and node.args:
                found.update(_texts(node.args[0], path))
    return found - {""}


def _is_mark(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id in MARKS


def _texts(node: ast.expr, path: Path) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, path)
            yield from _texts(other, path)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value, path)
        case ast.JoinedStr() | ast.BinOp():
            raise ValueError(f"{path.relative_to(ROOT)}:{node.lineno}: mark one whole text")


def read(language: str) -> dict[str, str]:
    """Return a catalogue's words by message; nothing where there is no catalogue yet.

    Raises:
        ValueError: an entry is marked fuzzy; nobody would see its words.
    """
    path = catalogue(language)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    if fuzzy := [str(entry.id) for entry in entries if entry.fuzzy]:
        raise ValueError(f"{path.relative_to(ROOT)}: fuzzy: {fuzzy}")
    return {str(entry.id): str(entry.string or "") for entry in entries}


def catalogue(language: str) -> Path:
    """Return the path of a language's catalogue; the compiled one lies beside it."""
    return LOCALES / language / "LC_MESSAGES" / "gridctl.po"


def wanted(language: str, messages: set[str]) -> dict[str, str]:
    """Return what a catalogue should hold: each marked message with its words, or none yet."""
    if language == SOURCE_LANGUAGE:
        return {message: message for message in messages}
    known = read(language)
    return {message: known.get(message, "") for message in messages}


def written(words: Words) -> dict[str, bytes]:
    """Return the bytes of a catalogue by file ending: ``.po`` to edit, ``.mo`` to read from."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, Plain(words), width=0)
    write_mo(compiled, Plain({message: said for message, said in words.items() if said}))
    return {".po": text.getvalue().lstrip(), ".mo": compiled.getvalue()}


def update() -> int:
    """Write both catalogues and return 1 while something is untranslated."""
    messages, missing = marked(), 0
    for language in LANGUAGES:
        words = wanted(language, messages)
        for ending, content in written(words).items():
            path = catalogue(language).with_suffix(ending)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        missing += _tell(language, "untranslated", untranslated(words))
    sys.stdout.write(f"{len(messages)} messages, {missing} untranslated\n")
    return min(missing, 1)


def check() -> int:
    """Tell where the catalogues lag behind the source, and return 1 where they do."""
    messages, faults = marked(), 0
    for language in LANGUAGES:
        held, words = read(language), wanted(language, messages)
        faults += _tell(language, "missing", sorted(messages - held.keys()))
        faults += _tell(language, "obsolete", sorted(held.keys() - messages))
        faults += _tell(language, "untranslated", untranslated(words))
        faults += _tell(language, "stale, run update", stale(language, words))
    return min(faults, 1)


def untranslated(words: Words) -> list[str]:
    """Return the messages without words."""
    return sorted(message for message, said in words.items() if not said)


def stale(language: str, words: Words) -> list[str]:
    """Return the files of a catalogue whose bytes are not those these words give."""
    paths = {catalogue(language).with_suffix(end): held for end, held in written(words).items()}
    return [
        path.relative_to(ROOT).as_posix()
        for path, content in paths.items()
        if not path.is_file() or path.read_bytes() != content
    ]


def _tell(language: str, fault: str, found: list[str]) -> int:
    for each in found:
        sys.stdout.write(f"{language}: {fault}: {each}\n")
    return len(found)


COMMANDS = {"update": update, "check": check}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: catalogues.py {'|'.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]())
