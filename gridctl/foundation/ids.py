"""Identifiers made once and never reused."""

from __future__ import annotations

import secrets


def idempotency_key() -> str:
    """Return a key that makes one sending of a command one command, 128 bits as text."""
    return secrets.token_hex(16)
