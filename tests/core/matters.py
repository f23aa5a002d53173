"""Matters for property tests: debts, terms, statements and paydays of every kind that the values can hold."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from callassist.bargains import GATES, Account, Counter, Matter, Past, Refusal
from callassist.creditor_terms import Aid, Hardship, PromptPay, Term, Terms, Tier
from callassist.finances import A_YEAR, SOURCES, Income, Statement
from callassist.intake.standards_files import load_standards
from callassist.schedules import PayCycle
from callassist.standards import Standards

TODAY = date(2026, 11, 25)
DAYS = st.dates(TODAY - timedelta(days=900), TODAY - timedelta(days=1))


@cache
def standards() -> Standards:
    """The tables that ship."""
    return load_standards(Path(__file__).parents[2] / "data")


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """A creditor's terms as the lint lets them be."""
    percents = sorted(draw(st.lists(st.integers(20, 95), min_size=0, max_size=3, unique=True)), reverse=True)
    tiers = tuple(
        Tier(role=role, least_percent=percent)
        for role, percent in zip(("collector", "supervisor", "compliance"), percents, strict=False)
    )
    prompt = draw(st.one_of(st.none(), st.builds(PromptPay, percent=st.integers(1, 20), days=st.integers(5, 45))))
    aid = draw(st.sampled_from([(), (Aid(poverty_percent=200, discount_percent=100),)]))
    hardship = draw(st.one_of(st.none(), st.builds(Hardship, months=st.sampled_from([24, 36, 60]))))
    longest = draw(st.sampled_from([6, 12, 24, 36]))
    return Terms(
        tiers=tiers,
        prompt_pay=prompt,
        months=(Term(dollars=0, months=longest),),
        least_instalment=draw(st.sampled_from([5, 25, 50])),
        down_percent=draw(st.sampled_from([0, 10, 20])),
        settlement_months=draw(st.integers(1, 6)),
        first_payment_days=draw(st.sampled_from([10, 30, 45])),
        hardship=hardship,
        aid=aid,
        remainder=draw(st.sampled_from(["first", "last"])),
    )


CYCLES = st.one_of(
    st.just(PayCycle()),
    st.builds(
        PayCycle, kind=st.sampled_from(["weekly", "biweekly"]), anchor=st.dates(TODAY, TODAY + timedelta(days=20))
    ),
    st.builds(lambda day: PayCycle(kind="monthly", days=(day,)), st.integers(1, 31)),
    st.builds(lambda one, two: PayCycle(kind="semimonthly", days=(one, two)), st.integers(1, 15), st.integers(16, 31)),
)
CENTS = st.integers(0, 900_000)
STATEMENTS = st.builds(
    Statement,
    taken=st.just(TODAY),
    incomes=st.lists(
        st.builds(Income, source=st.sampled_from(SOURCES), cents=CENTS, cycle=st.sampled_from(sorted(A_YEAR))),
        max_size=3,
    ).map(tuple),
    household=st.integers(1, 8),
    over_65=st.just(0),
    housing_cents=st.one_of(st.none(), CENTS),
    transport_cents=st.one_of(st.none(), st.integers(0, 90_000)),
    other_cents=st.one_of(st.none(), st.integers(0, 90_000)),
    is_documented=st.booleans(),
)
BALANCES = st.one_of(st.integers(0, 3), st.integers(1_000, 2_000_000), st.integers(2_000_000, 1_000_000_000))


@st.composite
def accounts(draw: st.DrawFn, *, most: int = 4, gated: bool = False) -> tuple[Account, ...]:
    """Debts, some old, some in their time to dispute; closed by a gate only where `gated`."""
    shared = draw(terms())
    found = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        gates = draw(st.sampled_from([(), (), *((gate,) for gate in GATES)])) if gated else ()
        found.append(
            Account(
                id=number,
                balance_cents=draw(BALANCES),
                service=draw(DAYS),
                terms=draw(st.one_of(st.just(shared), terms())),
                has_terms=True,
                payer=draw(st.sampled_from(["self_pay", "commercial", "medicare"])),
                gates=gates,
                validation_ends=draw(st.one_of(st.none(), st.dates(TODAY, TODAY + timedelta(days=40)))),
                is_time_barred=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def matters(draw: st.DrawFn, *, gated: bool = False, told: bool | None = None, most: int = 4) -> Matter:
    """Something to negotiate. `told` True always has a statement, False never."""
    statement = draw(STATEMENTS) if told or (told is None and draw(st.booleans())) else None
    refusals = draw(
        st.lists(
            st.builds(
                Refusal,
                on=st.dates(TODAY - timedelta(days=200), TODAY - timedelta(days=1)),
                total_cents=st.integers(100, 500_000),
                peak_cents=st.integers(100, 50_000),
                payments=st.sampled_from([1, 6, 12]),
            ),
            max_size=2,
        )
    )
    return Matter(
        accounts=draw(accounts(most=most, gated=gated)),
        today=TODAY,
        state=draw(st.sampled_from(["OH", "CO", "NY", "TX", "AK", ""])),
        past=Past(
            kept=draw(st.integers(0, 9)),
            broken=draw(st.integers(0, 9)),
            returned=draw(st.integers(0, 3)),
            refusals=tuple(refusals),
        ),
        statement=statement,
        cycle=draw(CYCLES),
        role=draw(st.sampled_from(["collector", "supervisor", "compliance"])),
        has_had_cover=draw(st.sampled_from([True, False])),
        standards=standards(),
    )


COUNTERS = st.one_of(
    st.builds(
        Counter,
        kind=st.just("monthly"),
        cents=st.integers(1, 200_000),
        cycle=st.sampled_from(["weekly", "biweekly", "semimonthly", "monthly"]),
        first=st.one_of(st.none(), st.dates(TODAY, TODAY + timedelta(days=60))),
    ),
    st.builds(
        Counter,
        kind=st.just("lump"),
        cents=st.integers(1, 2_000_000),
        first=st.one_of(st.none(), st.dates(TODAY, TODAY + timedelta(days=60))),
    ),
    st.builds(Counter, kind=st.just("share"), percent=st.integers(1, 120), count=st.integers(0, 8)),
    st.builds(Counter, kind=st.just("lump"), cents=st.integers(1, 2_000_000), count=st.integers(2, 8)),
    st.builds(Counter, kind=st.just("monthly"), cents=st.integers(1, 200_000), count=st.integers(1, 40)),
    st.builds(Counter, kind=st.just("split"), percent=st.integers(1, 99), count=st.integers(0, 4)),
    st.builds(Counter, kind=st.just("split"), count=st.integers(2, 60)),
    st.builds(
        Counter,
        kind=st.just("split"),
        cents=st.integers(1, 200_000),
        then_cents=st.integers(1, 90_000),
        cycle=st.sampled_from(["weekly", "biweekly", "monthly"]),
    ),
    st.builds(
        Counter,
        kind=st.just("split"),
        cents=st.integers(1, 500_000),
        rest=st.dates(TODAY, TODAY + timedelta(days=120)),
        count=st.integers(0, 6),
    ),
    st.builds(Counter, kind=st.just("later"), first=st.dates(TODAY, TODAY + timedelta(days=90))),
    st.builds(Counter, kind=st.sampled_from(["nothing", "no", "yes", "unclear"])),
    st.builds(Counter, kind=st.just("route"), route=st.sampled_from(["insurance", "dispute", "bankruptcy"])),
)
