"""CASE on the command line: C17, CLIENT/ACCOUNT, or a bare account when only one client has it."""

from __future__ import annotations

import re

import click

from callassist.store import Store

_PUBLIC = re.compile(r"^C(\d+)$", re.IGNORECASE)


def public(case: int) -> str:
    """A case's number as people write it."""
    return f"C{case}"


def resolve(store: Store, text: str) -> int:
    """The case that a text names; a usage error (exit 2) lists the candidates when there are several, or none."""
    if numbered := _PUBLIC.match(text):
        return int(numbered[1])
    if "/" in text:
        client, _, account = text.partition("/")
        found = store.accounts(client, [account])
    else:
        found = store.accounts("", [text])
    owners = {case for account in found.values() for case in store.owners(account.debt)}
    if len(owners) == 1:
        return owners.pop()
    if owners:
        names = sorted({f"{a.client}/{a.account}" for a in found.values()})
        cases = ", ".join(public(case) for case in sorted(owners))
        message = f"{text} is ambiguous: {', '.join(names)} ({cases}). Name one as CLIENT/ACCOUNT or as C-number."
        raise click.UsageError(message)
    message = f"No case is called {text}. Write C17, CLIENT/ACCOUNT or an account number; look with: callassist find."
    raise click.UsageError(message)
