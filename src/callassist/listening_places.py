"""A place in what was said, whether it tells of what has been, and a day that is named there."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from callassist.listening_tokens import Line, words
from callassist.schedules import UNKNOWN, PayCycle

_PAST: Final = words(
    "paid sent mailed was were went had did got came happened called made since received filed died passed stopped"
    " left lost quit gave told spoke talked moved started ended been discharged admitted fell signed dated fired"
    " nsf deceased returned declined bounced buried wrote written broke took bought cancelled canceled ago"
    " posted cleared cashed"
)
_COMING: Final = words(
    "will can could going would should want pay due gets get i'll we'll he'll she'll they'll do call be i'd send give"
    " comes starting beginning begin start from until by pays make afford next expect expecting let mail"
)
_GOT: Final = words("paid it my the a your that this an hurt sick hit laid fired here there")
"""I got paid is of what has been; I got 50 is of what I have."""
_SUMS: Final = words("hundred thousand grand buck bucks couple")
_IS_PAID: Final = words("on get gets getting am is be being i'm are we're he's")


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a day, tokens from `start` up to `end`; `day` is None where they name none for sure.

    `of_month` is the day of the month that was said, 0 where none was; `is_again` where it comes again and again.
    """

    start: int
    end: int
    day: date | None
    of_month: int = 0
    is_again: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """From its first token up to past its last."""
        return self.start, self.end


class Where(msgspec.Struct, frozen=True):
    """A place in what was said, and the day on which it was."""

    line: Line
    at: int
    today: date
    cycle: PayCycle = UNKNOWN

    def word(self, ahead: int = 0) -> str:
        """The token so far from here."""
        return self.line.word(self.at + ahead)

    def words(self, count: int) -> str:
        """So many from here."""
        return self.line.words(self.at, count)

    def day(self, length: int, day: date | None, of_month: int = 0, *, is_again: bool = False) -> Day:
        """A day that so many tokens from here name."""
        return Day(start=self.at, end=self.at + length, day=day, of_month=of_month, is_again=is_again)

    @property
    def is_past(self) -> bool:
        """Whether it is told of what has been: the nearest word that says so, one way or the other."""
        line, at = self.line, self.at - 1
        while at >= 0 and not line.is_stop(at):
            word = line.word(at)
            if word == "paid" and line.word(at - 1) in _IS_PAID:
                return False
            if word == "back" and line.is_stop(at - 1):
                return True
            if word == "due" and line.word(at - 1) in {"was", "were"}:
                return True
            if word == "got" and (line.word(at + 1) not in _GOT or line.word(at + 2) in _SUMS):
                return False
            if word in _COMING or word in _PAST:
                return word in _PAST and "if" not in line.texts[line.clause_start(at) : at]
            at -= 1
        return False
