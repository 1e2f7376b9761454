"""Who does the periodic work of an office: one process of all that serve it.

The operating system, or the database, takes the lease back by itself when its holder dies.
"""
