"""Notices that went out, or came back, as a letter vendor tells of them: put on file case by case, each but once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callassist.commands import Command, RecordNotice, ReturnNotice
from callassist.desk.cases import Cases
from callassist.errors import CallassistError
from callassist.handbook import Refused
from callassist.notices import Posting
from callassist.standing import Notice
from callassist.store import StaleCase

TRIES: Final = 3
ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


class NotPosted(CallassistError):
    """A line that cannot be put on file; the sentence says why."""

    def __str__(self) -> str:
        """The reason."""
        return str(self.args[0])


def post(cases: Cases, actor: str, posting: Posting) -> str:
    """Put one on file: added, updated (it came back) or unchanged. NotPosted."""
    debt, case = _whose(cases, posting)
    found = UNCHANGED
    held = _held(cases, case, debt, posting)
    if held is None:
        sent = RecordNotice(
            kind=posting.kind,
            debts=(debt,),
            on=posting.on,
            medium=posting.medium,
            ends=posting.ends,
        )
        _do(cases, case, actor, sent)
        found, held = ADDED, _held(cases, case, debt, posting)
    if held and posting.returned and held.returned is None:
        _do(cases, case, actor, ReturnNotice(notice=held.id, on=posting.returned))
        return ADDED if found == ADDED else UPDATED
    return found


def _whose(cases: Cases, posting: Posting) -> tuple[int, int]:
    """The debt, and the case of whoever it was sent to."""
    account = cases.store.accounts(posting.client, [posting.account]).get(posting.account)
    owners = cases.store.owners(account.debt) if account else ()
    fault = _fault(posting, owners)
    if account is None or fault:
        raise NotPosted(fault)
    return account.debt, posting.case or owners[0]


def _fault(posting: Posting, owners: Sequence[int]) -> str:
    if posting.returned and posting.returned < posting.on:
        return f"It cannot have come back on {posting.returned}, before it was sent."
    if not owners:
        return f"No account {posting.account} of client {posting.client} is on file."
    if posting.case and posting.case not in owners:
        return f"C{posting.case} does not owe account {posting.account}."
    if not posting.case and len(owners) > 1:
        named = " and ".join(f"C{owner}" for owner in owners)
        return f"{named} owe account {posting.account}; name the one it went to in a column case."
    return ""


def _held(cases: Cases, case: int, debt: int, posting: Posting) -> Notice | None:
    """The same notice, when it is on file."""
    for notice in cases.read(case).consumer.notices:
        if (notice.kind, notice.on) == (posting.kind, posting.on) and (not notice.debts or debt in notice.debts):
            return notice
    return None


def _do(cases: Cases, case: int, actor: str, command: Command) -> None:
    """Carry a command out on a case that nobody has to hold; somebody who writes to it meanwhile goes first."""
    from callassist.decide import decide

    for left in range(TRIES - 1, -1, -1):
        opened = cases.load(case)
        decision = decide(opened.case, command, cases.handbook, opened.now, actor)
        if isinstance(decision, Refused):
            raise NotPosted(decision.sentence)
        try:
            cases.append(opened, decision)
        except StaleCase:
            if not left:
                raise
        else:
            return
