"""What collectors ask a seat above for while somebody is on the line, and the answer: their case stays theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import msgspec

from callassist.casefile import CaseFile, consumer_stream
from callassist.commands_deals import GrantApproval, RefuseApproval
from callassist.deals import ASKED, Approval
from callassist.desk.cards import initials
from callassist.desk.cases import Cases
from callassist.events import IdentityVerified
from callassist.handbook import Accepted, Refused
from callassist.store import StaleCase

SHIFT: Final = timedelta(hours=12)
TRIES: Final = 5


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was asked for on a case: whose, as the queue shows them, and how many promises they kept."""

    case: int
    approval: Approval
    initials: str = ""
    promises: int = 0
    kept: int = 0
    broken: int = 0


def waiting(cases: Cases) -> tuple[Waiting, ...]:
    """What was asked for in the last SHIFT and has no answer, oldest first. It reads every case that was talked on."""
    now = cases.clock()
    done = cases.store.worked(now - SHIFT, now + SHIFT)
    spoken = dict.fromkeys(e.stream >> 1 for e in done if isinstance(e.event, IdentityVerified) and not e.stream & 1)
    found = (each for case in spoken for each in _asked(cases.read(case)))
    return tuple(sorted(found, key=lambda each: each.approval.at))


def _asked(case: CaseFile) -> Iterator[Waiting]:
    states = [promise.state for promise in case.consumer.promises]
    for each in case.consumer.approvals:
        if each.state == ASKED:
            yield Waiting(
                case=case.id,
                approval=each,
                initials=initials(case),
                promises=len(states),
                kept=states.count("kept"),
                broken=states.count("broken"),
            )


def answer(cases: Cases, case: int, command: GrantApproval | RefuseApproval, actor: str) -> Accepted | Refused:
    """Grant or refuse on a case that stays in the hands of whoever asked; StaleCase when that goes on and on."""
    from callassist.decide import decide

    for _ in range(TRIES):
        opened = cases.load(case)
        decision = decide(opened.case, command, cases.handbook, cases.clock(), actor)
        if isinstance(decision, Refused):
            return decision
        try:
            cases.append(opened, decision)
        except StaleCase:
            continue
        return decision
    raise StaleCase(consumer_stream(case))
