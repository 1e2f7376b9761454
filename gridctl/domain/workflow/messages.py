"""English words of what lint finds; a face translates and fills them."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.foundation.i18n import N_

#: What makes a workflow unusable, with what to do about it.
ERRORS: Mapping[str, str] = {
    "no_start": N_('no state is a start: give the first one kind = "start"'),
    "no_end": N_('no state is dealt with: give the last one kind = "closed"'),
    "entry_dropped": N_("new and imported tickets come into {value}: keep it"),
    "state_dropped": N_("{value} is dropped, but the step names it: drop the move, or keep it"),
    "state_unknown": N_("there is no state {value}; the nearest is {nearest}"),
    "unreachable": N_("no step leads here: add a move to it, or drop it"),
    "dead_end": N_('no step leads on from here: add one, or give it kind = "closed"'),
    "loop_without_exit": N_("{states} lead to one another only: add a step out of them"),
    "never_closed": N_("from {states} a ticket is never dealt with: add a step towards closing"),
    "clock_unknown": N_("there is no clock {value}; there are: {choices}"),
    "verb_without_move": N_("the step starts from no state: add a move, or drop it"),
    "verb_without_role": N_("nobody may take the step: name its roles"),
    "role_unknown": N_("there is no role {value}; there are: {choices}"),
    "guard_unknown": N_("there is no guard {value}; the nearest is {nearest}"),
    "moves_contradict": N_("from {value} the step leads to two states: keep one of the moves"),
    "outcome_unknown": N_("a move is for {value}, which is none of the outcomes"),
    "outcome_unhandled": N_("from {state} no move is for {value}: add one, or one without 'if'"),
    "code_reserved": N_("the log uses {value} for something else: choose another code"),
    "own_guard": N_("{value} asks for what only a shipped step can be told: take the guard away"),
    "own_outcome": N_("a step that another party decides cannot have outcomes: use two steps"),
    "own_closes": N_("only a shipped step leads into {value}: it writes down when it was closed"),
    "own_gives_out": N_("only a shipped step leads into {value}: it gives the ticket to a unit"),
    "own_pauses": N_("only the shipped step suspend leads into {value}: it fixes until when"),
    "forward_loop": N_("{states} follow one another in a circle: take forward away from one"),
}

#: What is doubtful.
WARNINGS: Mapping[str, str] = {
    "verb_foreign": N_("no figure counts this step; take it with '<ticket step --verb {value}>'"),
    "state_foreign": N_("figures count this state as open or closed by its kind only"),
    "open_without_clock": N_("tickets wait here without a limit: no clock runs"),
    "clock_after_end": N_("a clock runs although the ticket is at its end"),
    "pause_without_timer": N_("the clock is paused, and no step with the role timer ends that"),
    "opinion_needed": N_("the log should say why: opinion = true"),
    "approves_itself": N_("{value} both asks and decides: nobody approves their own"),
}
FINDINGS: Mapping[str, str] = {**ERRORS, **WARNINGS}
