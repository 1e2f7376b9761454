"""Scoring: schemes as data, a pure and exact evaluation, award selection and scheme lint.

``parse.parse_scheme`` reads a scheme, ``evaluation.evaluate`` scores subjects,
``selection.select_awards`` proposes the award list, ``lint.lint`` criticises a scheme and
``canonical`` gives the bytes that digests are taken of.
"""
