"""What the figures of a policy are called."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.foundation.i18n import N_

#: How a rework goes on.
REWORK = {"continue": N_("with the time left"), "restart": N_("with the whole limit")}
#: What each figure of a policy is called, in the order it is shown.
FIGURE_NAMES: Mapping[str, str] = {
    "return_within": N_("Return within"),
    "returns_before_arbiter": N_("Returns before the arbiter decides"),
    "extensions_max": N_("Extensions at most"),
    "extension_max": N_("Longest extension"),
    "suspensions_max": N_("Suspensions at most"),
    "suspension_max_days": N_("Longest suspension, days"),
    "skip_levels": N_("Levels may be skipped"),
    "duplicate_within_hours": N_("Duplicate within, hours"),
    "repeat_within_days": N_("Repeat within, days"),
    "merge_within_days": N_("Merge within, days"),
    "reopen_within_days": N_("Reopen within, days"),
    "appeal_within_days": N_("Appeal within, days"),
    "archive_after_days": N_("Archive after, days"),
    "contacts_kept_days": N_("Contacts kept, days"),
    "dispatch_to_sign_counts": N_("Time before signing counts"),
    "return_restarts": N_("Whole limit after a return"),
    "rework": N_("Rework goes on"),
}
GROUNDS = N_("Grounds of a return")
