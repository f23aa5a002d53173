"""What is said of an offer, in one breath, with no number that is not in it; why it was chosen, for the collector."""

from __future__ import annotations

from datetime import date
from typing import Final

from callassist.bargains import FULL, HARDSHIP, PARTS, PLAN, PROMPT, SETTLEMENT, Ability, Matter, Offer
from callassist.money import format_cents
from callassist.offers import Joint
from callassist.rules import SAID_OF, SEATS

VOLUNTARY: Final = "Paying on this is up to you. "
"""Before money on a debt that is too old to be sued on (12 CFR 1006.26(b)); the state's own words stand beside it."""
NAMES: Final = {
    FULL: "Pay in full",
    PROMPT: "Prompt pay",
    SETTLEMENT: "Settle",
    PARTS: "Settle in parts",
    PLAN: "Plan",
    HARDSHIP: "Hardship plan",
}


def day(on: date, today: date) -> str:
    """A day as it is said: 4 December, with its year when that is another."""
    if on == today:
        return "today"
    return f"{on.day} {on:%B}" if on.year == today.year else f"{on.day} {on:%B %Y}"


def by(on: date, today: date) -> str:
    """Until when something is paid."""
    return "today" if on == today else f"by {day(on, today)}"


def clause(offer: Offer, today: date) -> str:
    """An offer as a clause: `12 payments of $102.88, the first on 4 December`."""
    first = offer.payments[0]
    if offer.months == 1:
        closes = ", which closes it in full" if offer.kind in {SETTLEMENT, PROMPT} else ""
        return f"${format_cents(first.cents)} {by(first.due, today)}{closes}"
    return _instalments(offer, today)


def _instalments(offer: Offer, today: date) -> str:
    first, rest = offer.payments[0], offer.payments
    begin = ""
    if offer.down_cents:
        begin, rest = f"${format_cents(first.cents)} {by(first.due, today)}, then ", offer.payments[1:]
    usual, last = rest[0].cents, rest[-1].cents
    count = f"{len(rest)} payments of ${format_cents(usual)}" if len(rest) > 1 else f"${format_cents(usual)}"
    on = f", the first on {day(rest[0].due, today)}" if len(rest) > 1 else f" on {day(rest[0].due, today)}"
    odd = f", the last one ${format_cents(last)}" if last != usual else ""
    closes = ", which closes it in full" if offer.total_cents < offer.owed_cents else ""
    return f"{begin}{count}{on}{odd}{closes}"


def say(offer: Offer, matter: Matter) -> str:
    """One offer, said with leave to say no."""
    told = clause(offer, matter.today)
    before = VOLUNTARY if is_old(matter) else ""
    match offer.kind:
        case "full":
            return f"{before}Could you take care of it with {told}?"
        case "prompt_pay":
            return f"{before}Everyone who pays at once pays less: {told}. Would that work?"
        case "settlement":
            return f"{before}We could take {told}. Is that something you could do?"
        case "hardship":
            return f"{before}We can make the payments smaller: {told}. Would that leave you enough to live on?"
        case _:
            return f"{before}Would it help if we split it? That would be {told}."


def say_pair(one: Offer, two: Offer, matter: Matter) -> str:
    """Two offers at once, of which they say the closer one."""
    before = VOLUNTARY if is_old(matter) else ""
    today = matter.today
    return f"{before}Two ways people close this: {clause(one, today)}; or {clause(two, today)}. Which is closer?"


def is_old(matter: Matter) -> bool:
    """Whether any of the debts is too old to be sued on."""
    return any(account.is_time_barred for account in matter.accounts)


# ── for the collector ──


def name(offer: Offer) -> str:
    """An offer by its kind and length, as a list shows it."""
    if offer.months == 1:
        return NAMES[offer.kind]
    return f"{NAMES[offer.kind]}, {offer.months} payments"


def facts(offer: Offer, matter: Matter, ability: Ability) -> tuple[str, ...]:
    """What speaks for an offer: at most four facts, the number that tipped it last."""
    found: list[str] = []
    if ability.cap_cents is None:
        found.append("what a month can bear is not known: short and small first")
    elif offer.peak_cents:
        found.append(
            f"a month asks ${format_cents(offer.peak_cents)} of ${format_cents(ability.cap_cents)} they can bear"
        )
    if ability.state_rule and offer.months > 1:
        found.append(ability.state_rule)
    if matter.past.broken > matter.past.kept:
        found.append(f"{matter.past.broken} promises broken, {matter.past.kept} kept")
    elif matter.past.kept:
        found.append(f"{matter.past.kept} of {matter.past.kept + matter.past.broken} promises kept")
    if matter.cycle.is_known and offer.months > 1:
        found.append("each payment falls on a payday")
    return (*found[:3], _tipped(offer))


def _tipped(offer: Offer) -> str:
    """The number that speaks for it most."""
    if offer.total_cents < offer.owed_cents:
        percent = offer.total_cents * 100 // offer.owed_cents
        return f"{percent} % of what is owed, within the word of {SAID_OF[offer.role]}"
    return "all of it at once" if offer.months == 1 else f"all of it in {offer.months} payments"


def floor_left(offer: Offer, at: Joint, role: str) -> str:
    """Who could still go lower: for the collector's eyes, never said."""
    lower = [
        f"{SAID_OF[seat]} to ${format_cents(floor)}"
        for seat, floor in at.floors
        if floor < min(offer.total_cents, at.owed_cents) and SEATS.index(seat) >= SEATS.index(role)
    ]
    seen: dict[str, str] = {}
    for each in lower:
        seen.setdefault(each.rpartition("$")[2], each)
    return f"Could go lower: {'; '.join(seen.values())}." if seen else ""
