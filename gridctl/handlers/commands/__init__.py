"""Commands: load, decide, save, view."""
