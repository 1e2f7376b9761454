"""The search index of an SQLite file: a contentless FTS5 table kept by triggers.

Each pair of signs goes in as one word. The tokenizer takes every sign for part of a word but the
ASCII marks and blanks, so a pair with one of these leaves its other sign alone. No position is
kept: the order of the pairs is settled by comparing the text.
"""

from __future__ import annotations

import sqlite3
from operator import add

from gridctl.storage.search import COLUMNS

#: The table that is searched.
TICKETS = "ticket"
#: The end of a text is a sign as well, so that its last one begins a pair.
_END = "\n"


def _text_of(row: str) -> str:
    return " || char(10) || ".join(f"coalesce({row}.{column}, '')" for column in COLUMNS)


_DIFFERS = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)
_ADD = f"INSERT INTO ticket_search (rowid, grams) VALUES (new.id, grams({_text_of('new')}))"
_REMOVE = f"""INSERT INTO ticket_search (ticket_search, rowid, grams)
    VALUES ('delete', old.id, grams({_text_of("old")}))"""
TABLE = """CREATE VIRTUAL TABLE ticket_search USING fts5 (
    grams, content = '', detail = none, columnsize = 0, tokenize = 'ascii')"""
#: A page of an import is written at once, not in parts that are merged afterwards.
BUFFER = "INSERT INTO ticket_search (ticket_search, rank) VALUES ('hashsize', 16777216)"
#: Holds a row while tickets are written in bulk. A trigger's every row is a savepoint, for which
#: FTS5 writes its buffer out; a page of rows is indexed by one statement instead.
PAUSES = "CREATE TABLE ticket_search_pause (id INTEGER PRIMARY KEY)"
PAUSE = "INSERT INTO ticket_search_pause (id) VALUES (1)"
RESUME = "DELETE FROM ticket_search_pause"
TRIGGERS = (
    f"""CREATE TRIGGER ticket_search_insert AFTER INSERT ON ticket
    WHEN NOT EXISTS (SELECT 1 FROM ticket_search_pause) BEGIN {_ADD}; END""",
    f"CREATE TRIGGER ticket_search_delete AFTER DELETE ON ticket BEGIN {_REMOVE}; END",
    f"""CREATE TRIGGER ticket_search_update AFTER UPDATE OF {", ".join(COLUMNS)} ON ticket
    WHEN {_DIFFERS} BEGIN {_REMOVE}; {_ADD}; END""",
)
#: What is indexed of the tickets that are there.
TEXTS = f"SELECT t.id, {_text_of('t')} FROM ticket t"
FILL = "INSERT INTO ticket_search (rowid, grams) VALUES (?, ?)"
#: Indexes the tickets from an id to an id.
FILL_SPAN = f"""INSERT INTO ticket_search (rowid, grams)
    SELECT t.id, grams({_text_of("t")}) FROM ticket t WHERE t.id BETWEEN ? AND ?"""


def register(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that triggers and statements call."""
    connection.create_function("grams", 1, grams, deterministic=True)
    connection.create_function("sought", 1, sought, deterministic=True)


def grams(text: str) -> str:
    """Return the pairs of signs of a text with blanks between, each once."""
    signs = f"{text}{_END}".lower()
    return " ".join(set(map(add, signs, signs[1:])))


def sought(words: str) -> str:
    """Return the FTS5 query for texts that hold every pair of signs of some words.

    Words are told apart by blanks or lines. A single sign, sought alone, is the beginning of a
    pair. Where nothing but marks is sought, nothing is found.
    """
    signs = words.lower()
    pairs = {pair for pair in map(add, signs, signs[1:]) if all(map(_is_indexed, pair))}
    if pairs:
        return " ".join(f'"{pair}"' for pair in sorted(pairs))
    single = next(filter(_is_indexed, signs), None)
    return '""' if single is None else f'"{single}"*'


def _is_indexed(sign: str) -> bool:
    """Tell whether the tokenizer takes a sign for part of a word."""
    return not sign.isascii() or sign.isalnum()
