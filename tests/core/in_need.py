"""Somebody who owes one creditor that helps, with round tables: for tests of what they are entitled to."""

from datetime import date

import msgspec

from callassist.ability import ability_of
from callassist.bargains import Account, Matter, Way
from callassist.creditor_terms import Aid, Hardship, PromptPay, Term, Terms, Tier
from callassist.entitlements import next_question, ways_of
from callassist.finances import Income, Statement
from callassist.standards import IncomeCap, LivingStandard, MedicaidLine, PovertyLine, Standards

TODAY = date(2026, 11, 25)
READ = date(2026, 11, 1)
SERVICE = date(2026, 9, 3)
STANDARDS = Standards(
    poverty=(PovertyLine(since=date(2026, 1, 13), source="HHS", as_of=READ, first=12000, each=6000),),
    living=(
        LivingStandard(
            since=date(2026, 4, 20),
            source="IRS",
            as_of=READ,
            by_size=(800, 1400, 1700, 2100),
            each=400,
            health=80,
            health_old=150,
        ),
    ),
    caps=(IncomeCap(since=date(2024, 10, 20), source="N.Y. PHL 2807-k", as_of=READ, state="NY", percent=5),),
    medicaid=(MedicaidLine(since=date(2014, 1, 1), source="42 CFR 435.119", as_of=READ, states=("OH",), percent=138),),
)
"""One person's line is 1,000 dollars a month, so that income in tens of dollars is the percentage of it."""
TABLE = (Aid(poverty_percent=200, discount_percent=100), Aid(poverty_percent=300, discount_percent=60))
GENEROUS = Terms(
    aid=TABLE,
    prompt_pay=PromptPay(percent=10, days=30),
    hardship=Hardship(months=48, least_instalment=10),
    tiers=(Tier(role="collector", least_percent=80),),
    settlement_months=3,
    months=(Term(dollars=0, months=12),),
)
PLAIN = Terms()


def account(number: int = 1, terms: Terms = GENEROUS, **more: object) -> Account:
    return msgspec.structs.replace(
        Account(id=number, balance_cents=120_000, client="MERCY", service=SERVICE, terms=terms), **more
    )


def told(dollars: int, *, source: str = "wages", **more: object) -> Statement:
    """Of one person with so many dollars a month; papers were seen."""
    income = Income(source=source, cents=dollars * 100)
    known = Statement(
        taken=TODAY,
        incomes=(income,),
        household=1,
        housing_cents=0,
        transport_cents=0,
        other_cents=0,
        is_documented=True,
    )
    return msgspec.structs.replace(known, **more)


def matter(*accounts: Account, **more: object) -> Matter:
    known = Matter(accounts=accounts or (account(),), today=TODAY, state="PA", has_had_cover=False, standards=STANDARDS)
    return msgspec.structs.replace(known, **more)


def ways(about: Matter) -> tuple[Way, ...]:
    return ways_of(about, ability_of(about))


def kinds(about: Matter) -> list[str]:
    return [way.kind for way in ways(about)]


def way(about: Matter, kind: str) -> Way:
    return next(each for each in ways(about) if each.kind == kind)


def asked(about: Matter, *, for_plan: bool = False) -> str:
    return next_question(about, ability_of(about), for_plan=for_plan)
