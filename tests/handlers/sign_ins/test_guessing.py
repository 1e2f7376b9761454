"""Who guesses learns nothing, and is slowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from gridctl.domain.accounts import AccountNotFound
from gridctl.domain.errors import GridctlError
from gridctl.domain.sign_ins import (
    SLOWING,
    CredentialsWrong,
    Failures,
    TooManyAttempts,
    network_of,
    wait_s,
)
from gridctl.foundation import credentials
from gridctl.gateway.identity import FrontDoor
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import (
    BlockAccount,
    CreateAccount,
    ResetPassword,
    UnblockAccount,
)
from gridctl.operations.commands.sign_ins import SignIn, SignOut
from gridctl.operations.queries.sign_ins import ListAttempts
from tests.handlers.accounts_desk import PASSWORD, behind, door, sign_in
from tests.handlers.sign_ins.desk import WRONG, Hands
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def refusal(work: Callable[[], Any]) -> GridctlError:
    with pytest.raises(GridctlError) as caught:
        work()
    return caught.value


def test_who_guesses_learns_nothing(gateway: Gateway) -> None:
    gateway.send(CreateAccount(login="wu", name="吴", role="auditor", password=PASSWORD))
    gateway.send(CreateAccount(login="robot", name="程序", role="auditor", sign_in=False))
    gateway.send(BlockAccount(login="wu"))
    wrong = [("limin", WRONG), ("nobody", PASSWORD), ("wu", PASSWORD), ("robot", PASSWORD)]
    for count in range(SLOWING["login"].free + 1):
        told = [refusal(partial(sign_in, gateway, *who)) for who in wrong]
        assert {(type(each), str(each)) for each in told} == {(type(told[0]), str(told[0]))}
        slowed = count == SLOWING["login"].free
        assert isinstance(told[0], TooManyAttempts if slowed else CredentialsWrong)


def test_who_guesses_learns_nothing_by_the_time_it_takes(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked of the database alike, and each has one password proved."""
    gateway.send(CreateAccount(login="wu", name="吴", role="auditor", password=PASSWORD))
    gateway.send(CreateAccount(login="robot", name="程序", role="auditor", sign_in=False))
    gateway.send(BlockAccount(login="wu"))
    hasher = credentials._hasher()
    proved = Counter[str]()
    monkeypatch.setattr(credentials, "_hasher", lambda: _Counting(hasher, proved))
    # Whoever asks first after a change reads what is then remembered.
    refusal(partial(sign_in, gateway, "chen", WRONG))
    proved.clear()
    ways = []
    for who in [("limin", WRONG), ("nobody", PASSWORD), ("wu", PASSWORD), ("robot", PASSWORD)]:
        with statements() as asked:
            assert isinstance(refusal(partial(sign_in, gateway, *who)), CredentialsWrong)
        ways.append((asked, proved.pop("verify"), who[0]))
    assert {count for _, count, _ in ways} == {1}
    assert [who for asked, _, who in ways if asked != ways[0][0]] == []


class _Counting:
    """Counts what a hasher of passwords is asked for."""

    def __init__(self, hasher: Any, proved: Counter[str]) -> None:
        self._hasher, self._proved = hasher, proved

    def __getattr__(self, name: str) -> Any:
        self._proved[name] += 1
        return getattr(self._hasher, name)


def test_a_token_that_ended_is_as_unknown_as_one_that_never_was(
    gateway: Gateway, hands: Hands
) -> None:
    tokens = {login: sign_in(gateway, login).token or "" for login in ("limin", "chen")}
    tokens["revoked"] = sign_in(gateway, "chen").token or ""
    door(gateway).admit(tokens["revoked"]).send(SignOut())
    gateway.send(BlockAccount(login="limin"))
    hands.turn(days=31)
    refusal(partial(door(gateway).admit, "gridctl_first"))
    ways = []
    for token in ("gridctl_unknown", tokens["chen"], tokens["revoked"], tokens["limin"]):
        with statements() as asked:
            told = refusal(partial(door(gateway).admit, token))
        ways.append((asked, type(told), str(told)))
    assert ways == ways[:1] * len(ways)


def test_guessing_is_slowed_twice_as_long_each_time(gateway: Gateway, hands: Hands) -> None:
    for _ in range(SLOWING["login"].free):
        refusal(lambda: sign_in(gateway, "limin", WRONG))
    for pause in (1, 2, 4, 8):
        # Even the right password is not looked at.
        assert refusal(lambda: sign_in(gateway, "limin")).params == {"seconds": pause}
        hands.turn(seconds=pause)
        assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG)), CredentialsWrong)
    # Others are not held up.
    assert sign_in(gateway, "chen").login == "chen"
    hands.turn(seconds=16)
    assert sign_in(gateway, "limin").login == "limin"
    # What failed before a success is forgotten.
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG)), CredentialsWrong)


def test_who_keeps_accounts_can_let_in_at_once(gateway: Gateway) -> None:
    def fail() -> None:
        for _ in range(SLOWING["login"].free):
            refusal(lambda: sign_in(gateway, "limin", WRONG))
        assert isinstance(refusal(lambda: sign_in(gateway, "limin")), TooManyAttempts)

    fail()
    gateway.send(UnblockAccount(login="limin"))
    assert sign_in(gateway, "limin").login == "limin"
    fail()
    told = gateway.send(ResetPassword(login="limin")).password
    assert sign_in(gateway, "limin", told or "").must_change


def test_a_network_that_tries_many_logins_is_slowed(gateway: Gateway) -> None:
    for number in range(SLOWING["source"].free):
        found = refusal(partial(sign_in, gateway, f"guess{number}", WRONG, f"10.1.2.{number}"))
        assert isinstance(found, CredentialsWrong)
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", PASSWORD, "10.1.2.200")),
                      TooManyAttempts)  # fmt: skip
    assert sign_in(gateway, "limin", PASSWORD, "10.1.3.1").login == "limin"


def test_guesses_elsewhere_keep_nobody_out_where_they_signed_in_before(gateway: Gateway) -> None:
    sign_in(gateway, "limin", PASSWORD, "10.1.2.3")
    for _ in range(SLOWING["login"].free):
        refusal(lambda: sign_in(gateway, "limin", WRONG, "203.0.113.9"))
    for elsewhere in ("203.0.113.9", "198.51.100.7"):
        found = refusal(partial(sign_in, gateway, "limin", PASSWORD, elsewhere))
        assert isinstance(found, TooManyAttempts)
    # Whoever guesses in that network is slowed there as everywhere.
    for _ in range(SLOWING["login"].free):
        assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG, "10.1.2.4")),
                          CredentialsWrong)  # fmt: skip
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", PASSWORD, "10.1.2.3")),
                      TooManyAttempts)  # fmt: skip


def test_the_longest_wait_has_an_end() -> None:
    for kind, rule in SLOWING.items():
        assert wait_s(kind, Failures(10**6, 100), 100) == rule.longest_s
        assert wait_s(kind, Failures(10**6, 100), 100 + rule.longest_s) == 0
        assert wait_s(kind, Failures(rule.free - 1, 100), 100) == 0


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("::ffff:10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("testclient", ""),
        ("", ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_a_network_is_noted_and_no_machine(source: str, network: str) -> None:
    assert network_of(source) == network


def test_attempts_are_listed_without_what_was_typed_for_nobody(
    gateway: Gateway, hands: Hands
) -> None:
    refusal(lambda: sign_in(gateway, PASSWORD, "limin", "10.1.2.3"))
    hands.turn(minutes=1)
    refusal(lambda: sign_in(gateway, "limin", WRONG, "10.1.2.3"))
    hands.turn(minutes=1)
    sign_in(gateway, "limin")
    rows = gateway.send(ListAttempts()).items
    assert [(row.login, row.source, row.succeeded) for row in rows] == [
        ("limin", "", True),
        ("limin", "10.1.2.0/24", False),
        ("", "10.1.2.0/24", False),
    ]
    first = gateway.send(ListAttempts(account="limin", limit=1))
    rest = gateway.send(ListAttempts(account="limin", limit=1, after=first.next))
    assert [row.succeeded for row in (*first.items, *rest.items)] == [True, False]
    assert len(gateway.send(ListAttempts(succeeded=False)).items) == 2
    with pytest.raises(AccountNotFound):
        gateway.send(ListAttempts(account="nobody"))
    hands.turn(days=200)
    sign_in(gateway, "limin")
    assert len(gateway.send(ListAttempts()).items) == 1


@pytest.mark.parametrize(
    "password",
    ["\x00", "x" * 1024, "\U0001f600" * 300, " " * 900, "$argon2id$v=19$m=65536,t=3,p=4$"],
)
def test_any_text_may_be_tried_as_a_password(gateway: Gateway, password: str) -> None:
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", password)), CredentialsWrong)


def test_many_guesses_at_once_are_as_few_as_one_after_the_other(gateway: Gateway) -> None:
    """Attempts are counted before the password is looked at, whoever else is at work."""
    local: Any = behind(gateway)
    opening = partial(LocalGateway, local._store, clock=local._clock)

    def guess(_number: int) -> str:
        stranger = FrontDoor(opening).admit("")
        return type(refusal(lambda: stranger.send(SignIn(login="limin", password=WRONG)))).__name__

    with ThreadPoolExecutor(8) as threads:
        told = Counter(threads.map(guess, range(12)))
    assert told["CredentialsWrong"] == SLOWING["login"].free
    assert told["TooManyAttempts"] == 12 - SLOWING["login"].free
