"""CASE on the command line: C17, CLIENT/ACCOUNT, or a bare account when only one client has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import click

from callassist.desk import Desk, Done, Held, Opened
from callassist.errors import CallassistError
from callassist.handbook import Refused
from callassist.rules import BLOCK
from callassist.store import Store

_PUBLIC = re.compile(r"C(\d+)", re.IGNORECASE)
LEASE: Final = timedelta(minutes=15)


class NotDone(CallassistError):
    """A command was refused; the sentence says why."""

    def __str__(self) -> str:
        """The refusal's own sentence."""
        return str(self.args[0])


def public(case: int) -> str:
    """A case's number as people write it."""
    return f"C{case}"


def resolve(store: Store, text: str) -> int:
    """The case that a text names; a usage error (exit 2) lists the candidates when there are several, or none."""
    if numbered := _PUBLIC.fullmatch(text):
        return int(numbered[1])
    client, slash, account = text.rpartition("/")
    named = store.accounts(client, [account]) if slash else store.accounts("", [text])
    owners = {case for each in named.values() for case in store.owners(each.debt)}
    if len(owners) == 1:
        return owners.pop()
    if not owners:
        message = f"No case is called {text}; write C17, CLIENT/ACCOUNT or an account, or look with: callassist find."
        raise click.UsageError(message)
    owned = "; ".join(
        f"{each.client}/{each.account} is {' and '.join(map(public, store.owners(each.debt)))}"
        for each in sorted(named.values(), key=lambda each: each.client)
    )
    message = f"{text} may mean several cases: {owned}; name one of them."
    raise click.UsageError(message)


@contextmanager
def in_hand(desk: Desk, case: int) -> Iterator[Opened]:
    """A case while one command works on it; a lease that was there before stays as long as it was. NotDone."""
    collector = desk.seat.collector
    before = next((each for each in desk.store.leases(collector, desk.clock()) if each.case == case), None)
    opened = desk.open(case, LEASE)
    if isinstance(opened, Held):
        raise NotDone(opened.sentence)
    try:
        yield opened
    finally:
        in_call = desk.opened is not None and desk.opened.case.call is not None
        if before is not None and not in_call:
            desk.store.renew(case, collector, before.until)
        else:
            desk.release()


def done(answer: Done | Refused | Held) -> Done:
    """What was done; NotDone with the reason, and with the rules that stand in the way."""
    if isinstance(answer, Done):
        return answer
    raise NotDone(why_not(answer) if isinstance(answer, Refused) else answer.sentence)


def why_not(refused: Refused) -> str:
    """A refusal in words: the strictest rule speaks, others that stand in the way follow."""
    others = (f"{finding.say} [{finding.cite}]" for finding in refused.findings if finding.effect == BLOCK)
    return " ".join(dict.fromkeys((refused.sentence, *(each for each in others if each not in refused.sentence))))
