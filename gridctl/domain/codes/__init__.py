"""Codes: divisions of the country, grids, and tickets' serial numbers (domain.md 3 and 5.5)."""
