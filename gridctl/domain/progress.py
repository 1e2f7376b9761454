"""Following a request from outside: check codes, and what a resident is told.

Serial numbers can be counted up, so a short code goes with each. It is derived from the number
with a secret of the office; wrong guesses are slowed, for each number and each source.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from typing import Literal

from gridctl.domain.tickets import State
from gridctl.foundation.i18n import N_

Stage = Literal["waiting", "working", "resting", "answered", "done", "refused", "merged"]
Step = Literal["reported", "accepted", "dispatched", "handling", "answered", "closed"]

#: Neither 0 and O, nor 1, I and L, nor U, which V looks like when written by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6

#: Wrong codes that are free of waiting, and what the next ones cost.
FREE_GUESSES: Mapping[str, int] = {"serial": 5, "source": 20}
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3_600
#: Guesses are forgotten after so long without another.
FORGET_S = 86_400

STAGES: Mapping[State, Stage] = {
    "draft": "waiting", "reported": "waiting", "verifying": "waiting", "filed": "waiting",
    "returned": "waiting", "dispatched": "working", "handling": "working", "rework": "working",
    "suspended": "resting", "fed_back": "answered", "checking": "answered",
    "revisiting": "answered", "closed": "done", "archived": "done", "self_closed": "done",
    "rejected": "refused", "merged": "merged",
}  # fmt: skip
STAGE_NAMES: Mapping[Stage, str] = {
    "waiting": N_("Received"),
    "working": N_("In hand"),
    "resting": N_("Takes longer"),
    "answered": N_("Answered"),
    "done": N_("Dealt with"),
    "refused": N_("Not taken on"),
    "merged": N_("Joined with another"),
}
STAGE_WORDS: Mapping[Stage, str] = {
    "waiting": N_("Your request has arrived and is being passed to the unit in charge."),
    "working": N_("The unit in charge is working on it."),
    "resting": N_("It cannot be solved quickly; work goes on at an agreed date."),
    "answered": N_("The unit has answered; the office is checking the result."),
    "done": N_("Your request has been dealt with."),
    "refused": N_("The office could not take this on."),
    "merged": N_("It was joined with an earlier request about the same matter."),
}
STEP_NAMES: Mapping[Step, str] = {
    "reported": N_("Request received"),
    "accepted": N_("Accepted"),
    "dispatched": N_("Passed to the unit in charge"),
    "handling": N_("Work begun"),
    "answered": N_("Result reported"),
    "closed": N_("Matter closed"),
}


def check_code(secret: str, serial: str) -> str:
    """Return the check code of a serial number: six signs of :data:`ALPHABET`."""
    digest = hmac.digest(secret.encode(), f"check {serial}".encode(), hashlib.sha256)
    number = int.from_bytes(digest)
    signs = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def guess_key(secret: str, kind: Literal["serial", "source"], value: str) -> str:
    """Return the key under which wrong guesses are counted; the value cannot be read from it."""
    return hmac.digest(secret.encode(), f"{kind} {value}".encode(), hashlib.sha256).hex()[:32]


def fits(secret: str, serial: str, given: str) -> bool:
    """Tell whether a code belongs to a number, in the same time whatever is wrong."""
    return hmac.compare_digest(check_code(secret, serial).encode(), plain(given).encode())


def plain(text: str) -> str:
    """Return a number or code as it was printed: one width, capitals, no blanks or hyphens."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def wait_s(kind: str, wrong: int, since_last_s: int) -> int:
    """Return how many seconds are left to wait before the next guess.

    Args:
        kind: ``serial`` or ``source``.
        wrong: wrong codes in a row so far.
        since_last_s: seconds since the last of them.
    """
    beyond = wrong - FREE_GUESSES[kind]
    if beyond < 0:
        return 0
    # Doubling past the longest wait says nothing more.
    pause = min(FIRST_WAIT_S << min(beyond, 20), LONGEST_WAIT_S)
    return max(0, pause - since_last_s)
