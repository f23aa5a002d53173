"""The lists a collector looks at: the queue, what is not dialable and why, search, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from callassist.desk.attempts import awaited
from callassist.desk.cards import Card, Page, card
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.desk.seating import seat_today
from callassist.rules import BLOCK, Finding
from callassist.store import BLOCKED, INCOMPLETE, SKIP_TRACE, Counters, IsOpen, Position, Seat, WorkRow
from callassist.survey import open_zones

ROUNDS: Final = 8
"""So many times a page reads on when rules have come to stop what it found."""
MINUTE: Final = 60
ROWS: Final = 500
MOST_COUNTED: Final = 5_000
COUNTED_FOR: Final = timedelta(minutes=5)
UNJUDGED: Final = frozenset({SKIP_TRACE, INCOMPLETE})
"""Lists of what waits for a number or a fact: the hour has nothing to do with it."""


class RuleCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many blocked cases a rule keeps."""

    rule: str
    title: str
    count: int


def _nowhere(_zones: str) -> bool:
    return False


class Lists:
    """Reading for one seat. Any thread may ask."""

    def __init__(self, cases: Cases, seat: Seat) -> None:
        self._cases = cases
        self._seat = seat
        self._now: tuple[int, Seat, IsOpen] | None = None
        self._counted: tuple[datetime, tuple[RuleCount, ...]] | None = None

    def before(self, now: datetime) -> tuple[Seat, IsOpen]:
        """The seat as it is now and which zones are open, worked out once a minute."""
        minute = int(now.timestamp()) // MINUTE
        held = self._now
        if held is None or held[0] != minute:
            handbook = self._cases.handbook
            is_open = _nowhere if awaited(handbook, now) else open_zones(handbook, now)
            held = self._now = minute, seat_today(self._seat, handbook, now), is_open
        return held[1], held[2]

    def page(self, after: Position | None = None, limit: int = 32) -> Page:
        """The next lines of the queue. Lines that a rule has come to stop are put to sleep and left out."""
        now, store = self._cases.clock(), self._cases.store
        seat, is_open = self.before(now)
        cards: list[Card] = []
        for _ in range(ROUNDS):
            rows = store.page(seat, is_open, now, after, limit)
            if not rows:
                return Page(cards=(), after=None)
            cards = self._shown(rows)
            after = (rows[-1].lane, rows[-1].prio, rows[-1].case)
            if cards:
                break
        return Page(cards=tuple(cards), after=after)

    def _shown(self, rows: tuple[WorkRow, ...]) -> list[Card]:
        cards: list[Card] = []
        stopped: list[Opened] = []
        for row in rows:
            opened = self._cases.load(row.case)
            if opened.is_callable:
                cards.append(card(row, opened.verdicts))
            else:
                stopped.append(opened)
        if stopped:
            self._cases.put_back(stopped)
        return cards

    def listed(self, state: str = BLOCKED, after: int = 0, limit: int = 32) -> tuple[Card, ...]:
        """Lines of a list that is not dialable: blocked, asleep, skip, incomplete; with the rule and until when."""
        return tuple(self._explained(row) for row in self._cases.store.listed(state, after, limit))

    def kept(self, state: str, rule: str, after: int = 0, limit: int = 32) -> Page:
        """The next lines of such a list; with `rule`, those that this rule keeps, read on until there are some."""
        found: list[Card] = []
        cards: tuple[Card, ...] = ()
        for _ in range(ROUNDS):
            cards = self.listed(state, after, limit)
            found += [card for card in cards if not rule or (card.blocked and card.blocked.rule == rule)]
            if len(cards) < limit:
                return Page(cards=tuple(found), after=None)
            after = cards[-1].case
            if found:
                break
        return Page(cards=tuple(found), after=cards[-1].position)

    def _explained(self, row: WorkRow) -> Card:
        """A line with the rule that keeps it; where it is a number or a fact that is missing, no rule need speak."""
        opened = self._cases.load(row.case)
        if row.state in UNJUDGED:
            return card(row, opened.verdicts)
        stops = [finding for finding in opened.verdicts.best_call().findings if finding.effect == BLOCK]
        return card(row, opened.verdicts, max(stops, key=_lasts, default=None))

    def blocked_by_rule(self, most: int = MOST_COUNTED) -> tuple[RuleCount, ...]:
        """The blocked cases by the rule that keeps each of them, most first; so many are counted, for five minutes.

        Each is judged, half a millisecond a case: call it in the background.
        """
        at, held = self._cases.clock(), self._counted
        if held is None or not held[0] <= at < held[0] + COUNTED_FOR:
            held = self._counted = at, tuple(self._count(most))
        return held[1]

    def _count(self, most: int) -> Iterator[RuleCount]:
        titles = {rule.id: rule.title for rule in self._cases.handbook.rulebook.rules}
        kept = Counter(rule for row in self._blocked(most) if (rule := self._keeps(row.case)))
        for rule, count in sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])):
            yield RuleCount(rule=rule, title=titles[rule], count=count)

    def _blocked(self, most: int) -> Iterator[WorkRow]:
        after = left = 0
        while left < most:
            rows = self._cases.store.listed(BLOCKED, after, min(ROWS, most - left))
            if not rows:
                return
            yield from rows
            after, left = rows[-1].case, left + len(rows)

    def _keeps(self, case: int) -> str:
        """The rule that keeps a case longest, as its line shows it; '' when none does any more."""
        stops = (each for each in self._cases.load(case).verdicts.best_call().findings if each.effect == BLOCK)
        longest = max(stops, key=_lasts, default=None)
        return longest.rule if longest else ""

    def counters(self) -> Counters:
        """How many cases are where. May take long: call it in the background."""
        now = self._cases.clock()
        return self._cases.store.counters(self.before(now)[0], now)


def _lasts(finding: Finding) -> tuple[bool, float]:
    """What no time ends lasts longest."""
    return finding.opens is None, finding.opens.timestamp() if finding.opens else 0.0
