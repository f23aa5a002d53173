"""Logs of talks with people who behave exactly as odds.py believes, of given figures: what a fit must find again."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from msgspec.structs import replace

from callassist.odds import Belief, Odds, taken
from callassist.talks import Asked, Instalment, Record, Said, Talk

BEGIN = date(2026, 1, 1)
DAYS = 240
PARTS = (1, 1, 2, 3, 6, 12, 24)
SEEN = 8
"""So many instalments of a deal have been decided."""


class People:
    """Debtors of known figures, drawn from a seed."""

    def __init__(self, odds: Odds, seed: int) -> None:
        self.odds = odds
        self.rng = np.random.default_rng(seed)

    def log(self, count: int, begin: date = BEGIN) -> tuple[Talk, ...]:
        """So many talks over DAYS."""
        return tuple(self.talk(begin + timedelta(days=at * DAYS // count)) for at in range(count))

    def talk(self, when: date) -> Talk:
        """One talk, offers drawn over the whole field."""
        rng = self.rng
        gross = int(rng.integers(150_000, 600_000)) if rng.random() < 0.5 else None
        residual = int(gross * rng.uniform(0.02, 0.25)) if gross else None
        before = Talk(
            when=when,
            owed_cents=int(rng.integers(30_000, 600_000)),
            gross_cents=gross,
            residual_cents=residual,
            record=Record(kept=int(rng.integers(0, 4)), broken=int(rng.integers(0, 3))),
            is_cycle_known=bool(rng.random() < 0.5),
            is_statement_known=gross is not None,
            is_autopay_wanted=bool(rng.random() < 0.3),
        )
        return self._spoken(before, self._hidden(before))

    def _hidden(self, talk: Talk) -> Belief:
        odds, rng = self.odds, self.rng
        middle, at_hand = odds.capacity_unknown * 100, odds.cash_unknown * 100
        if talk.gross_cents is not None and talk.residual_cents is not None:
            middle = max(odds.capacity_scale * (talk.residual_cents + 0.06 * talk.gross_cents), 500.0)
            at_hand = odds.cash_scale * talk.gross_cents
        month = middle * np.exp(odds.capacity_spread * rng.normal())
        cash = max(at_hand, 3_000.0) * np.exp(odds.cash_spread * rng.normal())
        cash = 3_000.0 if rng.random() < odds.cash_none else cash
        fair = np.clip(odds.fair_mean + odds.fair_spread * rng.normal(), 0.2, 1.1)
        return Belief(month=np.array([month]), cash=np.array([cash]), fair=np.array([fair]), weights=np.ones(1))

    def _spoken(self, talk: Talk, hidden: Belief) -> Talk:
        turns: list[Said] = []
        deal: Asked | None = None
        for _ in range(int(self.rng.integers(2, 5))):
            asked = tuple(self._offer(talk.owed_cents) for _ in range(int(self.rng.integers(1, 3))))
            rows = np.array([[a.total_cents, a.first_cents, a.each_cents, a.count, a.count == 1] for a in asked], float)
            chances = taken(hidden, rows, talk.owed_cents, self.odds)[:, 0]
            is_yes = bool(self.rng.random() < 0.97 * (1 - np.prod(1 - chances)))
            month, now = (0, 0) if is_yes else self._named(talk.owed_cents, hidden)
            turns.append(Said(asked=asked, is_yes=is_yes, month_cents=month, now_cents=now))
            if is_yes:
                deal = asked[int(np.argmax(chances))]
                break
        kept = self._kept(talk, deal, float(hidden.month[0])) if deal else ()
        return replace(talk, turns=tuple(turns), deal=deal, instalments=kept)

    def _offer(self, owed: int) -> Asked:
        count = int(self.rng.choice(PARTS))
        total = int(owed * self.rng.uniform(0.6, 1.0))
        return Asked(total_cents=total, first_cents=total // count, each_cents=total // count, count=count)

    def _named(self, owed: int, hidden: Belief) -> tuple[int, int]:
        odds, rng = self.odds, self.rng
        if rng.random() > 0.4:
            return 0, 0
        month, cash, fair = float(hidden.month[0]), float(hidden.cash[0]), float(hidden.fair[0])
        if rng.random() < 0.6:
            return max(1, int(odds.told_share * month * np.exp(odds.told_month_spread * rng.normal()))), 0
        could = min(fair * owed, 0.9 * cash + month)
        return 0, max(1, int(odds.told_share * could * np.exp(odds.told_now_spread * rng.normal())))

    def _kept(self, talk: Talk, deal: Asked, month: float) -> tuple[Instalment, ...]:
        odds, record = self.odds, talk.record
        strain = np.log(max(max(deal.first_cents, deal.each_cents) / (0.6 * month), 0.6))
        broken = (1 + record.broken) / (3 + record.kept + record.broken) - 1 / 3
        logit = odds.hazard_base + odds.hazard_strain * strain + odds.hazard_broken * broken
        logit += odds.hazard_payday * talk.is_cycle_known + odds.hazard_unknown * (not talk.is_statement_known)
        logit += odds.hazard_autopay * talk.is_autopay_wanted
        found: list[Instalment] = []
        for index in range(min(deal.count, SEEN)):
            breaks = 1 / (1 + np.exp(-(logit + odds.hazard_first * (index == 0))))
            is_kept = bool(self.rng.random() > breaks)
            found.append(Instalment(index=index, due=talk.when + timedelta(days=7 + 30 * index), is_kept=is_kept))
            if not is_kept:
                break
        return tuple(found)
