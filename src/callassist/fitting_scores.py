"""How likely a log of talks is under the figures of odds.py, all talks at once; and how well chances came true.

The same points stand for what is hidden of each person as in odds.py. A talk's sums are told as shares of what was
owed, which odds.taken allows for: it weighs nothing but shares of them. What somebody named counts by its sum; that
they named one at all does not, since whom the desk let speak is the desk's doing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from callassist.odds import STILL_COUNTS, Belief, Floats, Odds, normals, taken
from callassist.talks import Asked, Talk

Ints = NDArray[np.int64]
UNMOVED: Final = 0.03
"""The chance that an offer is refused which by all that is known is taken; as in odds.learnt."""
REMEMBERED: Final = 0.97
POOREST_CENTS: Final = 3_000.0
BARE_CENTS: Final = 500.0
INCOME_PART: Final = 0.06
LEAST: Final = 1e-9
STEPS: Final = 50
BINS: Final = 10
CLOSE: Final = 1e-8


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A log as arrays. Rows are offers in the order in which they were made, those of earlier calls first.

    `bears`, `gross`, `owed` (talks,) in cents, nan where unknown. `rows` (rows, 5) as odds.table, as shares of what was
    owed; `row_talk`, `row_turn` (rows,). Of each turn: `turn_talk`, `turn_yes`, `turn_place` (0 the first of a talk, -1
    an earlier call), `turn_still` (how much of an old refusal counts), `month`, `now` named as shares of it, nan none.
    `kept`, `broke` (talks, 2) count instalments, the first ones apart. `strained` (talks,) is the largest payment as a
    share of what was owed, `standing` (talks, 4) broken share, payday, unknown means, autopay.
    """

    owed: Floats
    bears: Floats
    gross: Floats
    rows: Floats
    row_talk: Ints
    row_turn: Ints
    turn_talk: Ints
    turn_yes: NDArray[np.bool_]
    turn_place: Ints
    turn_still: Floats
    month: Floats
    now: Floats
    kept: Floats
    broke: Floats
    strained: Floats
    standing: Floats


class _Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A turn of a talk, or an offer refused on an earlier call."""

    talk: int
    place: int
    asked: tuple[Asked, ...]
    is_yes: bool = False
    still: float = 1.0
    month: float = math.nan
    now: float = math.nan


def sheet_of(talks: Sequence[Talk]) -> Sheet:
    """The log as arrays."""
    turns = [turn for at, talk in enumerate(talks) for turn in _turns(at, talk)]
    rows = [
        (_row(asked, talks[turn.talk].owed_cents), turn.talk, at)
        for at, turn in enumerate(turns)
        for asked in turn.asked
    ]
    known = [talk.gross_cents is not None and talk.residual_cents is not None for talk in talks]
    return Sheet(
        owed=np.array([talk.owed_cents for talk in talks], float),
        bears=np.array([_bears(talk) if is_known else math.nan for talk, is_known in zip(talks, known, strict=True)]),
        gross=np.array([talk.gross_cents or math.nan for talk in talks], float),
        rows=np.array([row for row, _, _ in rows], float).reshape(-1, 5),
        row_talk=np.array([talk for _, talk, _ in rows], int),
        row_turn=np.array([turn for _, _, turn in rows], int),
        turn_talk=np.array([turn.talk for turn in turns], int),
        turn_yes=np.array([turn.is_yes for turn in turns], bool),
        turn_place=np.array([turn.place for turn in turns], int),
        turn_still=np.array([turn.still for turn in turns], float),
        month=np.array([turn.month for turn in turns], float),
        now=np.array([turn.now for turn in turns], float),
        kept=_counted(talks, is_kept=True),
        broke=_counted(talks, is_kept=False),
        strained=np.array([_largest(talk) for talk in talks], float),
        standing=np.array([_standing(talk) for talk in talks], float).reshape(-1, 4),
    )


def _turns(at: int, talk: Talk) -> list[_Turn]:
    owed = talk.owed_cents
    found = []
    for refusal in talk.record.refusals:
        peak = refusal.peak_cents or refusal.total_cents
        asked = Asked(total_cents=refusal.total_cents, first_cents=peak, each_cents=peak, count=refusal.payments)
        still = STILL_COUNTS ** max(0.0, (talk.when - refusal.on).days / 30)
        found.append(_Turn(talk=at, place=-1, asked=(asked,), still=still))
    for place, said in enumerate(talk.turns):
        month, now = (cents / owed if cents else math.nan for cents in (said.month_cents, said.now_cents))
        found.append(_Turn(talk=at, place=place, asked=said.asked, is_yes=said.is_yes, month=month, now=now))
    return found


def _row(asked: Asked, owed: int) -> tuple[float, ...]:
    sums = (asked.total_cents / owed, asked.first_cents / owed, asked.each_cents / owed)
    return (*sums, float(asked.count), float(asked.count == 1))


def _bears(talk: Talk) -> float:
    return max(0, talk.residual_cents or 0) + INCOME_PART * (talk.gross_cents or 0)


def _counted(talks: Sequence[Talk], *, is_kept: bool) -> Floats:
    counts = np.zeros((len(talks), 2))
    for at, talk in enumerate(talks):
        for each in talk.instalments if talk.deal else ():
            counts[at, min(each.index, 1)] += each.is_kept is is_kept
    return counts


def _largest(talk: Talk) -> float:
    return max(talk.deal.first_cents, talk.deal.each_cents) / talk.owed_cents if talk.deal else 1.0


def _standing(talk: Talk) -> tuple[float, ...]:
    record = talk.record
    broken = (1 + record.broken + record.returned / 2) / (3 + record.kept + record.broken + record.returned)
    return broken - 1 / 3, talk.is_cycle_known, not talk.is_statement_known, talk.is_autopay_wanted


# ── how likely it is ──


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """What is hidden of each, as shares of what was owed, and how likely is what was said: (talks, points).

    `said` and `known_before` are logarithms: of all turns of the talk, and of what earlier calls had left.
    """

    month: Floats
    said: Floats
    known_before: Floats


def hidden_of(sheet: Sheet, odds: Odds) -> Hidden:
    """The points of each talk, as odds.prior sets them, weighed by all that was said."""
    belief = points_of(sheet, odds)
    logs = turn_logs(sheet, belief, odds)
    said = np.zeros_like(belief.month)
    before = np.zeros_like(belief.month)
    is_before = sheet.turn_place < 0
    np.add.at(said, sheet.turn_talk[~is_before], logs[~is_before])
    np.add.at(before, sheet.turn_talk[is_before], logs[is_before])
    return Hidden(month=belief.month, said=said, known_before=before)


def points_of(sheet: Sheet, odds: Odds) -> Belief:
    """What is believed of each before a word, as shares of what was owed: (talks, points)."""
    z = normals()
    middle = np.where(
        np.isnan(sheet.bears),
        math.log(odds.capacity_unknown * 100),
        np.log(np.maximum(odds.capacity_scale * np.nan_to_num(sheet.bears), BARE_CENTS)),
    )
    at_hand = np.where(np.isnan(sheet.gross), odds.cash_unknown * 100, odds.cash_scale * np.nan_to_num(sheet.gross))
    cash = np.exp(np.log(np.maximum(at_hand, POOREST_CENTS))[:, None] + odds.cash_spread * z[None, :, 1])
    cash = np.where(z[None, :, 3] < odds.cash_none, POOREST_CENTS, cash)
    month = np.exp(middle[:, None] + odds.capacity_spread * z[None, :, 0])
    fair = np.clip(odds.fair_mean + odds.fair_spread * z[:, 2], 0.2, 1.1)
    owed = sheet.owed[:, None]
    even = np.full((1, len(z)), 1.0 / len(z))
    return Belief(month=month / owed, cash=cash / owed, fair=np.broadcast_to(fair, month.shape), weights=even)


def refusals(sheet: Sheet, belief: Belief, odds: Odds) -> Floats:
    """The chance at each point that none of a turn's offers pleases: (turns, points)."""
    at = sheet.row_talk
    each = Belief(month=belief.month[at], cash=belief.cash[at], fair=belief.fair[at], weights=belief.weights)
    chances = taken(each, sheet.rows, 1, odds).reshape(len(at), -1)
    refused = np.ones((len(sheet.turn_talk), belief.month.shape[1]))
    np.multiply.at(refused, sheet.row_turn, 1 - chances)
    return refused


def turn_logs(sheet: Sheet, belief: Belief, odds: Odds) -> Floats:
    """The logarithm of how likely each turn's answer was at each point: (turns, points)."""
    refused = refusals(sheet, belief, odds)
    has_offer = np.bincount(sheet.row_turn, minlength=len(refused))[:, None] > 0
    said_no = UNMOVED + (1 - UNMOVED) * refused
    likely = np.where(sheet.turn_yes[:, None], (1 - UNMOVED) * (1 - refused), said_no)
    is_before = (sheet.turn_place < 0)[:, None]
    likely = np.where(is_before, 1 - REMEMBERED * (1 - refused) * sheet.turn_still[:, None], likely)
    logs = np.where(has_offer, np.log(np.maximum(likely, LEAST)), 0.0)
    return np.asarray(logs + _named(sheet, belief, odds))


def _named(sheet: Sheet, belief: Belief, odds: Odds) -> Floats:
    """The logarithm of how likely the sums are that they named, as odds.heard has them: (turns, points)."""
    at = sheet.turn_talk
    found = np.zeros((len(at), belief.month.shape[1]))
    by_month, by_now = ~np.isnan(sheet.month), ~np.isnan(sheet.now)
    month = odds.told_share * belief.month[at[by_month]]
    found[by_month] += _near(sheet.month[by_month], month, odds.told_month_spread)
    where = at[by_now]
    could = odds.told_share * np.minimum(belief.fair[where], 0.9 * belief.cash[where] + belief.month[where])
    found[by_now] += _near(sheet.now[by_now], could, odds.told_now_spread)
    return found


def _near(named: Floats, middle: Floats, spread: float) -> Floats:
    """Of a log-normal, its constant left out; never so far that one odd word decides."""
    apart = (np.log(named)[:, None] - np.log(middle)) / spread
    return np.asarray(-0.5 * np.minimum(apart * apart, 60.0) - math.log(spread))


def broken_logits(sheet: Sheet, month: Floats, odds: Odds) -> Floats:
    """The log-odds that an instalment after the first breaks: (talks, points)."""
    strain = np.log(np.maximum(sheet.strained[:, None] / (0.6 * month), 0.6))
    weights = (odds.hazard_broken, odds.hazard_payday, odds.hazard_unknown, odds.hazard_autopay)
    return np.asarray(odds.hazard_base + odds.hazard_strain * strain + (sheet.standing @ np.array(weights))[:, None])


def kept_logs(sheet: Sheet, month: Floats, odds: Odds) -> Floats:
    """The logarithm of how likely it is that what was kept was kept and what broke broke: (talks, points)."""
    later = broken_logits(sheet, month, odds)
    found = np.zeros_like(later)
    for column, logit in enumerate((later + odds.hazard_first, later)):
        breaks = -np.logaddexp(0.0, -logit)
        keeps = -np.logaddexp(0.0, logit)
        found += sheet.broke[:, column, None] * breaks + sheet.kept[:, column, None] * keeps
    return found


def talk_logs(sheet: Sheet, hidden: Hidden, odds: Odds) -> Floats:
    """The logarithm of how likely each talk is, what is hidden averaged out: (talks,)."""
    whole = hidden.known_before + hidden.said + kept_logs(sheet, hidden.month, odds)
    return mixed(whole) - mixed(hidden.known_before)


def mixed(logs: Floats) -> Floats:
    """The logarithm of the sum over points."""
    most = logs.max(axis=1)
    return np.asarray(most + np.log(np.exp(logs - most[:, None]).sum(axis=1)))


# ── how well chances came true ──


class Forecasts(msgspec.Struct, frozen=True, kw_only=True):
    """Chances as they stood just before, and whether it then came: that an offer is taken, an instalment kept."""

    chance: Floats
    came: NDArray[np.bool_]

    @property
    def loss(self) -> float:
        """The mean log-loss, in nats; 0 where nothing was foretold."""
        right = np.where(self.came, self.chance, 1 - self.chance)
        return float(-np.log(np.maximum(right, LEAST)).mean()) if len(right) else 0.0


def joined(parts: Iterable[Forecasts]) -> Forecasts:
    """Several as one."""
    every = tuple(parts)
    return Forecasts(
        chance=np.concatenate([part.chance for part in every]), came=np.concatenate([part.came for part in every])
    )


def forecasts(sheet: Sheet, odds: Odds) -> Forecasts:
    """What would have been foretold of each answer and each instalment, from all that came before it on that call."""
    belief = points_of(sheet, odds)
    refused = refusals(sheet, belief, odds)
    logs = turn_logs(sheet, belief, odds)
    later = broken_logits(sheet, belief.month, odds)
    has_offer = np.bincount(sheet.row_turn, minlength=len(refused)) > 0
    turns_of: list[list[int]] = [[] for _ in sheet.owed]
    for turn, talk in enumerate(sheet.turn_talk.tolist()):
        turns_of[talk].append(turn)
    found: list[tuple[float, bool]] = []
    for talk, turns in enumerate(turns_of):
        weights = np.zeros(belief.month.shape[1])
        for turn in turns:
            if has_offer[turn] and sheet.turn_place[turn] >= 0:
                taken_there = (1 - UNMOVED) * (1 - refused[turn])
                found.append((_mean(weights, taken_there), bool(sheet.turn_yes[turn])))
            weights = weights + logs[turn]
        found.extend(_instalments(weights, later[talk], (sheet.kept[talk], sheet.broke[talk]), odds))
    return Forecasts(chance=np.array([chance for chance, _ in found]), came=np.array([came for _, came in found], bool))


def _instalments(weights: Floats, later: Floats, counts: tuple[Floats, Floats], odds: Odds) -> list[tuple[float, bool]]:
    """Of one deal: what is kept tells of what is to come, so each chance is from those before it."""
    found = []
    for column, logit in enumerate((later + odds.hazard_first, later)):
        keeps = -np.logaddexp(0.0, logit)
        for is_kept in (True,) * int(counts[0][column]) + (False,) * int(counts[1][column]):
            found.append((_mean(weights, np.exp(keeps)), is_kept))
            weights = weights + (keeps if is_kept else -np.logaddexp(0.0, -logit))
    return found


def _mean(logs: Floats, values: Floats) -> float:
    weights = np.exp(logs - logs.max())
    return float((weights * values).sum() / weights.sum())


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """So many forecasts of about one chance: what was foretold on average, and how much of it came."""

    count: int
    foretold: float
    came: float


def bins_of(seen: Forecasts) -> tuple[Bin, ...]:
    """Forecasts by chance in BINS equal parts, each to be read as `of what was foretold so, so much came`."""
    order = np.argsort(seen.chance, kind="stable")
    parts = (part for part in np.array_split(order, BINS) if len(part))
    return tuple(
        Bin(count=len(part), foretold=float(seen.chance[part].mean()), came=float(seen.came[part].mean()))
        for part in parts
    )


def slope_of(seen: Forecasts) -> float | None:
    """The reliability slope: 1 where chances are true, less where they are too bold, more where too timid.

    Of a logistic regression of what came on the log-odds foretold (Cox 1958). None where that cannot be told:
    everything came or nothing did, or all chances were alike.
    """
    if seen.came.all() or not seen.came.any() or np.ptp(seen.chance) < LEAST:
        return None
    chance = np.clip(seen.chance, LEAST, 1 - LEAST)
    x = np.column_stack([np.ones(len(chance)), np.log(chance / (1 - chance))])
    found = np.array([0.0, 1.0])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        information = (x * (expected * (1 - expected))[:, None]).T @ x + np.eye(2) * LEAST
        move = np.linalg.solve(information, x.T @ (seen.came - expected))
        found = found + np.clip(move, -1.0, 1.0)
        if np.abs(move).max() < CLOSE:
            return float(found[1])
    return None
