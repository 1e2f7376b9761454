"""Pure rules: no database, no screen, no file."""
