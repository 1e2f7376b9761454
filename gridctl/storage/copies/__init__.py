"""Whole copies of an office, between files and databases of servers.

A copy is written where nobody sees it, read back, compared with its source table by table, and
only then kept: it is there whole, or not at all.
"""
