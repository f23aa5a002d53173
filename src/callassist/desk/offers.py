"""What to offer on a case, and what to answer: the case in hand as a negotiation sees it, told to who may hear it.

Pure over a case and a handbook; what is found is shown or journalled by whoever asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from callassist.bargains import Counter, Decision, Matter, Suggestion, Transcript
from callassist.deals import Told
from callassist.desk.opened import Opened
from callassist.dossier import FinancialStatement
from callassist.handbook import Handbook
from callassist.hearing import heard_by, keeps_back
from callassist.matters import matter_of as _matter_of
from callassist.matters import transcript_of as _transcript_of
from callassist.survey import Verdicts, glance

if TYPE_CHECKING:
    from callassist.odds import Odds

TOLD: Final = "disclose_amount"
CONSUMER: Final = "consumer"
NOTHING_OPEN: Final = "whoever speaks may not hear what is owed, or a deal pays it"


def heard(opened: Opened) -> Verdicts:
    """The verdicts with whoever is on the open call; without one, as if the consumer had called and was verified."""
    return opened.verdicts if opened.case.call else heard_by(opened.verdicts, CONSUMER)


def matter_of(opened: Opened, handbook: Handbook, role: str, *, replacing: int = 0) -> Matter:
    """What the talk is about, at a seat: the open debts of the call's line of which whoever speaks may hear the amount.

    No account at all where they may hear of none: then nothing is suggested. Neither is anything on what a deal pays,
    but for the deal that is to be replaced.
    """
    verdicts = heard(opened)
    told = tuple(debt for debt in verdicts.debts if keeps_back(verdicts, debt, TOLD) is None)
    return _matter_of(verdicts, handbook, role, told, replacing=replacing)


def as_told(opened: Opened, handbook: Handbook, told: FinancialStatement) -> Opened:
    """The case as if a statement had been told now; nothing is kept."""
    consumer, now = opened.case.consumer, opened.now
    fresh = Told(id=0, at=now, actor="", call=0, row=0, statement=told)
    case = replace(opened.case, consumer=replace(consumer, statements=(*consumer.statements, fresh)))
    return replace(opened, case=case, verdicts=glance(case, handbook, now))


def transcript_of(opened: Opened) -> Transcript:
    """What was offered on the open call and what came back, oldest first; the last may still wait for its answer."""
    return _transcript_of(opened.case)


def suggestion(
    opened: Opened, handbook: Handbook, role: str, odds: Odds | None = None, *, replacing: int = 0
) -> Suggestion:
    """What to do now; an empty one where whoever speaks may not hear what is owed, or deals pay all of it."""
    from callassist.negotiation import suggest  # not needed until an offer is

    matter = matter_of(opened, handbook, role, replacing=replacing)
    return suggest(matter, transcript_of(opened), odds) if matter.accounts else Suggestion()


def decision(  # noqa: PLR0913 - as suggestion, and the words
    opened: Opened, handbook: Handbook, role: str, text: str, odds: Odds | None = None, *, replacing: int = 0
) -> tuple[Counter, Decision]:
    """What they said, as it was read, and the answer to it; no money is spoken of to who may not hear what is owed."""
    from callassist.counters import read_counter
    from callassist.negotiation import respond

    matter = matter_of(opened, handbook, role, replacing=replacing)
    counter = read_counter(text, matter.today, matter.cycle)
    if not matter.accounts:
        return counter, Decision(answer="refer", say="", why=(NOTHING_OPEN,))
    return counter, respond(matter, transcript_of(opened), counter, odds)
