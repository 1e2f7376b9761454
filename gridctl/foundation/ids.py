"""Identifiers made once and never reused."""

from __future__ import annotations

import os


def idempotency_key() -> str:
    """Return a key that makes one sending of a command one command, 128 bits as text."""
    return os.urandom(16).hex()
