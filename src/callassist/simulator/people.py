"""The people of a made-up population: what they have and earn, how they judge, what they would tell. All of it hidden.

`Person.matter` alone is what a desk sees when it calls; questions and answers add to that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from callassist.bargains import Account, Matter, Past
from callassist.finances import Income, Statement
from callassist.schedules import UNKNOWN, PayCycle
from callassist.simulator.chance import CENTS, Chance
from callassist.simulator.population import LogNormal, Population
from callassist.standards import MONTHS, Standards, poverty_percent

Floats = NDArray[np.float64]

LIVED: Final = 66
"""Months that are lived through: the longest plan, and time to catch up."""
TURNS: Final = 16
WHOLE: Final = 100
REFUNDS: Final = (2, 3)
"""The months of a year in which tax refunds come."""
YOUNGEST_CARE, OLDEST_CARE = 60, 700
"""Days since care."""


class Purse(msgspec.Struct, frozen=True, kw_only=True):
    """Cents: what they have set aside for this bill, what they keep, what is left of a month and is pledged to it.

    `free` is what each month really leaves, shocks and all; `is_lapsed` the months in which a payment is forgotten.
    `leak` is the part of what a month's pledge leaves over that is spent by its end.
    """

    aside: float
    kept: float
    slack: float
    pledge: float
    optimism: float
    leak: float
    free: Floats
    lapses: Floats
    lapse: float
    lapse_more: float


class Mind(msgspec.Struct, frozen=True, kw_only=True):
    """How they judge a bill: shares of it, and how later payments count."""

    rid: float
    reference: float
    loss: float
    bias: float
    patience: float


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How they talk: noes out of tactics, what they name, when they hang up; `chances` are drawn before, by turn."""

    stubborn: int
    shade: float
    volunteers: float
    answers: float
    hangs_up: float
    overasked: float
    chances: Floats
    supervisor_agrees: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `told` is the statement that they would give when asked, with None where they would decline."""

    matter: Matter
    truth: Statement
    told: Statement
    is_covered: bool
    purse: Purse
    mind: Mind
    manner: Manner


def person(population: Population, standards: Standards, seed: int, number: int) -> Person:
    """The person of this number; the same whoever else is drawn, and whatever is then said to them."""
    chance = Chance(seed, number)
    truth = _statement(population, chance)
    over = chance.happens(population.over_promises)
    matter = _matter(population, standards, chance, truth, over)
    return Person(
        matter=matter,
        truth=truth,
        told=_told(population, chance, truth),
        is_covered=chance.happens(population.covered),
        purse=_purse(population, standards, chance, truth, over),
        mind=_mind(population, chance),
        manner=_manner(population, chance),
    )


# ── what they earn and spend ──


def take_home_cents(statement: Statement) -> int:
    """A month's income after what is taken from it."""
    return (statement.gross_cents or 0) - (statement.deductions_cents or 0)


def _statement(population: Population, chance: Chance) -> Statement:
    household = chance.weighed(population.household) + 1
    is_protected = chance.happens(population.protected)
    old = chance.happens(population.over_65) or is_protected
    net = chance.cents(population.protected_income if is_protected else population.take_home)
    if household > 1 and chance.happens(population.second) and not is_protected:
        net += net * population.second_percent // WHOLE
    gross = net if is_protected else net * WHOLE // (WHOLE - population.deducted_percent)
    most = net * population.housing_most_percent // WHOLE
    return Statement(
        taken=population.today,
        incomes=(Income(source="social_security" if is_protected else "wages", cents=gross),),
        household=household,
        over_65=1 if old else 0,
        housing_cents=min(most, chance.cents(population.housing)),
        transport_cents=min(most // 2, chance.cents(population.transport)),
        other_cents=min(most // 2, chance.cents(population.other)),
        deductions_cents=gross - net,
    )


def _told(population: Population, chance: Chance, truth: Statement) -> Statement:
    """All of it, about right; household and income alone; or nothing."""
    kind, noise = chance.draw.random(), chance.draw.standard_normal(4)

    def about(cents: int, index: int) -> int:
        return round(cents * float(np.exp(population.statement_noise * noise[index])) / 1000) * 1000

    income = (truth.incomes or ())[0]
    gross = about(income.cents, 0)
    some = Statement(
        taken=truth.taken,
        incomes=(msgspec.structs.replace(income, cents=gross),),
        household=truth.household,
        over_65=truth.over_65,
        deductions_cents=min(gross, about(truth.deductions_cents or 0, 0)),
    )
    if kind < population.tells_statement:
        return msgspec.structs.replace(
            some,
            housing_cents=about(truth.housing_cents or 0, 1),
            transport_cents=about(truth.transport_cents or 0, 2),
            other_cents=about(truth.other_cents or 0, 3),
        )
    return some if kind < population.tells_statement + population.tells_some else Statement(taken=truth.taken)


# ── what they have, and what each month leaves ──


def _purse(population: Population, standards: Standards, chance: Chance, truth: Statement, over: bool) -> Purse:  # noqa: FBT001 - drawn in one go
    net = take_home_cents(truth)
    living = standards.living_cents(truth.household or 1, truth.over_65, population.today)
    spent = (truth.housing_cents or 0) + (truth.transport_cents or 0) + (truth.other_cents or 0)
    needs = chance.bell(population.thrift) * living + spent + min(net // 5, chance.cents(population.debts))
    slack = max(population.least_slack * CENTS, (net - needs) * (1 - chance.bell(population.lifestyle)))
    cash = 0.0 if chance.happens(population.no_cash) else chance.times(population.cash_months) * net
    dip = chance.bell(population.dips)
    optimism = chance.bell(population.optimism)
    return Purse(
        aside=cash * dip,
        kept=cash * (1 - dip),
        slack=slack,
        pledge=chance.bell(population.pledges),
        optimism=optimism if over else 1.0,
        leak=population.leak,
        free=slack + _shocks(population, chance, net, is_safe=(truth.incomes or ())[0].source != "wages"),
        lapses=chance.draw.random(LIVED),
        lapse=chance.bell(population.lapse),
        lapse_more=population.lapse_without_payday,
    )


def _shocks(population: Population, chance: Chance, net: int, *, is_safe: bool) -> Floats:
    """By month, cents: pay that is lost, repairs, refunds of tax."""
    found = np.zeros(LIVED)
    losses, repairs = chance.draw.random(LIVED), chance.draw.random(LIVED)
    costs = _draws(population.repair_cost, chance)
    found -= np.where(repairs < population.repair, costs, 0.0)
    for start in () if is_safe else np.flatnonzero(losses < population.job_loss):
        found[start : start + population.jobless_months] = -net * (WHOLE - population.jobless_percent) / WHOLE
    is_refunded, month = chance.happens(population.refund), REFUNDS[chance.weighed((1, 1))]
    first = (month - population.today.month) % MONTHS
    refunds = _draws(population.refund_size, chance)
    if is_refunded:
        found[first::MONTHS] += refunds[first::MONTHS]
    return found


def _draws(sizes: LogNormal, chance: Chance) -> Floats:
    return np.asarray(sizes.median * CENTS * np.exp(sizes.spread * chance.draw.standard_normal(LIVED)))


def _mind(population: Population, chance: Chance) -> Mind:
    return Mind(
        rid=chance.bell(population.rids),
        reference=chance.bell(population.references),
        loss=chance.bell(population.losses),
        bias=chance.bell(population.present_bias),
        patience=chance.bell(population.monthly_patience),
    )


def _manner(population: Population, chance: Chance) -> Manner:
    strategic, silent = chance.happens(population.strategic), chance.happens(population.silent)
    noes = chance.weighed(population.stubborn) + 1
    honest, low = chance.bell(population.honest_shade), chance.bell(population.strategic_shade)
    return Manner(
        stubborn=noes if strategic else 0,
        shade=low if strategic else honest,
        volunteers=0.0 if silent else population.volunteers,
        answers=population.answers / 2 if silent else population.answers,
        hangs_up=chance.bell(population.hangs_up),
        overasked=population.overasked,
        chances=chance.draw.random((TURNS, 3)),
        supervisor_agrees=chance.happens(population.supervisor_agrees),
    )


# ── what the desk sees ──


def _matter(population: Population, standards: Standards, chance: Chance, truth: Statement, over: bool) -> Matter:  # noqa: FBT001 - drawn in one go
    state = chance.named(population.states)
    count = 2 + chance.weighed((3, 2, 1)) if chance.happens(population.several) else 1
    whole = min(max(chance.times(population.balance), population.least_balance), population.most_balance)
    parts = chance.draw.dirichlet(np.full(count, 3.0))
    creditor = population.creditors[chance.weighed([each.weight for each in population.creditors])]
    line = standards.poverty_cents(state, truth.household or 1, population.today)
    poverty = poverty_percent(truth.gross_yearly_cents or 0, line)
    has_finding = chance.happens(population.found) and _is_due_in_part(creditor.terms.aid, poverty)
    accounts = []
    for index in range(count):
        is_gated = chance.happens(population.gated_debt) and count > 1
        age = int(chance.draw.integers(YOUNGEST_CARE, OLDEST_CARE))
        accounts.append(
            Account(
                id=index + 1,
                balance_cents=max(CENTS, round(whole * float(parts[index]) * CENTS)),
                client=creditor.kind,
                service=population.today - timedelta(days=age),
                terms=creditor.terms,
                has_terms=True,
                creditor_kind=creditor.kind,
                gates=("insurance_pending",) if is_gated else (),
                has_finding=has_finding,
            )
        )
    gate = "attorney" if chance.happens(population.gated) else ""
    return Matter(
        accounts=tuple(accounts),
        today=population.today,
        state=state,
        past=_past(population, chance, over=over),
        cycle=_cycle(population, chance),
        gates=(gate,) if gate else (),
        standards=standards,
    )


def _is_due_in_part(aid: tuple[object, ...], poverty: int) -> bool:
    rows = [row for row in aid if poverty <= getattr(row, "poverty_percent", 0)]
    return bool(rows) and max(getattr(row, "discount_percent", 0) for row in rows) < WHOLE


def _past(population: Population, chance: Chance, *, over: bool) -> Past:
    promises = chance.weighed(population.promises)
    share = population.over_keeps if over else population.honest_keeps
    kept = sum(chance.happens(share) for _ in range(promises))
    return Past(kept=kept, broken=promises - kept)


def _cycle(population: Population, chance: Chance) -> PayCycle:
    kind, offset = chance.weighed((6, 3, 2)), int(chance.draw.integers(0, 14))
    if not chance.happens(population.knows_payday):
        return UNKNOWN
    if kind == 0:
        return PayCycle(kind="biweekly", anchor=population.today + timedelta(days=offset))
    return PayCycle(kind="semimonthly", days=(1, 15)) if kind == 1 else PayCycle(kind="monthly", days=(1 + offset,))
