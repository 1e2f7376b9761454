"""Filters: one line of text that says which records a list is to show.

``state:handling,dispatched town:澄江 due<2026-11-05 urgent -category:噪音 '井盖'`` is a row of
terms that must all hold. Grammar: :mod:`.syntax`; what each noun's terms may be about: the files
under ``config/filters``, read by :mod:`.vocabulary`; days, numbers and codes: :mod:`.values`.
"""

from __future__ import annotations

from gridctl.domain.filters.syntax import Term, parse_filter
from gridctl.domain.filters.vocabulary import Clause, FilterField, Vocabulary, load_vocabulary

__all__ = ["Clause", "FilterField", "Term", "Vocabulary", "load_vocabulary", "parse_filter"]
