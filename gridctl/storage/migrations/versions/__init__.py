"""The migrations themselves, numbered."""
