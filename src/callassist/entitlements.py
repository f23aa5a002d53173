"""What comes before any offer of money: gates that close a demand, questions of need, and what they are entitled to.

Whoever meets a written test is told, before and apart from whatever is worth more. What is in doubt is looked into and
never decided here; signs of need prompt a question and nothing else.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from callassist.ability import caps_of
from callassist.bargains import (
    FULL,
    GATES,
    HARDSHIP,
    PARTS,
    PLAN,
    PROMPT,
    SETTLEMENT,
    Ability,
    Account,
    Matter,
    Way,
)
from callassist.creditor_terms import FREE
from callassist.entitlement_ways import (
    aid_of,
    aid_percent,
    aid_ways,
    hardship_ways,
    insurance_ways,
    is_hard,
    medicaid_line,
    medicaid_ways,
    prompt_ways,
    protected_ways,
    relief_ways,
)
from callassist.entitlement_words import CLOSINGS
from callassist.finances import LEAVE, QUESTIONS
from callassist.offers import terms_of

COVERAGE: Final = "coverage"
MEANS: Final = ("household", "incomes")
TOLD, NEXT = "told", "next"
WHOLE: Final = 100


# ── gates ──


def gates_of(matter: Matter) -> tuple[str, ...]:
    """What closes every demand, the strongest first; () while one account may still be asked for.

    A gate of the person closes all. Gates of accounts are among them only when they leave no account open; of those,
    an account with nothing on it counts as nothing_owed.
    """
    found = set(matter.gates)
    if not any(account.balance_cents > 0 and not account.gates for account in matter.accounts):
        owing = [account for account in matter.accounts if account.balance_cents > 0]
        found |= {gate for account in owing for gate in account.gates} or {"nothing_owed"}
    return _strongest_first(found)


def open_accounts(matter: Matter) -> tuple[Account, ...]:
    """The accounts that may be spoken of with money, by number; none behind a gate of the person."""
    if matter.gates:
        return ()
    known = (account for account in matter.accounts if account.balance_cents > 0 and not account.gates)
    return tuple(sorted(known, key=lambda account: account.id))


def _strongest_first(gates: Collection[str]) -> tuple[str, ...]:
    rank = {gate: index for index, gate in enumerate(GATES)}
    return tuple(sorted(set(gates), key=lambda gate: (rank.get(gate, len(rank)), gate)))


def _gate_ways(matter: Matter) -> Iterator[Way]:
    """A way for what is closed: one for all behind a gate of the person, else one for the accounts of each gate."""
    everything = tuple(sorted(account.id for account in matter.accounts))
    if matter.gates:
        yield _closing(_strongest_first(matter.gates)[0], everything)
        return
    by_gate: dict[str, list[int]] = {}
    for account in sorted(matter.accounts, key=lambda each: each.id):
        if account.gates and account.balance_cents > 0:
            by_gate.setdefault(_strongest_first(account.gates)[0], []).append(account.id)
    for gate in _strongest_first(by_gate):
        yield _closing(gate, tuple(by_gate[gate]))
    if not by_gate and not open_accounts(matter):
        yield _closing("nothing_owed", everything)


def _closing(gate: str, debts: tuple[int, ...]) -> Way:
    """A gate that is not known here holds everything."""
    return CLOSINGS.get(gate, CLOSINGS["hold"]).way(debts)


# ── questions of need ──


def next_question(matter: Matter, ability: Ability, *, for_plan: bool = False) -> str:
    """The one question to ask now, in words; '' when there is none. LEAVE goes before the first of need."""
    key = next_key(matter, ability, for_plan=for_plan)
    if key == COVERAGE:
        return f"Did you have any health coverage, like Medicaid, Medicare or a plan at work, {_when(matter)}?"
    if not key:
        return ""
    is_first = matter.statement is None and not set(QUESTIONS) & set(matter.answered)
    return f"{LEAVE} {QUESTIONS[key]}" if is_first else QUESTIONS[key]


def next_key(matter: Matter, ability: Ability, *, for_plan: bool = False) -> str:
    """The same by its key: coverage, or one of finances.QUESTIONS; '' when nothing has to be asked.

    Income is asked for where aid, a state's cap, hardship terms or Medicaid turn on it, after a sign of need, and
    `for_plan`; spending once income was told, unless nothing will be asked of them anyway.
    """
    accounts = open_accounts(matter)
    if not accounts:
        return ""
    declined = matter.statement.declined if matter.statement else ()
    asked = {*matter.answered, *declined}
    if matter.has_had_cover is None and COVERAGE not in asked:
        return COVERAGE
    wanted = _wanted(matter, ability, accounts, for_plan=for_plan)
    return next((key for key in ability.missing if key in wanted and key not in asked), "")


def _wanted(matter: Matter, ability: Ability, accounts: Sequence[Account], *, for_plan: bool) -> Collection[str]:
    if ability.gross_cents is None:
        return MEANS if for_plan or _turns_on_income(matter, accounts) else ()
    asked_for = [a for a in accounts if aid_percent(a, ability.poverty_percent) < FREE]
    return MEANS if ability.is_protected or not asked_for else QUESTIONS


def _turns_on_income(matter: Matter, accounts: Sequence[Account]) -> bool:
    if matter.signals or caps_of(matter, None):
        return True
    if matter.has_had_cover is False and medicaid_line(matter):
        return True
    return any(aid_of(account) or terms_of(account).hardship for account in accounts)


def _when(matter: Matter) -> str:
    days = {account.service for account in open_accounts(matter)}
    day = days.pop()
    if days or day is None:
        return "when you had this care"
    return f"on {month_name[day.month]} {day.day}, {day.year}"


# ── ways ──


def ways_of(matter: Matter, ability: Ability) -> tuple[Way, ...]:
    """Everything to tell before money, in the order in which to tell it; behind a gate of the person its way alone."""
    accounts = open_accounts(matter)
    return (
        *_gate_ways(matter),
        *insurance_ways(matter, accounts),
        *medicaid_ways(matter, ability, accounts),
        *aid_ways(matter, ability, accounts),
        *((*protected_ways(ability, accounts), *relief_ways(ability, accounts)) if accounts else ()),
        *hardship_ways(matter, ability, accounts),
        *prompt_ways(accounts),
    )


def not_asked(ways: Sequence[Way]) -> frozenset[int]:
    """The debts for which no money is asked while their way is open: closed, another's to pay, or perhaps free."""
    kinds = {"gate", "dispute", "insurance", "hold", "medicaid"}
    closed = (way for way in ways if way.kind in kinds or (way.kind == "aid" and way.percent == FREE))
    return frozenset(debt for way in closed for debt in way.debts)


def reduced(matter: Matter, ability: Ability) -> Matter:
    """With the sliding scale taken off each account on which need was found, a part of a cent in their favour.

    The balance must be the one before that aid: what is taken off twice is wrong. Unchanged where income is not known.
    """
    accounts = tuple(_reduced(account, ability.poverty_percent) for account in matter.accounts)
    return matter if accounts == matter.accounts else msgspec.structs.replace(matter, accounts=accounts)


def _reduced(account: Account, poverty: int | None) -> Account:
    percent = aid_percent(account, poverty) if account.has_finding and account.balance_cents > 0 else 0
    left = account.balance_cents * (WHOLE - percent) // WHOLE
    return msgspec.structs.replace(account, balance_cents=left) if percent else account


# ── the checklist ──


def named(matter: Matter, ability: Ability, ways: Sequence[Way], offered: Collection[str] = ()) -> Mapping[str, str]:
    """Every option on the table, each once: `told`, `next`, or `does not apply: why`.

    `offered` are the kinds of offers (bargains.KINDS) that were made or are made now.
    """
    told = {way.kind for way in ways} | set(offered)
    accounts = open_accounts(matter)
    options: Mapping[str, Callable[[], str]] = {
        FULL: lambda: _unless(not any(terms_of(a).prompt_pay for a in accounts), "prompt pay asks less"),
        PROMPT: lambda: _unless(any(terms_of(a).prompt_pay for a in accounts), "no creditor gives a discount for it"),
        SETTLEMENT: lambda: _unless(any(terms_of(a).tiers for a in accounts), "no creditor takes less"),
        PARTS: lambda: _unless(
            any(terms_of(a).tiers and terms_of(a).settlement_months > 1 for a in accounts),
            "no creditor takes less in parts",
        ),
        PLAN: lambda: "",
        HARDSHIP: lambda: _hardship_why(matter, ability, accounts),
        "aid": lambda: _aid_why(accounts),
        "medicaid": lambda: _medicaid_why(matter, ability),
        "insurance": lambda: _unless(matter.has_had_cover is not False, "there was no cover on the day of care"),
        "loss_mitigation": lambda: _unless(ability.residual_cents is None, "a month leaves something"),
    }
    closed = gates_of(matter)
    reasons = {kind: f"closed by {closed[0]}" if closed else why() for kind, why in options.items()}
    states = {kind: f"does not apply: {why}" if why else NEXT for kind, why in reasons.items()}
    return {kind: TOLD if kind in told else state for kind, state in states.items()}


def _unless(may_apply: object, why_not: str) -> str:
    return "" if may_apply else why_not


def _hardship_why(matter: Matter, ability: Ability, accounts: Sequence[Account]) -> str:
    if not any(terms_of(account).hardship for account in accounts):
        return "no creditor has such a plan"
    return _unless(is_hard(matter, ability, accounts) is not False, "a usual plan fits what a month leaves")


def _aid_why(accounts: Sequence[Account]) -> str:
    if not any(aid_of(account) for account in accounts):
        return "no creditor has a table for it"
    return "income is above every line of it"


def _medicaid_why(matter: Matter, ability: Ability) -> str:
    line, poverty = medicaid_line(matter), ability.poverty_percent
    if matter.has_had_cover:
        return "there was cover on the day of care"
    if line is None:
        return "no line of their state is on file"
    if poverty is None or matter.has_had_cover is None:
        return ""
    return "income is above its line" if poverty > line.percent else "it does not reach back to the day of care"
