"""The lists a collector looks at: the queue, what is not dialable and why, search, counts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from callassist.casefile import CaseFile
from callassist.desk.cards import Card, Page, card
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.desk.searching import ANYTHING, look_up
from callassist.desk.seating import seat_today
from callassist.rules import BLOCK, Finding
from callassist.store import BLOCKED, Counters, IsOpen, Position, Seat, WorkRow
from callassist.survey import open_zones

ROUNDS: Final = 8
"""So many times a page reads on when rules have come to stop what it found."""
MINUTE: Final = 60


class Lists:
    """Reading for one seat. Any thread may ask."""

    def __init__(self, cases: Cases, seat: Seat) -> None:
        self._cases = cases
        self._seat = seat
        self._now: tuple[int, Seat, IsOpen] | None = None

    def before(self, now: datetime) -> tuple[Seat, IsOpen]:
        """The seat as it is now and which zones are open, worked out once a minute."""
        minute = int(now.timestamp()) // MINUTE
        held = self._now
        if held is None or held[0] != minute:
            handbook = self._cases.handbook
            held = self._now = minute, seat_today(self._seat, handbook, now), open_zones(handbook, now)
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

    def _explained(self, row: WorkRow) -> Card:
        opened = self._cases.load(row.case)
        stops = [finding for finding in opened.verdicts.best_call().findings if finding.effect == BLOCK]
        return card(row, opened.verdicts, max(stops, key=_lasts, default=None))

    def counters(self) -> Counters:
        """How many cases are where. May take long: call it in the background."""
        now = self._cases.clock()
        return self._cases.store.counters(self.before(now)[0], now)

    def find(self, text: str, limit: int = 20, kind: str = ANYTHING) -> tuple[CaseFile, ...]:
        """Cases that a typed text may mean: an account, a number in any format, a name or its start."""
        return tuple(self._cases.read(case) for case in look_up(self._cases.store, text, limit, kind))


def _lasts(finding: Finding) -> tuple[bool, float]:
    """What no time ends lasts longest."""
    return finding.opens is None, finding.opens.timestamp() if finding.opens else 0.0
