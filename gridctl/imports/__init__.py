"""Reading workbooks and delimited text: look at the file, map its columns, normalise its rows.

``likely_kinds`` guesses what the rows are and ``load_kind`` settles it; ``inspect`` makes a plan of
the file, ``survey`` also one that lacks something; ``rows`` follows a plan.
"""

from gridctl.imports.guess import likely_kinds
from gridctl.imports.kinds import Field, Kind, kind_names, load_kind
from gridctl.imports.plan import Column, Plan, Row, Value
from gridctl.imports.rows import rows, table_of
from gridctl.imports.sniff import inspect, survey

__all__ = [
    "Column",
    "Field",
    "Kind",
    "Plan",
    "Row",
    "Value",
    "inspect",
    "kind_names",
    "likely_kinds",
    "load_kind",
    "rows",
    "survey",
    "table_of",
]
