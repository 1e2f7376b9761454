"""From understood rows to records: one loader per kind of file."""
