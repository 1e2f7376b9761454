"""English words of the codes that scoring hands out; a face translates and fills them."""

from __future__ import annotations

from gridctl.foundation.i18n import N_

#: Why an item has its points, or a subject no score.
NOTES: dict[str, str] = {
    "zero_denominator": N_("nothing was due, so there is no rate"),
    "small_sample": N_("only {count} cases, fewer than {min_n}"),
    "missing_fact": N_("the figure {fact} was not delivered"),
    "no_band": N_("{value} lies in none of the scheme's bands"),
    "above_100": N_("the rate is above 100 percent: {value}"),
    "all_excluded": N_("no item is left that could be scored"),
    "coefficient": N_("volume band {band}, coefficient {value}"),
    "veto_unknown": N_("the veto {item} cannot be told: {fact}"),
}

#: Why someone is on the award list or not.
REASONS: dict[str, str] = {
    "selected": N_("selected, rank {rank}"),
    "runner_up": N_("runner-up {place}, {gap} points below the list"),
    "not_eligible": N_("not eligible, {condition}: {value}, required {comparator} {bound}"),
    "vetoed": N_("excluded by {veto}"),
    "no_score": N_("no score"),
    "quota": N_("all places of the town {town} are taken: {most}"),
    "below_cut": N_("{gap} points below the list"),
    "tied_at_cut": N_("{people} share this rank, places: {places}; a person decides"),
}

#: What is wrong or doubtful in a scheme.
FINDINGS: dict[str, str] = {
    "max_total": N_("the items add up to {found}, the scheme says {stated}"),
    "weights_total": N_("the weights add up to {found}, not 100"),
    "band_gap": N_("nothing is said for values from {low} to {high}"),
    "band_unreachable": N_("band {number} is never reached"),
    "inverse_sign": N_("{fact} speaks against the subject but earns points"),
    "direct_sign": N_("{fact} speaks for the subject but costs points"),
    "measure_twice": N_("the same figure is already scored by {other}"),
    "banned_source": N_("{fact} may not feed a score since 2026"),
    "caution_source": N_("{fact} should not be scored by its mere amount"),
    "sensitive_words": N_("{fact} looks like a banned source: {word}"),
    "rate_without_policy": N_(
        "the denominator may be zero and neither on_zero nor min_n is stated"
    ),
    "volume_without_cap": N_("{fact} grows with mere volume and has no cap"),
    "no_tie_break": N_("an award is given but equal totals are not decided by any item"),
}
