"""Which verbs have something to do with a record, by the state it is in.

Only what the office would refuse, or would do nothing for, is left out where verbs are offered for
a record; whoever names such a verb all the same may take it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from gridctl.domain.whistles.words import STARTS


class _Fit(NamedTuple):
    """The field that tells how a record stands, and with what in it a verb has a use."""

    field: str
    codes: Collection[str]


_FITS: Mapping[tuple[str, ...], _Fit] = {
    ("user", "block"): _Fit("state", ["active"]),
    ("user", "unblock"): _Fit("state", ["blocked"]),
    ("token", "revoke"): _Fit("state", ["valid"]),
    ("webhook", "end"): _Fit("state", ["active"]),
    ("duty", "refuse"): _Fit("standing", ["proposed"]),
    ("duty", "end"): _Fit("standing", ["waiting", "open"]),
    **{("whistle", verb): _Fit("state", [state]) for verb, state in STARTS.items()},
}


def fits(verb: tuple[str, ...], records: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a verb has something to do with one of some records, as far as they tell."""
    fit = _FITS.get(verb)
    if fit is None:
        return True
    told = [record[fit.field] for record in records if fit.field in record]
    return not told or any(code in fit.codes for code in told)
