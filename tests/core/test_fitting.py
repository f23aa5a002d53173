"""Learning from a log: few outcomes teach nothing, many find what was so, and nothing worse ever replaces what is."""

from __future__ import annotations

import random
from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from callassist.bargains import NO, Ability, Account, Matter, Offer, Refusal, Turn
from callassist.fitting import FROM, Fitted, fit, parted
from callassist.fitting_scores import Forecasts, forecasts, sheet_of, slope_of
from callassist.odds import PRIOR, Costs, learnt, prior, table, taken, worth
from callassist.schedules import Payment
from callassist.talks import Asked, Instalment, Record, Said, Talk, talk_of
from tests.core.logs import BEGIN, People

TRUE = replace(PRIOR, fair_mean=0.78, hazard_base=-2.6)
TODAY = date(2026, 11, 25)
PROTECTED = {
    *("name", "first_name", "last", "sex", "gender", "race", "ethnicity", "religion", "nationality", "origin"),
    *("language", "age", "dob", "born", "birth", "zip", "address", "city", "county", "disability", "diagnosis"),
    *(
        "marital",
        "married",
        "spouse",
        "pregnant",
        "orientation",
        "veteran",
        "citizen",
        "source",
        "employer",
        "facility",
    ),
}


@pytest.fixture(scope="module")
def log() -> tuple[Talk, ...]:
    return People(TRUE, 10).log(600)


@pytest.fixture(scope="module")
def fitted(log: tuple[Talk, ...]) -> Fitted:
    return fit(log)


# ── how much it takes ──


def test_an_empty_log_leaves_the_defaults() -> None:
    found = fit(())
    assert found.odds == PRIOR
    assert found.odds.basis == "prior"
    assert not found.report.is_replaced


def test_fewer_than_fifty_outcomes_teach_nothing(log: tuple[Talk, ...]) -> None:
    found = fit(log[: FROM - 1])
    assert found.odds is PRIOR
    assert found.report.outcomes == FROM - 1
    assert "too little" in found.report.why


def test_a_talk_without_an_answered_offer_is_no_outcome(log: tuple[Talk, ...]) -> None:
    silent = tuple(replace(talk, turns=()) for talk in log[:200])
    nothing_owed = tuple(replace(talk, owed_cents=0) for talk in log[:200])
    assert fit((*silent, *nothing_owed)).report.outcomes == 0


def test_outcomes_of_one_day_alone_are_not_learnt_from(log: tuple[Talk, ...]) -> None:
    found = fit(tuple(replace(talk, when=BEGIN) for talk in log[:60]))
    assert found.odds is PRIOR
    assert "one day" in found.report.why


# ── what is found ──


@pytest.mark.parametrize("seed", [8, 10, 11])
def test_known_figures_are_found_again_within_two_standard_errors(seed: int) -> None:
    fitted = fit(People(TRUE, seed).log(600))
    assert fitted.tried is not None
    found = {figure.name: figure for figure in fitted.report.figures}
    for name in ("fair_mean", "hazard_base"):
        assert abs(found[name].found - getattr(TRUE, name)) < 2 * found[name].error
        assert abs(found[name].found - getattr(TRUE, name)) < abs(getattr(PRIOR, name) - getattr(TRUE, name))
        assert found[name].found == getattr(fitted.tried, name)


def test_what_foretells_the_last_fifth_better_replaces_and_says_from_how_many(fitted: Fitted) -> None:
    report = fitted.report
    assert report.is_replaced
    assert report.loss_new is not None
    assert report.loss_old is not None
    assert report.loss_new < report.loss_old
    assert report.trained + report.held_back == report.outcomes == 600
    assert fitted.odds.basis == f"from {report.trained} outcomes"
    assert fitted.odds.version.startswith(f"{report.until}-")


def test_the_same_log_in_any_order_gives_the_same_figures(log: tuple[Talk, ...]) -> None:
    mixed = list(log[:120])
    random.Random(5).shuffle(mixed)
    assert fit(mixed) == fit(log[:120])


def test_the_defaults_hold_more_of_a_short_log_than_of_a_long_one(fitted: Fitted, log: tuple[Talk, ...]) -> None:
    short = fit(log[:75]).tried
    assert short is not None
    assert fitted.tried is not None
    assert abs(short.hazard_base - PRIOR.hazard_base) < abs(fitted.tried.hazard_base - PRIOR.hazard_base)


def test_how_often_a_no_ends_a_call_is_counted_where_it_was_noted(log: tuple[Talk, ...]) -> None:
    some = log[:120]
    unknown, none = fit(some).tried, fit(tuple(replace(talk, is_hung_up=False) for talk in some)).tried
    assert unknown is not None
    assert none is not None
    assert none.hang_up < unknown.hang_up == PRIOR.hang_up


# ── the gate ──


def test_what_was_true_already_is_kept(log: tuple[Talk, ...]) -> None:
    lucky = replace(TRUE, version="2026-01-01-true", outcomes=9_000)
    found = fit(log[:150], old=lucky)
    assert found.odds is lucky
    assert not found.report.is_replaced
    assert found.report.why.startswith("Kept")
    assert found.tried != lucky


def test_people_who_change_keep_a_fit_from_being_taken(log: tuple[Talk, ...]) -> None:
    others = People(replace(PRIOR, fair_mean=1.0, hazard_base=-4.5), 9).log(75, begin=BEGIN + timedelta(days=400))
    found = fit((*log[:300], *others))
    assert found.odds is PRIOR
    assert not found.report.is_replaced


def test_nothing_due_after_the_parting_is_learnt_from(log: tuple[Talk, ...]) -> None:
    earlier, later = parted(log)
    cut = later[0].when
    assert all(talk.when < cut for talk in earlier)
    assert all(each.due < cut for talk in earlier for each in talk.instalments)
    assert sum(len(talk.instalments) for talk in log[: len(earlier)]) > sum(len(talk.instalments) for talk in earlier)


@pytest.mark.parametrize(("by", "slope"), [(1.0, 1.0), (2.0, 0.5), (0.5, 2.0)])
def test_the_slope_shows_chances_that_are_too_bold_or_too_timid(by: float, slope: float) -> None:
    rng = np.random.default_rng(1)
    logit = rng.normal(0, 1.5, 40_000)
    came = rng.random(40_000) < 1 / (1 + np.exp(-logit))
    assert slope_of(Forecasts(chance=1 / (1 + np.exp(-by * logit)), came=came)) == pytest.approx(slope, abs=0.04)


def test_no_slope_is_told_where_all_came() -> None:
    assert slope_of(Forecasts(chance=np.array([0.3, 0.6]), came=np.array([True, True]))) is None


def test_a_report_tells_by_tenths_what_was_foretold_and_what_came(fitted: Fitted) -> None:
    bins = fitted.report.bins
    assert sum(each.count for each in bins) == fitted.report.forecasts
    assert [each.foretold for each in bins] == sorted(each.foretold for each in bins)
    assert all(abs(each.foretold - each.came) < 0.2 for each in bins)


# ── whatever a log holds ──

WHOLE = Asked(total_cents=100, first_cents=100, each_cents=100)


def odd(talk: Talk, how: str) -> Talk:
    """The same talk made extreme."""
    match how:
        case "all refuse":
            return replace(talk, turns=(Said(asked=(WHOLE,)),), deal=None, instalments=())
        case "all agree":
            return replace(talk, turns=(Said(asked=(WHOLE, WHOLE), is_yes=True),), deal=WHOLE)
        case "a cent":
            return replace(talk, owed_cents=1, gross_cents=0, residual_cents=-5_000_000)
        case "millions":
            return replace(talk, owed_cents=10**9, gross_cents=10**9, residual_cents=10**9)
        case "all break":
            gone = Instalment(index=0, due=talk.when, is_kept=False)
            return replace(talk, deal=WHOLE, instalments=(gone,) * 40)
        case "contradictions":
            said = tuple(Said(asked=(WHOLE,), month_cents=10**at, now_cents=10 ** (9 - at)) for at in range(1, 9))
            return replace(talk, turns=said)
        case _:
            past = Refusal(on=talk.when + timedelta(days=400), total_cents=1, peak_cents=0, payments=1)
            return replace(talk, record=Record(kept=10**6, broken=10**6, refusals=(past,) * 30))


@pytest.mark.parametrize(
    "how", ["all refuse", "all agree", "a cent", "millions", "all break", "contradictions", "long record"]
)
def test_whatever_a_log_holds_the_figures_stay_figures(log: tuple[Talk, ...], how: str) -> None:
    found = fit(tuple(odd(talk, how) for talk in log[:100]))
    assert found.tried is not None
    for figure in found.report.figures:
        assert np.isfinite([figure.found, figure.error]).all()
    assert 0 < found.tried.hang_up < 1
    assert found.report.why


# ── the same model as on a call ──


MATTER = Matter(accounts=(Account(id=1, balance_cents=120_000),), today=TODAY)
ABILITY = Ability(gross_cents=400_000, residual_cents=30_000)


def plan(cents: int, count: int) -> Offer:
    payments = tuple(Payment(due=TODAY + timedelta(days=7 + 30 * index), cents=cents) for index in range(count))
    return Offer(kind="plan", payments=payments, owed_cents=120_000)


def test_answers_are_foretold_as_on_a_call() -> None:
    past = replace(
        MATTER.past, refusals=(Refusal(on=date(2026, 10, 1), total_cents=120_000, peak_cents=0, payments=1),)
    )
    matter = replace(MATTER, past=past)
    turns = (Turn(offers=(plan(120_000, 1),), answer=NO), Turn(offers=(plan(60_000, 2), plan(90_000, 1)), answer=NO))
    seen = forecasts(sheet_of((talk_of(matter, ABILITY, turns),)), PRIOR)
    for index, turn in enumerate(turns):
        belief = learnt(prior(matter, ABILITY, PRIOR), turns[:index], 120_000, PRIOR)
        none = np.prod(1 - taken(belief, table(turn.offers), 120_000, PRIOR), axis=0)
        assert seen.chance[index] == pytest.approx(0.97 * float(belief.weights @ (1 - none)), rel=1e-9)


def test_instalments_are_foretold_as_on_a_call() -> None:
    deal = plan(10_000, 12)
    talk = talk_of(MATTER, ABILITY, (Turn(offers=(plan(120_000, 1),), answer=NO),), deal)
    kept = tuple(Instalment(index=index, due=deal.payments[index].due, is_kept=True) for index in range(12))
    seen = forecasts(sheet_of((replace(talk, instalments=kept),)), PRIOR)
    belief = learnt(prior(MATTER, ABILITY, PRIOR), (Turn(offers=(plan(120_000, 1),), answer=NO),), 120_000, PRIOR)
    costs = Costs(monthly_rate=0.99, round_cents=0, broken_cents=0, left_share=0, no_deal_cents=0)
    whole = float((worth(belief, table((deal,)), MATTER, PRIOR, costs).keeps @ belief.weights)[0])
    assert float(np.prod(seen.chance[1:])) == pytest.approx(whole, rel=1e-9)


# ── what is never learnt from ──


@pytest.mark.parametrize("kind", [Talk, Record, Said, Asked, Instalment, Refusal, Matter, Account])
def test_nothing_protected_can_be_learnt_from(kind: type[msgspec.Struct]) -> None:
    for field in kind.__struct_fields__:
        assert not PROTECTED & set(field.split("_")), field


def test_a_talk_holds_sums_days_and_counts_and_no_words(log: tuple[Talk, ...]) -> None:
    def leaves(value: object) -> list[object]:
        if isinstance(value, msgspec.Struct):
            return [leaf for name in value.__struct_fields__ for leaf in leaves(getattr(value, name))]
        return [leaf for each in value for leaf in leaves(each)] if isinstance(value, tuple) else [value]

    assert {type(leaf) for leaf in leaves(log)} <= {int, bool, date, type(None)}
