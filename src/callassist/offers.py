"""Every offer that may be made: whole or less, at once or in instalments, each legal by construction.

What a creditor's terms, a state's cap and the person's means do not allow is not built, so nothing that ranks offers
can bring it back. Several debts are offered as one, each by its own creditor's terms: see Joint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.bargains import FULL, HARDSHIP, PARTS, PLAN, PROMPT, SETTLEMENT, Ability, Account, Matter, Offer
from callassist.creditor_terms import FEDERAL, Hardship, Terms
from callassist.money import allocate_cents
from callassist.rules import SEATS
from callassist.schedules import SOON, UNKNOWN, PayCycle, build_schedule, due_days

MONTHS: Final = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 48, 60)
"""Lengths of plans that are looked at."""
STEP: Final = 4
PART_STEP: Final = 8
"""Settlements at once, and in parts, are looked at in steps of so many percent of what is owed."""
LEAST_CENTS: Final = 100
"""Nothing is split into payments below a dollar."""
WHOLE: Final = 100


class Joint(msgspec.Struct, frozen=True, kw_only=True):
    """Several debts as one: what their creditors' terms allow together, the narrower of each.

    `floors` are (role, cents): for how little each seat's word settles all of it, by each account's own tier, SEATS in
    order; `prompt_cents` with the prompt-pay discount of those that have one, 0 for none. `earliest` is the first day
    on which a payment may be asked: after every period to dispute.
    """

    accounts: tuple[Account, ...]
    owed_cents: int
    today: date
    earliest: date
    latest: date
    floors: tuple[tuple[str, int], ...]
    longest: int
    least_cents: int
    down_cents: int
    down_from: int
    settlement_months: int
    hardship: Hardship | None
    prompt_cents: int
    prompt_days: int
    remainder: str

    def role_for(self, total_cents: int) -> str | None:
        """The least seat whose word takes this for all; None when no seat's does."""
        if total_cents >= self.owed_cents:
            return SEATS[0]
        return next((role for role, floor in self.floors if total_cents >= floor), None)

    def floor_for(self, role: str) -> int:
        """The least that a seat may settle for: cents."""
        allowed = SEATS.index(role)
        return min((floor for seat, floor in self.floors if SEATS.index(seat) <= allowed), default=self.owed_cents)


def terms_of(account: Account) -> Terms:
    """The terms that hold for an account: its payer's, and no discount on a federal cost share without a finding."""
    terms = account.terms.of_payer(account.payer)
    if account.payer in FEDERAL and not (terms.federal_policy and account.has_finding):
        return msgspec.structs.replace(terms, tiers=(), prompt_pay=None)
    return terms


def floor_of(account: Account, role: str) -> int:
    """The least that a seat may take for one account: cents, rounded up."""
    allowed = SEATS.index(role)
    percents = [t.least_percent for t in terms_of(account).tiers if SEATS.index(t.role) <= allowed]
    return -(-account.balance_cents * min(percents, default=WHOLE) // WHOLE)


def joint(matter: Matter, accounts: Sequence[Account]) -> Joint:
    """What may be offered for some open accounts together; they are taken by number, whatever order they come in."""
    known = tuple(sorted(accounts, key=lambda each: (each.service or date.max, each.id)))
    owed = sum(account.balance_cents for account in known)
    terms = [terms_of(account) for account in known]
    after = [account.validation_ends + timedelta(days=1) for account in known if account.validation_ends]
    earliest = max((matter.today, *after))
    first_days = min(each.first_payment_days for each in terms)
    hardships = [each.hardship for each in terms]
    prompt = [_prompt(account, each) for account, each in zip(known, terms, strict=True)]
    days = [each.prompt_pay.days for each in terms if each.prompt_pay]
    return Joint(
        accounts=known,
        owed_cents=owed,
        today=matter.today,
        earliest=earliest,
        latest=max(earliest + timedelta(days=SOON), matter.today + timedelta(days=first_days)),
        floors=tuple((role, sum(floor_of(account, role) for account in known)) for role in SEATS),
        longest=min(each.longest(owed) for each in terms),
        least_cents=max(each.least_instalment for each in terms) * 100,
        down_cents=max(each.down_percent for each in terms) * owed // WHOLE,
        down_from=min(each.down_from_months for each in terms),
        settlement_months=min(each.settlement_months for each in terms),
        hardship=_narrowest(hardships),
        prompt_cents=sum(prompt) if days else 0,
        prompt_days=min(days, default=0),
        remainder=terms[0].remainder,
    )


def _prompt(account: Account, terms: Terms) -> int:
    if terms.prompt_pay is None:
        return account.balance_cents
    return account.balance_cents - account.balance_cents * terms.prompt_pay.percent // WHOLE


def _narrowest(found: Sequence[Hardship | None]) -> Hardship | None:
    """A hardship plan for all, where every creditor has one."""
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    return Hardship(
        months=min(each.months for each in known),
        least_instalment=max(each.least_instalment for each in known),
        role=max((each.role for each in known), key=SEATS.index),
    )


# ── the set ──


def legal_offers(at: Joint, matter: Matter, ability: Ability) -> tuple[Offer, ...]:
    """Every offer of the terms that a month of theirs can bear, dearest first; of equal cost to them only one."""
    found: dict[tuple[int, int, int], Offer] = {}
    days = due_days(first_day(at, matter), max(*lengths(at), at.settlement_months), cycle_of(at, matter))
    for offer in (*_at_once(at), *_in_parts(at, days), *_plans(at, days), *_closing(at, matter, ability)):
        if is_affordable(offer, ability):
            found.setdefault((offer.total_cents, offer.months, offer.peak_cents), offer)
    return tuple(sorted(found.values(), key=order))


def order(offer: Offer) -> tuple[int, int, int, str]:
    """The dearest first, then the faster."""
    return -offer.total_cents, offer.months, offer.payments[0].cents, offer.kind


def is_affordable(offer: Offer, ability: Ability) -> bool:
    """Whether no month asks for more than they can bear, as far as that is known; what is paid at once aside."""
    return ability.cap_cents is None or offer.peak_cents <= ability.cap_cents


def is_within(offer: Offer, role: str) -> bool:
    """Whether a seat's own word is enough."""
    return SEATS.index(offer.role) <= SEATS.index(role)


def shares_of(at: Joint, total_cents: int, role: str) -> tuple[tuple[int, int], ...]:
    """How a total goes to each debt: each by its own least at that seat, what is above by what is left of it."""
    if len(at.accounts) == 1:
        return ((at.accounts[0].id, total_cents),)
    floors = [min(floor_of(account, role), account.balance_cents) for account in at.accounts]
    if total_cents < sum(floors):
        floors = [0] * len(floors)
    rest = [account.balance_cents - floor for account, floor in zip(at.accounts, floors, strict=True)]
    above = total_cents - sum(floors)
    extra = allocate_cents(above, rest) if above and sum(rest) else (0,) * len(rest)
    return tuple((account.id, floor + more) for account, floor, more in zip(at.accounts, floors, extra, strict=True))


def _offer(at: Joint, kind: str, total_cents: int, days: Sequence[date], **more: int | str) -> Offer | None:
    """An offer by the least seat that it takes; None when no seat's word is enough."""
    role = str(more.get("role") or at.role_for(total_cents) or "")
    down = int(more.get("down_cents", 0))
    if not role or total_cents <= 0 or (len(days) > 1 and total_cents < len(days) * LEAST_CENTS):
        return None
    payments = build_schedule(total_cents, days, down, at.remainder)
    return Offer(
        kind=kind,
        payments=payments,
        owed_cents=at.owed_cents,
        role=role,
        down_cents=down,
        shares=shares_of(at, total_cents, role),
    )


def percents(at: Joint, step: int) -> Iterator[int]:
    """Totals of settlements: every so many percent down to the lowest floor, and each seat's floor itself; cents."""
    least = min(floor for _, floor in at.floors)
    edges = {floor for _, floor in at.floors if floor < at.owed_cents}
    grid = {-(-at.owed_cents * percent // WHOLE) for percent in range(WHOLE - 2, 0, -step)}
    yield from sorted((cents for cents in grid | edges if least <= cents < at.owed_cents), reverse=True)


def _at_once(at: Joint) -> Iterator[Offer]:
    """All of it, or with the discount for that: who pays at once is entitled to it, so no more is asked of them."""
    if at.prompt_cents:
        due = max(at.earliest, at.today + timedelta(days=at.prompt_days))
        if prompt := prompt_offer(at, due):
            yield prompt
    elif whole := _offer(at, FULL, at.owed_cents, (at.earliest,)):
        yield whole
    for cents in percents(at, STEP):
        if at.prompt_cents and cents >= at.prompt_cents:
            continue
        if offer := _offer(at, SETTLEMENT, cents, (soon(at),)):
            yield offer


def prompt_offer(at: Joint, due: date) -> Offer | None:
    """All of it at once on a day, less each creditor's prompt-pay discount."""
    found = _offer(at, PROMPT, at.prompt_cents, (due,), role=SEATS[0])
    return msgspec.structs.replace(found, shares=prompt_shares(at)) if found else None


def prompt_shares(at: Joint) -> tuple[tuple[int, int], ...]:
    """Each debt less its own creditor's prompt-pay discount."""
    return tuple((account.id, _prompt(account, terms_of(account))) for account in at.accounts)


def soon(at: Joint) -> date:
    """A week off, so that nobody is pressed, or the first day after the periods to dispute; within the terms."""
    return min(max(at.earliest, at.today + timedelta(days=SOON)), at.latest)


def cycle_of(at: Joint, matter: Matter) -> PayCycle:
    """Their paydays, where the next one a week off or later is within the terms; else a day of the month."""
    return matter.cycle if matter.cycle.on_or_after(soon(at)) <= at.latest else UNKNOWN


def first_day(at: Joint, matter: Matter) -> date:
    """Of a first instalment: the payday a week off or later, if that is within the terms."""
    return cycle_of(at, matter).on_or_after(soon(at))


def _in_parts(at: Joint, days: Sequence[date]) -> Iterator[Offer]:
    for months in range(2, at.settlement_months + 1):
        for cents in percents(at, PART_STEP):
            if cents // months >= at.least_cents and (offer := _offer(at, PARTS, cents, days[:months])):
                yield offer


def _plans(at: Joint, every: Sequence[date]) -> Iterator[Offer]:
    for months in lengths(at):
        is_hardship = not is_usual(at, months)
        if is_hardship and not is_hardship_allowed(at, months):
            continue
        kind, role = (HARDSHIP, at.hardship.role) if is_hardship and at.hardship else (PLAN, SEATS[0])
        days = every[:months]
        if offer := _offer(at, kind, at.owed_cents, days, role=role):
            yield offer
        down = at.down_cents if months > max(at.down_from, 2) and kind == PLAN else 0
        is_enough = (at.owed_cents - down) // (months - 1) >= at.least_cents
        if down and is_enough and (offer := _offer(at, PLAN, at.owed_cents, days, down_cents=down)):
            yield offer


def lengths(at: Joint) -> tuple[int, ...]:
    """The lengths of plans that are looked at, with the longest of the terms among them."""
    edges = {at.longest, at.hardship.months if at.hardship else at.longest}
    return tuple(sorted({*MONTHS, *edges} - {1}))


def is_usual(at: Joint, months: int) -> bool:
    """Whether a plan of so many months is within the usual terms."""
    return months <= at.longest and at.owed_cents // months >= at.least_cents


def is_hardship_allowed(at: Joint, months: int) -> bool:
    """Whether a plan of so many months is within the terms for hardship."""
    known = at.hardship
    return known is not None and months <= known.months and at.owed_cents // months >= known.least_instalment * 100


def _closing(at: Joint, matter: Matter, ability: Ability) -> Iterator[Offer]:
    """Where a state holds the debt to be paid after so many capped payments: those payments, and no more."""
    cap, most = ability.cap_cents, ability.most_payments
    if cap and most and cap >= LEAST_CENTS and cap * most < at.owed_cents:
        days = due_days(first_day(at, matter), most, cycle_of(at, matter))
        if offer := _offer(at, PLAN, cap * most, days, role=SEATS[0]):
            yield offer
