"""What is believed of somebody's means, and how likely an offer is to be taken and kept: chances, never the terms.

Three numbers are hidden: what a month can bear, what is at hand now, which share of the bill seems fair to them. A
cloud of points with weights stands for them; each yes, no, counter-offer and statement moves the weights. Until the
desk's own log has been fitted (fitting.py) the figures are priors and say so. Chances are floats; sums are cents held
in floats only here, where they are expectations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from callassist.bargains import NO, YES, Ability, Counter, Matter, Offer, Transcript

Floats = NDArray[np.float64]

POINTS: Final = 96
STILL_COUNTS: Final = 0.5
"""How much of an earlier call's refusal still counts after each thirty days."""


class Odds(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of the model; docs/negotiation.md tells what each stands on. `outcomes`: how many it was fitted to.

    Dollars a month `capacity_unknown` and at hand `cash_unknown` are medians where nothing is known of income; with a
    statement the medians are `capacity_scale` of what is left and `cash_scale` of a month's income. `*_spread` are of
    the logarithm. `fair_*` are shares of the bill. `sharp_*` say how sharply people judge; `hazard_*` are log-odds that
    a month's payment breaks.
    """

    version: str = "prior"
    outcomes: int = 0
    capacity_scale: float = 0.56
    capacity_spread: float = 0.75
    capacity_unknown: float = 130.0
    cash_none: float = 0.35
    cash_scale: float = 0.35
    cash_spread: float = 1.1
    cash_unknown: float = 700.0
    fair_mean: float = 0.86
    fair_spread: float = 0.14
    sharp_share: float = 0.02
    sharp_month: float = 0.08
    impatience: float = 0.015
    hazard_base: float = -3.4
    hazard_strain: float = 0.9
    hazard_broken: float = 1.0
    hazard_first: float = 0.45
    hazard_payday: float = -0.35
    hazard_unknown: float = 0.15
    hazard_autopay: float = -0.3
    hang_up: float = 0.2
    told_share: float = 0.78
    told_month_spread: float = 0.4
    told_now_spread: float = 0.3

    @property
    def basis(self) -> str:
        """What the chances rest on, as it is shown beside each."""
        return f"from {self.outcomes} outcomes" if self.outcomes else "prior"


PRIOR: Final = Odds()


class Belief(msgspec.Struct, frozen=True, kw_only=True):
    """Points of (cents a month, cents at hand, fair share) and their weights, which sum to one."""

    month: Floats
    cash: Floats
    fair: Floats
    weights: Floats


@lru_cache(maxsize=4)
def normals(points: int = POINTS) -> Floats:
    """Points of three independent standard normals and a uniform, spread evenly (Halton): shape (points, 4)."""
    inverse = NormalDist().inv_cdf
    even = np.array([[_halton(index, base) for base in (2, 3, 5, 7)] for index in range(1, points + 1)])
    return np.column_stack([*(np.array([inverse(x) for x in even[:, column]]) for column in range(3)), even[:, 3]])


def _halton(index: int, base: int) -> float:
    found, fraction = 0.0, 1.0
    while index:
        fraction /= base
        index, digit = divmod(index, base)
        found += fraction * digit
    return found


def prior(matter: Matter, ability: Ability, odds: Odds) -> Belief:
    """What is believed before a word is said."""
    z = normals()
    if ability.residual_cents is not None and ability.gross_cents is not None:
        bears = max(0, ability.residual_cents) + 0.06 * ability.gross_cents
        month = np.log(max(odds.capacity_scale * bears, 500.0)) + odds.capacity_spread * z[:, 0]
    else:
        month = math.log(odds.capacity_unknown * 100) + odds.capacity_spread * z[:, 0]
    income = ability.gross_cents
    at_hand = odds.cash_scale * income if income else odds.cash_unknown * 100
    cash = np.exp(math.log(max(at_hand, 3_000.0)) + odds.cash_spread * z[:, 1])
    cash = np.where(z[:, 3] < odds.cash_none, 3_000.0, cash)
    fair = np.clip(odds.fair_mean + odds.fair_spread * z[:, 2], 0.2, 1.1)
    even = np.full(len(z), 1.0 / len(z))
    believed = Belief(month=np.exp(month), cash=cash, fair=fair, weights=even)
    return _remembering(believed, matter, odds)


def _remembering(belief: Belief, matter: Matter, odds: Odds) -> Belief:
    """With what was refused on earlier calls, less the longer ago it was."""
    for refusal in matter.past.refusals:
        months = max(0.0, (matter.today - refusal.on).days / 30)
        peak = refusal.peak_cents or refusal.total_cents
        shown = np.array([[refusal.total_cents, peak, peak, refusal.payments, float(refusal.payments == 1)]], float)
        owed = max(1, sum(account.balance_cents for account in matter.accounts))
        chance = _taken(belief, shown, owed, odds)[0] * STILL_COUNTS**months
        belief = _weighed(belief, 1 - 0.97 * chance)
    return belief


def _weighed(belief: Belief, likelihood: Floats) -> Belief:
    """The belief after something of this likelihood at each point; nothing moves where all of it is impossible."""
    weights = belief.weights * np.maximum(likelihood, 1e-9)
    whole = weights.sum()
    return belief if not np.isfinite(whole) or whole <= 0 else msgspec.structs.replace(belief, weights=weights / whole)


# ── will it be taken ──


def table(offers: Sequence[Offer]) -> Floats:
    """Offers as rows of total, first payment, usual instalment, number of payments, paid at once: shape (offers, 5)."""
    rows = [_row(offer) for offer in offers]
    return np.array(rows, dtype=float).reshape(len(rows), 5)


def _row(offer: Offer) -> tuple[int, int, int, int, bool]:
    payments = offer.payments
    count, last = len(payments), payments[-1].cents
    usual = payments[1].cents if count > 1 else last
    each = max(usual, last, 0 if offer.down_cents else payments[0].cents)
    total = payments[0].cents + (usual * (count - 2) + last if count > 1 else 0)
    if count > 2 and payments[-2].cents != usual:  # noqa: PLR2004 - not all alike: their own schedule
        total, each = offer.total_cents, offer.instalment_cents
    return total, payments[0].cents, each, count, count == 1


def taken(belief: Belief, offers: Floats, owed_cents: int, odds: Odds) -> Floats:
    """The chance that each offer is taken at each point: shape (offers, points)."""
    return _taken(belief, offers, owed_cents, odds)


def _taken(belief: Belief, offers: Floats, owed: int, odds: Odds) -> Floats:
    first, each = offers[:, 1, None], offers[:, 2, None]
    at_once = offers[:, 4, None] > 0
    share = present_share(offers, owed, odds)[:, None]
    fair = _logistic((belief.fair - share) / odds.sharp_share)
    month, cash = belief.month[None, :], belief.cash[None, :]
    bears = _logistic((month - each) / (odds.sharp_month * month))
    begins = _logistic((0.5 * cash + month - first) / (odds.sharp_month * (0.5 * cash + month)))
    whole = _logistic((cash + month - first) / (odds.sharp_month * (cash + month)))
    return np.asarray(fair * np.where(at_once, whole, bears * begins))


def present_share(offers: Floats, owed: int, odds: Odds) -> Floats:
    """What an offer costs them as a share of what is owed, later payments counting less: shape (offers,)."""
    rate = 1 / (1 + odds.impatience)
    first, each, count = offers[:, 1], offers[:, 2], offers[:, 3]
    later = np.where(count > 1, each * rate * (1 - rate ** (count - 1)) / (1 - rate), 0.0)
    return np.asarray((first + later) / max(1, owed))


def _logistic(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -40, 40))))


# ── will it be kept ──


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What waiting and failing cost a creditor: a month's discount factor, cents of a round and of a broken plan.

    `left_share` of what is unpaid still comes in; `no_deal_cents` is what the account brings without any deal.
    """

    monthly_rate: float
    round_cents: float
    broken_cents: float
    left_share: float
    no_deal_cents: float


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer that is taken brings at each point, today's cents, and its chance to be kept to the end."""

    value: Floats
    keeps: Floats


def worth(belief: Belief, offers: Floats, matter: Matter, odds: Odds, costs: Costs) -> Worth:
    """Shape (offers, points) each: all instalments are alike, so each is one geometric series."""
    total, first, each, count = (offers[:, column, None] for column in range(4))
    strain = np.log(np.maximum(np.maximum(first, each) / (0.6 * belief.month[None, :]), 0.6))
    logit = odds.hazard_base + odds.hazard_strain * strain + _standing(matter, odds)
    breaks = _logistic(logit)
    breaks_first = _logistic(logit + odds.hazard_first)
    kept, rate = 1 - breaks, costs.monthly_rate
    step = rate * kept
    later = np.where(count > 1, step * (1 - step ** (count - 1)) / (1 - step), 0.0)
    value = (1 - breaks_first) * (first + each * later)
    plain = np.where(count > 1, kept * (1 - kept ** (count - 1)) / np.maximum(breaks, 1e-9), 0.0)
    received = (1 - breaks_first) * (first + each * plain)
    keeps = (1 - breaks_first) * kept ** (count - 1)
    left = np.maximum(0.0, total - received)
    return Worth(value=value + costs.left_share * left - costs.broken_cents * (1 - keeps), keeps=keeps)


def costs_of(matter: Matter, owed_cents: int) -> Costs:
    """By the creditors' own terms, each by its share of what is owed."""
    whole = max(1, owed_cents)
    parts = [(account.terms, account.balance_cents / whole) for account in matter.accounts]
    a_year = sum(terms.discount_percent * part for terms, part in parts) / 100
    left = sum(terms.no_deal_percent * part for terms, part in parts) / 100
    return Costs(
        monthly_rate=(1 + a_year) ** (-1 / 12),
        round_cents=sum(terms.call_cost * part for terms, part in parts) * 25,
        broken_cents=sum(terms.broken_cost * part for terms, part in parts) * 100,
        left_share=left,
        no_deal_cents=left * owed_cents,
    )


def _standing(matter: Matter, odds: Odds) -> float:
    """What their own record, paydays and papers say of keeping: log-odds. A Beta(1, 2) prior of breaking."""
    past = matter.past
    broken = (1 + past.broken + past.returned / 2) / (3 + past.kept + past.broken + past.returned)
    found = odds.hazard_broken * (broken - 1 / 3)
    if matter.cycle.is_known:
        found += odds.hazard_payday
    if matter.statement is None or matter.statement.incomes is None:
        found += odds.hazard_unknown
    if matter.is_autopay_wanted:
        found += odds.hazard_autopay
    return found


# ── what was said ──


def learnt(belief: Belief, transcript: Transcript, owed_cents: int, odds: Odds) -> Belief:
    """The belief after all that was said on this call, turn by turn."""
    for turn in transcript:
        if turn.offers:
            chances = taken(belief, table(turn.offers), owed_cents, odds)
            refused = np.prod(1 - chances, axis=0)
            belief = _weighed(belief, 1 - refused if turn.answer == YES else 0.03 + 0.97 * refused)
        if turn.counter is not None and turn.answer not in {YES, NO}:
            belief = heard(belief, turn.counter, owed_cents, odds)
    return belief


def heard(belief: Belief, counter: Counter, owed_cents: int, odds: Odds) -> Belief:
    """The belief after a counter-offer: people name somewhat less than they can."""
    month, now = monthly_of(counter), now_of(counter, owed_cents)
    if month:
        belief = _weighed(belief, _near(month, odds.told_share * belief.month, odds.told_month_spread))
        belief = _weighed(belief, 0.35 + _logistic((belief.fair - 0.8) / 0.05))
    if now:
        could = np.minimum(belief.fair * owed_cents, 0.9 * belief.cash + belief.month)
        belief = _weighed(belief, _near(now, odds.told_share * could, odds.told_now_spread))
    if counter.kind == "nothing":
        belief = _weighed(belief, _logistic((3_000.0 - belief.month) / 2_000.0) + 0.1)
    return belief


def _near(cents: float, middle: Floats, spread: float) -> Floats:
    apart = (math.log(max(cents, 1.0)) - np.log(np.maximum(middle, 1.0))) / spread
    return np.asarray(np.exp(-0.5 * np.minimum(apart * apart, 60.0)))


A_MONTH: Final = {"weekly": 52 / 12, "biweekly": 26 / 12, "semimonthly": 2.0, "monthly": 1.0}


def monthly_of(counter: Counter) -> float:
    """The cents a month of a counter-offer that names them; 0 for another."""
    return counter.cents * A_MONTH.get(counter.cycle, 1.0) if counter.kind == "monthly" else 0.0


def now_of(counter: Counter, owed_cents: int) -> float:
    """The cents at once of a counter-offer that names them; 0 for another."""
    if counter.kind == "share":
        return owed_cents * counter.percent / 100
    return float(counter.cents) if counter.kind in {"lump", "split"} else 0.0
