"""The ways beside a payment plan, each by its own test: Medicaid, a client's aid, insurance, hardship, prompt pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from callassist.bargains import HARDSHIP, PROMPT, Ability, Account, Matter, Way
from callassist.creditor_terms import FEDERAL, FREE, Aid
from callassist.offers import joint, terms_of
from callassist.schedules import months_after
from callassist.standards import MedicaidLine

NEAR: Final = 20
"""A line is near within one part in so many of it, 5 %: the income may as well lie on its other side."""
WAIT: Final = "I'm not asking you to pay while it's looked at."
Key = TypeVar("Key")


def grouped(accounts: Sequence[Account], key: Callable[[Account], Key]) -> Mapping[Key, tuple[Account, ...]]:
    """Accounts by what they have in common, in the order in which it first comes."""
    found: dict[Key, tuple[Account, ...]] = {}
    for account in accounts:
        found[key(account)] = (*found.get(key(account), ()), account)
    return found


def _ids(accounts: Sequence[Account]) -> tuple[int, ...]:
    return tuple(account.id for account in accounts)


# ── what a client's aid table gives ──


def aid_of(account: Account) -> tuple[Aid, ...]:
    """The table that holds for an account, the neediest first; none on a federal cost share without a policy for it."""
    terms = terms_of(account)
    if account.payer in FEDERAL and not terms.federal_policy:
        return ()
    return tuple(sorted(terms.aid, key=lambda row: row.poverty_percent))


def aid_percent(account: Account, poverty: int | None) -> int:
    """How much of it the table takes off at a percentage of the poverty line; 0 where that is not known."""
    rows = [] if poverty is None else [row for row in aid_of(account) if poverty <= row.poverty_percent]
    return max((row.discount_percent for row in rows), default=0)


def is_near(poverty: int, line: int) -> bool:
    """Whether income stands so near a line that it may be on its other side."""
    return abs(poverty - line) * NEAR <= line


def _is_doubtful(matter: Matter, account: Account, poverty: int) -> bool:
    if account.has_finding:
        return False
    is_documented = matter.statement is not None and matter.statement.is_documented
    return not is_documented or any(is_near(poverty, row.poverty_percent) for row in aid_of(account))


def aid_ways(matter: Matter, ability: Ability, accounts: Sequence[Account]) -> Iterator[Way]:
    """Free care and the sliding scale of each client that has them; where need is not known yet, that they exist."""
    poverty = ability.poverty_percent
    having = [account for account in accounts if aid_of(account)]
    if poverty is None:
        for law, unknown in grouped(having, _law).items():
            yield _aid_exists(law, unknown)
        return
    by_class = grouped(
        having, lambda each: (aid_percent(each, poverty), _is_doubtful(matter, each, poverty), _law(each))
    )
    for (percent, is_doubtful, law), alike in by_class.items():
        if percent:
            yield _aid_given(percent, alike, f"{_means(poverty)}; {law}.", is_doubtful=is_doubtful)
        elif near := [a for a in alike if any(is_near(poverty, row.poverty_percent) for row in aid_of(a))]:
            yield Way(
                kind="aid",
                debts=_ids(near),
                say="You may be close to the line for help with this bill. Would you like the form, so they can look?",
                do="Screen: send the form; the client decides by papers.",
                why=f"{_means(poverty)}, within 5 % of a line; {law}.",
                is_entitled=True,
            )


def _means(poverty: int) -> str:
    return f"Income is {poverty} % of the poverty line"


def _law(account: Account) -> str:
    table = f"the aid table of {account.client}" if account.client else "the client's aid table"
    return f"{table}, 26 CFR 1.501(r)-4(b)" if account.creditor_kind == "nonprofit_hospital" else table


def _aid_exists(law: str, accounts: tuple[Account, ...]) -> Way:
    return Way(
        kind="aid",
        debts=_ids(accounts),
        say="There is help with bills like this for people whose income is low. Would you like the form?",
        do="Send the form; ask household and income if they wish to answer.",
        why=f"Need is not known yet; {law}.",
        is_entitled=True,
    )


def _aid_given(percent: int, accounts: tuple[Account, ...], why: str, *, is_doubtful: bool) -> Way:
    off = "all of this bill" if percent == FREE else f"{percent} percent of this bill"
    wait = f" {WAIT}" if percent == FREE else ""
    return Way(
        kind="aid",
        debts=_ids(accounts),
        say=f"You may get help that takes off {off}. I can send you the form.{wait}"
        if is_doubtful
        else f"You get help that takes off {off}.",
        do="Screen: send the form and ask for papers; the client decides."
        if is_doubtful
        else f"Pass it to the client: {percent} % off; correct the balance when it is granted.",
        why=why,
        is_entitled=True,
        percent=percent,
    )


# ── Medicaid and other cover ──


def medicaid_start(matter: Matter, line: MedicaidLine) -> date:
    """The first day of care that an application today would reach."""
    return months_after(matter.today.replace(day=1), -line.retroactive_months)


def medicaid_line(matter: Matter) -> MedicaidLine | None:
    """The line of their state for adults; None where it has none."""
    line = matter.standards.medicaid_line(matter.state, matter.today)
    return line if line is not None and line.percent > 0 else None


def medicaid_ways(matter: Matter, ability: Ability, accounts: Sequence[Account]) -> Iterator[Way]:
    """Screening for Medicaid of whoever had no cover and may be within their state's line; it reaches back."""
    line, poverty = medicaid_line(matter), ability.poverty_percent
    if matter.has_had_cover is not False or line is None or poverty is None:
        return
    start = medicaid_start(matter, line)
    reached = [a for a in accounts if a.payer == "self_pay" and (a.service is None or a.service >= start)]
    if reached and (poverty <= line.percent or is_near(poverty, line.percent)):
        yield Way(
            kind="medicaid",
            debts=_ids(reached),
            say=f"Medicaid may pay for this care. Would you like help to apply? {WAIT}",
            do=f"Screen for Medicaid: give the state's application; it may reach back to care from {start} on.",
            why=f"{_means(poverty)}, the line is {line.percent} %; no cover then: {line.source}, 42 CFR 435.915.",
            is_entitled=True,
        )


def insurance_ways(matter: Matter, accounts: Sequence[Account]) -> Iterator[Way]:
    """Billing the cover that they had, where none is on file."""
    unbilled = [account for account in accounts if account.payer == "self_pay"]
    if matter.has_had_cover and unbilled:
        yield Way(
            kind="insurance",
            debts=_ids(unbilled),
            say="You had coverage then, so it should be billed first. Could I take the plan's name and member number?",
            do="Note the plan and the member number; have the client bill it.",
            why="They had cover on the day of care, and none is on file: 15 USC 1692e(2)(A), 1692f(1).",
        )


# ── by what a month leaves ──


def least_usual_cents(matter: Matter, accounts: Sequence[Account]) -> int:
    """The smallest instalment of a usual plan for all of these: cents a month."""
    if not accounts:
        return 0
    together = joint(matter, accounts)
    return max(min(together.least_cents, together.owed_cents), -(-together.owed_cents // together.longest))


def is_hard(matter: Matter, ability: Ability, accounts: Sequence[Account]) -> bool | None:
    """Whether no usual plan fits what a month leaves them; None where that is not known."""
    if ability.residual_cents is not None and ability.residual_cents <= 0:
        return True
    if ability.cap_cents is None:
        return None
    return ability.cap_cents < least_usual_cents(matter, accounts)


def hardship_ways(matter: Matter, ability: Ability, accounts: Sequence[Account]) -> Iterator[Way]:
    """The hardship plans of clients that have them, for whoever cannot pay by the usual ones."""
    if not is_hard(matter, ability, accounts):
        return
    for terms, alike in grouped(accounts, lambda each: terms_of(each).hardship).items():
        if terms is not None:
            yield Way(
                kind=HARDSHIP,
                debts=_ids(alike),
                say=f"When money is tight, there is a plan with smaller payments, over up to {terms.months} months.",
                do=f"Tell of the plan: up to {terms.months} months, ${terms.least_instalment} or more a month.",
                why="A usual plan does not fit what a month leaves them: the client's hardship terms.",
                is_entitled=True,
            )


def prompt_ways(accounts: Sequence[Account]) -> Iterator[Way]:
    """The discount for paying at once, told to everybody alike where a client gives it."""
    for terms, alike in grouped(accounts, lambda each: terms_of(each).prompt_pay).items():
        if terms is not None:
            yield Way(
                kind=PROMPT,
                debts=_ids(alike),
                say=f"Anybody who pays all of it within {terms.days} days gets {terms.percent} percent off.",
                do=f"Tell of the prompt-pay discount: {terms.percent} % within {terms.days} days; press nobody.",
                why="The client gives it to everybody alike: the client's terms, OIG Advisory Opinion 08-03.",
                is_entitled=True,
                percent=terms.percent,
            )


def protected_ways(ability: Ability, accounts: Sequence[Account]) -> Iterator[Way]:
    """That nothing is asked out of income that the law protects."""
    if ability.is_protected:
        yield Way(
            kind="hold",
            debts=_ids(accounts),
            say="The law protects the income you have, so I'm not asking you to pay out of it.",
            do="Ask for nothing and urge no recurring debit; note that the income is protected.",
            why="All of it is protected: 42 USC 407, 1383(d)(1); 38 USC 5301(a)(1); 31 CFR part 212; state law.",
        )


def relief_ways(ability: Ability, accounts: Sequence[Account]) -> Iterator[Way]:
    """A review instead of a plan where a month leaves nothing."""
    if ability.residual_cents is not None and ability.residual_cents <= 0:
        yield Way(
            kind="loss_mitigation",
            debts=_ids(accounts),
            say="Your needs come first and nothing is left over. I'll ask for a review. You don't have to pay now.",
            do="Refer to loss mitigation with the statement; make no second request on this call.",
            why="Living needs take all of the income: IRS national standards and what they told of their spending.",
        )
