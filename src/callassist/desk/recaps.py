"""What may be read back to whoever is on the call, out of the journal: as it stands, or as Enter would leave it."""

from __future__ import annotations

from callassist.casefile import Call, CaseFile
from callassist.commands import LogOutcome
from callassist.decide import Accepted, decide
from callassist.desk.heard import heard_of
from callassist.desk.opened import Opened
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.recap import recap


def recap_of(opened: Opened) -> str:
    """What the journal has of the open call, else of the last one, as one sentence; '' when there is nothing."""
    calls = opened.case.consumer.calls
    return _said(opened, opened.case, calls[-1]) if calls else ""


def recap_after(opened: Opened, command: LogOutcome, handbook: Handbook) -> str:
    """The same, once an outcome is logged; '' when it cannot be."""
    decision = decide(opened.case, command, handbook, opened.now, "")
    if opened.case.call is None or not isinstance(decision, Accepted):
        return ""
    after = evolve(opened.case, decision.entries, decision.rows)
    return _said(opened, after, after.consumer.calls[-1])


def _said(opened: Opened, case: CaseFile, call: Call) -> str:
    """What is heard goes by who is speaking now, as the rules stand before the call ends."""
    heard = heard_of(opened, case.debts)
    zone = next(iter(opened.verdicts.zones), "America/New_York")
    return recap(case, call, heard, zone)
