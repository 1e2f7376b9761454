"""Documents: a view in, bytes out. Pure."""
