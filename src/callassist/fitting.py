"""Learning the figures of odds.py from the desk's own log: offline, the same log always to the same figures.

Few outcomes teach nothing: below FROM the prior stays. From there on the likelihood of all that was answered and kept
is weighed against the defaults, which count as PULL outcomes would. What was learnt from the first four fifths of the
time replaces what is in force only if it foretells the last fifth better and its chances come true; else nothing
changes, and the report says why. docs/learning.md tells it to a creditor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Final

import msgspec
import numpy as np

from callassist.fitting_scores import (
    Bin,
    Sheet,
    bins_of,
    forecasts,
    hidden_of,
    joined,
    sheet_of,
    slope_of,
    talk_logs,
)
from callassist.odds import PRIOR, Floats, Odds
from callassist.talks import Talk

FROM: Final = 50
"""So many outcomes are needed before anything is learnt; an outcome is a talk in which an offer was answered."""
PULL: Final = 20
"""So many outcomes the defaults count for."""
TRAINED: Final = 0.8
SLOPES: Final = (0.8, 1.25)
"""Within these the reliability slope of what is foretold must be."""
ROUNDS: Final = 25
HALVINGS: Final = 6
ENOUGH: Final = 0.02
"""The search ends where a step would add less than that to the logarithm of the likelihood."""
NUDGE: Final = 1e-4
AT_ONCE: Final = 500


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that is fitted: by its logarithm where it must stay above 0, and how much one outcome tells of it.

    `spread` is that as a standard deviation, as simulated talks told it; `is_kept` is of instalments alone, which saves
    weighing the words anew.
    """

    name: str
    spread: float
    is_log: bool = True
    is_kept: bool = False


FIGURES: Final = (
    Learnt(name="capacity_scale", spread=1.8),
    Learnt(name="capacity_spread", spread=1.3),
    Learnt(name="capacity_unknown", spread=1.5),
    Learnt(name="cash_scale", spread=2.5),
    Learnt(name="cash_spread", spread=2.0),
    Learnt(name="cash_unknown", spread=2.5),
    Learnt(name="fair_mean", spread=0.4, is_log=False),
    Learnt(name="fair_spread", spread=2.0),
    Learnt(name="impatience", spread=2.5),
    Learnt(name="told_share", spread=1.0),
    Learnt(name="told_month_spread", spread=1.5),
    Learnt(name="told_now_spread", spread=1.5),
    Learnt(name="hazard_base", spread=4.0, is_log=False, is_kept=True),
    Learnt(name="hazard_strain", spread=3.0, is_log=False, is_kept=True),
    Learnt(name="hazard_broken", spread=4.0, is_log=False, is_kept=True),
    Learnt(name="hazard_first", spread=4.0, is_log=False, is_kept=True),
    Learnt(name="hazard_payday", spread=4.0, is_log=False, is_kept=True),
    Learnt(name="hazard_unknown", spread=4.0, is_log=False, is_kept=True),
    Learnt(name="hazard_autopay", spread=4.0, is_log=False, is_kept=True),
)
"""The others stay: how sharply people judge and who has nothing at hand cannot be told from a log apart from these."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure before and after. `error` is its standard error, of its logarithm where it is fitted by that."""

    name: str
    was: float
    found: float
    error: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a fit came to. `why` says in a sentence what became of it.

    `outcomes` are all there were, `trained` those it learnt from, `held_back` those it was tried on, with so many
    `forecasts`. `loss_old` and `loss_new` are mean log-losses there, `slope` the reliability slope, `bins`
    what was foretold and what came by tenths; nothing where nothing was tried.
    """

    outcomes: int
    why: str
    is_replaced: bool = False
    trained: int = 0
    held_back: int = 0
    forecasts: int = 0
    loss_old: float | None = None
    loss_new: float | None = None
    slope: float | None = None
    until: date | None = None
    bins: tuple[Bin, ...] = ()
    figures: tuple[Figure, ...] = ()


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What to go by from now on, and how it was found. `tried` is what was learnt, taken or not."""

    odds: Odds
    report: Report
    tried: Odds | None = None


def fit(log: Sequence[Talk], prior: Odds = PRIOR, old: Odds | None = None) -> Fitted:
    """Learn from a log. `prior` is what the figures are pulled to, `old` what is in force (the prior when None)."""
    kept = old or prior
    talks = sorted((talk for talk in log if talk.is_answered), key=lambda talk: (talk.when, msgspec.json.encode(talk)))
    if len(talks) < FROM:
        why = f"{len(talks)} outcomes teach too little: nothing is learnt from fewer than {FROM}."
        return Fitted(odds=kept, report=Report(outcomes=len(talks), why=why))
    earlier, later = parted(talks)
    if not later:
        why = f"All {len(talks)} outcomes are of one day: nothing is left to try what was learnt on."
        return Fitted(odds=kept, report=Report(outcomes=len(talks), why=why))
    found, figures = estimated(earlier, prior)
    tried = msgspec.structs.replace(found, outcomes=len(earlier), version=_version(found, earlier))
    report = _tried(later, kept, tried, figures)
    report = msgspec.structs.replace(report, outcomes=len(talks), trained=len(earlier), until=earlier[-1].when)
    return Fitted(odds=tried if report.is_replaced else kept, report=report, tried=tried)


def parted(talks: Sequence[Talk]) -> tuple[tuple[Talk, ...], tuple[Talk, ...]]:
    """The first four fifths and the rest, parted between two days; of the first only what was due by then."""
    cut = talks[int(len(talks) * TRAINED)].when
    earlier = tuple(_until(talk, cut) for talk in talks if talk.when < cut)
    return (earlier, tuple(talk for talk in talks if talk.when >= cut)) if earlier else (tuple(talks), ())


def _until(talk: Talk, cut: date) -> Talk:
    return msgspec.structs.replace(talk, instalments=tuple(each for each in talk.instalments if each.due < cut))


def _version(odds: Odds, talks: Sequence[Talk]) -> str:
    """The last day it learnt from, and a digest of what it found."""
    digest = blake2b(msgspec.json.encode((odds, len(talks))), digest_size=4).hexdigest()
    return f"{talks[-1].when}-{digest}"


def _tried(talks: Sequence[Talk], old: Odds, new: Odds, figures: tuple[Figure, ...]) -> Report:
    """Whether what was learnt foretells these talks better than what is in force."""
    before, after = (joined(forecasts(sheet, odds) for sheet in _sheets(talks)) for odds in (old, new))
    slope = slope_of(after)
    is_better = after.loss < before.loss
    is_true = slope is not None and SLOPES[0] <= slope <= SLOPES[1]
    return Report(
        outcomes=0,
        why=_why(before.loss, after.loss, slope, is_true=is_true),
        is_replaced=is_better and is_true,
        held_back=len(talks),
        forecasts=len(after.came),
        loss_old=before.loss,
        loss_new=after.loss,
        slope=slope,
        bins=bins_of(after),
        figures=figures,
    )


def _why(before: float, after: float, slope: float | None, *, is_true: bool) -> str:
    if after >= before:
        return f"Kept what is in force: it foretells the last fifth as well or better ({before:.4f}, not {after:.4f})."
    if slope is None:
        return "Kept what is in force: in the last fifth nothing shows whether chances come true."
    if not is_true:
        return f"Kept what is in force: a reliability slope of {slope:.2f} is not within {SLOPES[0]} to {SLOPES[1]}."
    return f"Replaced: it foretells the last fifth better ({after:.4f}, not {before:.4f}), slope {slope:.2f}."


# ── the search ──


def estimated(talks: Sequence[Talk], prior: Odds) -> tuple[Odds, tuple[Figure, ...]]:
    """The figures under which the log is likeliest, the defaults counting as PULL outcomes; with standard errors.

    Newton's steps, by the scores of single talks (Berndt, Hall, Hall and Hausman 1974), each halved while that helps.
    """
    aim = Aim(sheets=_sheets(talks), prior=prior)
    here = aim.start
    best = aim.value(here)
    for _ in range(ROUNDS):
        uphill, information = aim.slopes(here)
        there, value = _further(aim, here, np.asarray(np.linalg.solve(information, uphill), np.float64), best)
        gain, here, best = value - best, there, value
        if gain < ENOUGH:
            break
    found = msgspec.structs.replace(aim.odds(here), hang_up=_hang_up(talks, prior))
    return found, _figures(aim, here)


def _hang_up(talks: Sequence[Talk], prior: Odds) -> float:
    """How often a no ends the call, where the log tells: counted, the default as PULL noes."""
    told = [talk for talk in talks if talk.is_hung_up is not None]
    noes = sum(not turn.is_yes for talk in told for turn in talk.turns if turn.asked)
    return (sum(bool(talk.is_hung_up) for talk in told) + PULL * prior.hang_up) / (noes + PULL)


def _sheets(talks: Sequence[Talk]) -> tuple[Sheet, ...]:
    """So many at a time that their arrays stay small."""
    return tuple(sheet_of(talks[at : at + AT_ONCE]) for at in range(0, len(talks), AT_ONCE))


def _further(aim: Aim, here: Floats, step: Floats, best: float) -> tuple[Floats, float]:
    """The step, or the half of it and so on while that is better; where it stood when none helps."""
    found, value = here, best
    for halving in range(HALVINGS):
        there = here + step / 2**halving
        tried = aim.value(there)
        if tried <= value and value > best:
            break
        if tried > value:
            found, value = there, tried
    return found, value


TIGHT: Final = np.array([PULL / figure.spread**2 for figure in FIGURES])


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made as likely as can be: a log, by its figures as coordinates, those above 0 by logarithm."""

    sheets: tuple[Sheet, ...]
    prior: Odds

    @property
    def start(self) -> Floats:
        """The coordinates of the defaults."""
        told = [getattr(self.prior, figure.name) for figure in FIGURES]
        return np.array(
            [np.log(value) if figure.is_log else value for figure, value in zip(FIGURES, told, strict=True)]
        )

    def odds(self, at: Floats) -> Odds:
        """The figures at these coordinates."""
        pairs = zip(FIGURES, at.tolist(), strict=True)
        found = {figure.name: float(np.exp(value)) if figure.is_log else value for figure, value in pairs}
        return msgspec.structs.replace(self.prior, **found)

    def value(self, at: Floats) -> float:
        """The logarithm of the likelihood, less what it costs to leave the defaults."""
        odds = self.odds(at)
        likely = sum(talk_logs(sheet, hidden_of(sheet, odds), odds).sum() for sheet in self.sheets)
        return float(likely - (TIGHT * (at - self.start) ** 2).sum() / 2)

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        """Which way is up, and how sure each coordinate is: the outer product of what single talks say."""
        scores = np.concatenate([self._scores(sheet, at) for sheet in self.sheets])
        return scores.sum(axis=0) - TIGHT * (at - self.start), scores.T @ scores + np.diag(TIGHT)

    def _scores(self, sheet: Sheet, at: Floats) -> Floats:
        """How much likelier each talk is a little beside, by coordinate: (talks, figures)."""
        odds = self.odds(at)
        hidden = hidden_of(sheet, odds)
        base = talk_logs(sheet, hidden, odds)
        scores = np.empty((len(base), len(FIGURES)))
        for column, figure in enumerate(FIGURES):
            beside = at.copy()
            beside[column] += NUDGE
            there = self.odds(beside)
            moved = hidden if figure.is_kept else hidden_of(sheet, there)
            scores[:, column] = (talk_logs(sheet, moved, there) - base) / NUDGE
        return scores


def _figures(aim: Aim, at: Floats) -> tuple[Figure, ...]:
    errors = np.sqrt(np.diag(np.linalg.inv(aim.slopes(at)[1]))).tolist()
    found = aim.odds(at)
    return tuple(
        Figure(name=each.name, was=getattr(aim.prior, each.name), found=getattr(found, each.name), error=error)
        for each, error in zip(FIGURES, errors, strict=True)
    )
