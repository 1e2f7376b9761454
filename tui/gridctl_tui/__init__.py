"""The gridctl dashboard (Textual)."""
