"""The search index of a PostgreSQL database: an inverted index over the pairs of signs."""

from __future__ import annotations

from gridctl.storage.migrations.ahead import Index
from gridctl.storage.search import COLUMNS

_TEXT = " || chr(10) || ".join(f"coalesce({column}, '')" for column in COLUMNS)

GRAMS = """CREATE OR REPLACE FUNCTION grams(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(words COLLATE "C"), n, 2)), '{}')
    FROM generate_series(1, length(words) - 1) AS n $$"""
#: No pair reaches from a line of the words into the next.
SOUGHT = """CREATE OR REPLACE FUNCTION sought(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(pair), '{}') FROM unnest(grams(words)) AS pair
    WHERE strpos(pair, chr(10)) = 0 $$"""
INDEX = Index("ix_ticket_search", "ticket", f"USING gin (grams({_TEXT}))", needs=GRAMS)
#: Named as the table of the other engine is, so that one statement asks both.
SEARCH = f"""CREATE FUNCTION ticket_search(pairs text[]) RETURNS TABLE (rowid integer)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id FROM ticket WHERE grams({_TEXT}) @> pairs $$"""
