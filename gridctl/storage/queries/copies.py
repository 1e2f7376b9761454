"""Statements about an office on its way here."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

TAKEN = Statement(
    "copies.taken",
    "SELECT 1 FROM journal WHERE idempotency_key = :key AND seq IS NOT NULL",
    whole=True,
)
