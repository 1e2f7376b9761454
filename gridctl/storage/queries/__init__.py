"""Named SQL statements for SQLite and PostgreSQL."""
