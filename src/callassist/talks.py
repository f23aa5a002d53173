"""What the figures of odds.py are fitted to: what was offered, answered and kept, and nothing of who it was.

A Talk holds what odds.py looks at and no more, so that nothing else can be learnt from: no name, number or case, no
age, language, sex or place, no words, no diagnosis, no creditor. Sums are whole cents, days the consumer's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from callassist.bargains import COUNTER, OFFERED, YES, Ability, Matter, Offer, Refusal, Transcript, Turn
from callassist.odds import monthly_of, now_of, table


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An offer as odds.table has it: `each` is a usual instalment, `count` how many payments there are."""

    total_cents: int
    first_cents: int
    each_cents: int
    count: int = 1


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One turn: what we offered, one or two together, and whether any was taken.

    `month_cents` and `now_cents` are what they named instead, a month or at once; 0 where they named none.
    """

    asked: tuple[Asked, ...] = ()
    is_yes: bool = False
    month_cents: int = 0
    now_cents: int = 0


class Instalment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment of a deal that was due: the how-manieth (0 is the first), when, and whether it was kept."""

    index: int
    due: date
    is_kept: bool


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What was on record when they talked: promises kept and broken, payments returned, offers refused before."""

    kept: int = 0
    broken: int = 0
    returned: int = 0
    refusals: tuple[Refusal, ...] = ()


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """One call on which money was spoken of. `gross_cents` and `residual_cents` are of a month, None where not known.

    `deal` is what was agreed, None where nothing was; `instalments` are those of it that have been decided since.
    `is_hung_up`: they ended the call after a no; None where nobody noted how it ended.
    """

    when: date
    owed_cents: int
    gross_cents: int | None = None
    residual_cents: int | None = None
    record: Record = Record()
    is_cycle_known: bool = False
    is_statement_known: bool = False
    is_autopay_wanted: bool = False
    turns: tuple[Said, ...] = ()
    deal: Asked | None = None
    instalments: tuple[Instalment, ...] = ()
    is_hung_up: bool | None = None

    @property
    def is_answered(self) -> bool:
        """Whether it counts as an outcome: an offer was answered."""
        return self.owed_cents > 0 and any(turn.asked for turn in self.turns)


def talk_of(matter: Matter, ability: Ability, transcript: Transcript, deal: Offer | None = None) -> Talk:
    """A talk as it ended, before any instalment was due; of the matter only what odds.py looks at.

    What is owed is what the offers close.
    """
    told, past = matter.statement, matter.past
    owed = next((offer.owed_cents for turn in transcript for offer in turn.offers), 0)
    return Talk(
        when=matter.today,
        owed_cents=owed,
        gross_cents=ability.gross_cents,
        residual_cents=ability.residual_cents,
        record=Record(kept=past.kept, broken=past.broken, returned=past.returned, refusals=past.refusals),
        is_cycle_known=matter.cycle.is_known,
        is_statement_known=told is not None and told.incomes is not None,
        is_autopay_wanted=matter.is_autopay_wanted,
        turns=tuple(_said(turn, owed) for turn in transcript if turn.answer != OFFERED),
        deal=asked_of((deal,))[0] if deal else None,
    )


def asked_of(offers: Iterable[Offer]) -> tuple[Asked, ...]:
    """Offers as they are weighed."""
    rows = table(tuple(offers)).astype(int).tolist()
    return tuple(Asked(total_cents=row[0], first_cents=row[1], each_cents=row[2], count=row[3]) for row in rows)


def _said(turn: Turn, owed: int) -> Said:
    counter = turn.counter if turn.answer == COUNTER else None
    return Said(
        asked=asked_of(turn.offers),
        is_yes=turn.answer == YES,
        month_cents=round(monthly_of(counter)) if counter else 0,
        now_cents=round(now_of(counter, owed)) if counter else 0,
    )
