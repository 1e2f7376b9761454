"""A server that is killed at the moment a month is frozen, or an award list made public.

What was acknowledged is there and verifies; what was not is there as a whole or not at all, and
the same command sent again brings it about once.
"""

from __future__ import annotations

import random
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.assessments import AssessmentFrozen
from gridctl.domain.errors import Unreachable
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.line import open_client
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.patience import Patience
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import ApproveAwards, NominateAwards, PublishAwards
from gridctl.operations.queries.assessments import ListAssessments, VerifyAssessment
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.awards import ShowAwards
from gridctl.operations.registry import operation_name
from gridctl.storage.stores import open_store
from tests.award_office import MONTH, NOMINATED, fill_office
from tests.beginnings import Beginning
from tests.faults.proof import make_account, prove_whole, settle, token_of
from tests.server.serving import Serving

#: Chosen once; another seed is another moment.
SEED = 20261121
LOGIN = "clerk"


def _assessed(gateway: Gateway) -> None:
    fill_office(gateway, freeze=False)
    make_account(gateway, LOGIN)


@pytest.fixture
def beginning() -> Beginning:
    return _assessed


class Ending:
    """Sends the commands that make a month final, to a server that dies meanwhile."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._chance = random.Random(SEED)
        self._token = token_of(address, LOGIN)
        self.office = LocalGateway(open_store(address), actor=LOGIN, clock=FixedClock(NOMINATED))

    def killed_at(self, wish: Command[Any]) -> bool:
        """Send a command to a server that is killed while at it; return if it was acknowledged."""
        with Serving(self._address, self._folder) as serving:
            served = serving.start(sign_in=True)
            client = open_client(served.url, token=self._token)
            gateway = RemoteGateway(client, served.url, patience=Patience(budget_s=0))
            # The first trial takes longer: the server loads what it needs.
            for _trial in range(2):
                begun = time.monotonic()
                gateway.send(wish, dry_run=True)
                took_s = time.monotonic() - begun
            killer = threading.Timer(self._chance.uniform(0, took_s), served.process.kill)
            killer.start()
            try:
                gateway.send(wish, key=_key(wish))
                return True
            except Unreachable:
                return False
            finally:
                killer.join()
                served.process.wait()
                settle(self._address)
                gateway.close()

    def prove(self, wish: Command[Any], *, there: bool, acknowledged: bool) -> None:
        """Fail unless the office is whole, and the command sent again is one."""
        assert there or not acknowledged
        prove_whole(self.office)
        self.office.send(wish, key=_key(wish))
        name = operation_name(type(wish))
        assert len(self.office.send(ListJournal(operation=name)).items) == 1


def _key(wish: Command[Any]) -> str:
    return f"faults-{operation_name(type(wish))}"


def test_a_server_killed_at_the_moment_of_freezing_or_publishing_leaves_all_or_nothing(
    address: str, tmp_path: Path
) -> None:
    ending = Ending(address, tmp_path)
    office = ending.office
    freezing = FreezeAssessment(assessment="A1")
    acknowledged = ending.killed_at(freezing)
    (run,) = office.send(ListAssessments()).items
    assert _is_closed(office) == (run.state == "frozen")
    ending.prove(freezing, there=run.state == "frozen", acknowledged=acknowledged)
    verified = office.send(VerifyAssessment(assessment="A1"))
    assert (verified.same, verified.assessment.state) == (True, "frozen")
    assert _is_closed(office)

    office.send(NominateAwards(assessment="A1"))
    leader = LocalGateway(open_store(address), actor="leader", clock=FixedClock(NOMINATED))
    leader.send(ApproveAwards(award_list="L1", choose=("褚甲",), opinion="首次参评者优先"))
    leader.close()
    publishing = PublishAwards(award_list="L1", starts=date(2026, 11, 5))
    acknowledged = ending.killed_at(publishing)
    sheet = office.send(ShowAwards(award_list="L1"))
    public = sheet.award_list.state == "published"
    steps = [step.verb for step in sheet.steps]
    assert (("publish" in steps), bool(sheet.award_list.publicity_to)) == (public, public)
    ending.prove(publishing, there=public, acknowledged=acknowledged)
    assert office.send(ShowAwards(award_list="L1")).award_list.state == "published"
    office.close()


def _is_closed(office: Gateway) -> bool:
    """Tell whether the month is computed no more."""
    try:
        office.send(RunAssessment(period=MONTH), dry_run=True)
    except AssessmentFrozen:
        return True
    return False
