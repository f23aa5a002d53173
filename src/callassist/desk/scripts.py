"""Which scripts a case has: on the screens, and when a call is judged afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from callassist.casefile import CaseFile
from callassist.dialogue import Library, Script, library_of


def scripts_of(scripts: Iterable[Script], case: CaseFile) -> Library:
    """The scripts for a case: its language (English while there are none in it), its state, its creditor.

    A creditor's own words are used only on a call that is about that creditor's debts alone.
    """
    kept = tuple(scripts)
    consumer = case.consumer
    clients = {debt.client for debt in case.open_debts(case.line)}
    client = next(iter(clients)) if len(clients) == 1 else ""
    spoken = library_of(kept, consumer.language, consumer.state, client)
    return spoken or library_of(kept, state=consumer.state, client=client)
