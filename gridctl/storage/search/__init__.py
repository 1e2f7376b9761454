"""Text search over tickets by pairs of signs, which is how two-character words are found.

Both engines answer the same SQL, ``SELECT rowid FROM ticket_search(sought(:words))``, with
tickets that hold every pair of signs of the words, a line for each; who asks then compares the
text itself. The index is kept by the database, in the transaction of whatever changes a ticket.
"""

from __future__ import annotations

#: The columns that are searched.
COLUMNS = ("title", "description", "address", "external_no")
