"""The words a workflow may use: clocks, kinds of states, roles, guards, groups of states.

What a guard looks at is programmed; which step it guards stands in the workflow.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.foundation.i18n import N_

#: Groups of states a move may name instead of each one.
OPEN, ANY = "open", "any"

#: Step -> what has to stand on the ticket (``tickets.STANDING``): without it there is nothing the
#: step would end.
NEEDS: Mapping[str, str] = {
    "cancel_supervise": "supervised", "finish_assist": "assisted", "read": "noticed",
}  # fmt: skip

#: What a state of each kind is.
KIND_NAMES: Mapping[str, str] = {
    "start": N_("not handed in"),
    "open": N_("open"),
    "closed": N_("dealt with"),
    "dropped": N_("ended otherwise"),
}

CLOCK_NAMES: Mapping[str, str] = {
    "accept": N_("acceptance limit"),
    "dispatch": N_("dispatch limit"),
    "handle": N_("handling limit"),
    "check": N_("check limit"),
    "revisit": N_("call-back limit"),
    "task": N_("task limit"),
    "paused": N_("clock paused"),
    "none": N_("no limit"),
}
ROLE_NAMES: Mapping[str, str] = {
    "worker": N_("gridworker"),
    "desk": N_("hotline desk"),
    "acceptor": N_("acceptor"),
    "shift_lead": N_("shift lead"),
    "dispatcher": N_("dispatcher"),
    "unit": N_("its unit"),
    "approver": N_("approver"),
    "arbiter": N_("arbiter"),
    "leader": N_("leader"),
    "superior": N_("superior centre"),
    "timer": N_("the clock"),
    "anyone": N_("anyone"),
}
#: Offices people have in a centre. gridctl knows who belongs to a centre, not who holds which of
#: these there: one stands for the others, and a workflow names them for its readers.
CENTRE_ROLES = ("desk", "acceptor", "shift_lead", "dispatcher", "approver", "arbiter", "leader")
OUTCOME_NAMES: Mapping[str, str] = {
    "exist": N_("exists"),
    "not_exist": N_("does not exist"),
    "pass": N_("passed"),
    "fail": N_("did not pass"),
    "unable": N_("could not be checked"),
    "satisfied": N_("satisfied"),
    "basically": N_("basically satisfied"),
    "dissatisfied": N_("dissatisfied"),
    "unreachable": N_("not reached"),
}

#: What each guard asks for (domain.md 5.3, 5.7).
GUARDS: Mapping[str, str] = {
    "place_known": N_("the place is known"),
    "category_known": N_("the category is known"),
    "duty_item_open": N_("the item is on the duty list on this day"),
    "filing_condition_chosen": N_("a filing condition is chosen"),
    "parent_open": N_("the other ticket is open or was closed lately"),
    "unit_given": N_("a unit is named"),
    "awaits_arbiter": N_("the ticket was returned so often that the arbiter decides"),
    "awaits_no_arbiter": N_("the arbiter is not waited for"),
    "holder": N_("only who has the ticket acts"),
    "sign_pending": N_("it is not signed for yet"),
    "ground_listed": N_("the ground is a listed one"),
    "return_limit": N_("the time to return it is not over"),
    "direct_superior": N_("one level at a time"),
    "before_deadline": N_("the deadline is not over"),
    "extension_limits": N_("number and length of extensions"),
    "until_within": N_("the end lies within the longest suspension"),
    "once_suspended": N_("not suspended too often"),
    "reply_given": N_("a reply is given"),
    "evidence_given": N_("proof is attached"),
    "not_returned_forward": N_("what was returned is given out anew first"),
    "closing_condition": N_("the closing condition is met"),
    "reopen_window": N_("it was closed lately"),
    "appeal_window_over": N_("the time to appeal is over"),
    "closed_overdue": N_("it was closed late, and lately"),
    "appeal_once": N_("no appeal before"),
    "superior_only": N_("no order of a higher centre is lifted"),
}
