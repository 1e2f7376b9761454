"""Queries: select, view."""
