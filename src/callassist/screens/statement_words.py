"""The questions of a financial statement, one at a time, and how what is typed to each is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from callassist.ability import left_over
from callassist.bargains import Ability
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.errors import BadInput
from callassist.finances import A_YEAR, LEAVE, PROTECTED, QUESTIONS, SOURCES
from callassist.money import format_cents, parse_cents
from callassist.typed import read_day

SOURCE_KEYS: Final = {
    "w": "wages",
    "e": "self_employed",
    "r": "social_security",
    "i": "ssi",
    "d": "ssdi",
    "v": "va",
    "c": "child_support",
    "a": "assistance",
    "u": "unemployment",
    "p": "pension",
    "o": "other",
}
"""Letters by which a source of income is typed."""
CYCLE_KEYS: Final = {"w": "weekly", "b": "biweekly", "s": "semimonthly", "m": "monthly", "y": "yearly"}
MOST_PEOPLE, LAST_DAY, PAIR = 30, 31, 2


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: as it is said, how the answer is typed, under which key of finances.QUESTIONS it is declined."""

    name: str
    says: str
    how: str
    declines: str = ""


ASKED: Final = (
    Question(name="household", says=QUESTIONS["household"], how="a number", declines="household"),
    Question(name="over_65", says="How many of them are over 65?", how="a number"),
    Question(
        name="incomes",
        says=QUESTIONS["incomes"],
        how=(
            "source, amount, how often: w 1,800 b or 1,800 b wages; several by ; or +   "
            "w wages e own work r soc. security i SSI d SSDI "
            "v VA c child support a assistance u unemployment p pension o other / w weekly b 2 weeks s twice a month "
            "m month y year; 0 for none"
        ),
        declines="incomes",
    ),
    Question(name="pay", says="When are you paid next?", how="w fr   b 6/12   m 15   s 1 15"),
    Question(name="housing", says=QUESTIONS["housing"], how="dollars a month", declines="housing"),
    Question(name="transport", says=QUESTIONS["transport"], how="dollars a month", declines="transport"),
    Question(name="other", says=QUESTIONS["other"], how="dollars a month", declines="other"),
    Question(name="deductions", says="What is taken from your pay a month, taxes and so on?", how="dollars a month"),
    Question(name="documented", says="Have they shown papers for it, pay stubs or bank statements?", how="y or n"),
)
FILLS: Final = {
    "household": ("household",),
    "over_65": ("over_65",),
    "incomes": ("incomes",),
    "pay": ("pay_kind", "pay_anchor", "pay_days"),
    "documented": ("is_documented",),
}
"""The fields of dossier.FinancialStatement that a question fills; of all others `<name>_cents`."""


def says_of(index: int) -> str:
    """A question as it is said; that they need not answer goes before the first."""
    return f"{LEAVE} {ASKED[index].says}" if index == 0 else ASKED[index].says


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed is no answer; `sentence` says how one is written."""

    sentence: str


def read_answer(name: str, text: str, today: date) -> dict[str, Any] | Unreadable:
    """The fields of dossier.FinancialStatement that an answer fills."""
    reads: Callable[[str, date], dict[str, Any] | None] = _READS.get(name, lambda words, _: _cents(name, words))
    found = reads(text.strip().lower(), today)
    how = next(each.how for each in ASKED if each.name == name)
    return found if found is not None else Unreadable(sentence=f"That could not be read; write {how}.")


def _count(name: str, words: str) -> dict[str, Any] | None:
    return {name: int(words)} if words.isascii() and words.isdecimal() and int(words) <= MOST_PEOPLE else None


def _amount(words: str) -> int | None:
    try:
        cents = parse_cents(words)
    except BadInput:
        return None
    return cents if cents >= 0 else None


def _cents(name: str, words: str) -> dict[str, Any] | None:
    cents = _amount(words)
    return None if cents is None else {f"{name}_cents": cents}


def _incomes(words: str, _: date) -> dict[str, Any] | None:
    if words in {"0", "none", "nothing"}:
        return {"incomes": ()}
    found = [_income(part.split()) for part in words.replace("+", ";").split(";") if part.strip()]
    told = tuple(each for each in found if each is not None)
    return {"incomes": told} if told and len(told) == len(found) else None


def _income(parts: list[str]) -> ToldIncome | None:
    """`w 1,800 b` or `1,800 b wages`: a month where how often is left out, other where the source is."""
    if parts and _amount(parts[0]) is not None:
        is_cycle = len(parts) > 1 and CYCLE_KEYS.get(parts[1], parts[1]) in A_YEAR
        cycle, named = (parts[1], parts[PAIR:]) if is_cycle else ("m", parts[1:])
        parts = ["_".join(named) or "other", parts[0], cycle]
    elif len(parts) == PAIR and parts[0] in CYCLE_KEYS:
        return None  # `w 500`: wages a month, or something a week? Four times apart, so it is asked again
    if not PAIR <= len(parts) <= PAIR + 1:
        return None
    source, cents = SOURCE_KEYS.get(parts[0], parts[0]), _amount(parts[1])
    typed = parts[PAIR] if len(parts) > PAIR else "m"
    cycle = CYCLE_KEYS.get(typed, typed)
    if source not in SOURCES or cents is None or cycle not in A_YEAR:
        return None
    return ToldIncome(source=source, cents=cents, cycle=cycle)


def _pay(words: str, today: date) -> dict[str, Any] | None:
    kind, _, rest = words.partition(" ")
    cycle = CYCLE_KEYS.get(kind, kind)
    if cycle in {"weekly", "biweekly"}:
        day = read_day(rest, today)
        return {"pay_kind": cycle, "pay_anchor": day, "pay_days": ()} if day else None
    days = [int(each) for each in rest.replace(",", " ").split() if each.isdecimal()]
    wanted = {"monthly": 1, "semimonthly": PAIR}.get(cycle)
    if len(days) != wanted or not all(1 <= each <= LAST_DAY for each in days):
        return None
    return {"pay_kind": cycle, "pay_anchor": None, "pay_days": tuple(sorted(days))}


_READS: Final[dict[str, Callable[[str, date], dict[str, Any] | None]]] = {
    "household": lambda words, _: _count("household", words),
    "over_65": lambda words, _: _count("over_65", words),
    "incomes": _incomes,
    "pay": _pay,
    "documented": lambda words, _: {"is_documented": words[0] == "y"} if words in {"y", "yes", "n", "no"} else None,
}


def typed_of(name: str, told: FinancialStatement) -> str:
    """An answer as it would be typed, '' where there is none."""
    if name == "over_65":
        return str(told.over_65) if told.household is not None else ""
    if name == "documented":
        return "y" if told.is_documented else ""
    if name == "incomes":
        each = (f"{i.source} {format_cents(i.cents)} {i.cycle}" for i in told.incomes or ())
        return "none" if told.incomes == () else "; ".join(each)
    if name == "pay":
        on = f"{told.pay_anchor:%m/%d/%Y}" if told.pay_anchor else " ".join(map(str, told.pay_days))
        return f"{told.pay_kind} {on}".strip()
    if name == "household":
        return "" if told.household is None else str(told.household)
    cents = getattr(told, f"{name}_cents")
    return "" if cents is None else format_cents(cents)


def without(name: str, told: FinancialStatement) -> FinancialStatement:
    """The statement with one answer taken back."""
    fresh = FinancialStatement(taken=told.taken)
    return replace(told, **{each: getattr(fresh, each) for each in FILLS.get(name, (f"{name}_cents",))})


def leaves(ability: Ability) -> str:
    """What a month leaves them, in a line; what is not known yet."""
    if ability.gross_cents is None:
        return "What a month leaves shows once they told what comes in."
    if ability.residual_cents is None:
        return f"{format_cents(ability.gross_cents)} comes in a month; how many live there tells what it leaves."
    found = f"A month leaves {left_over(ability.residual_cents)}"
    if ability.residual_cents >= 0:
        found += f" of ${format_cents(ability.gross_cents)}"
    if ability.is_protected:
        return f"{found}. All of it is protected: nothing is asked out of it."
    if ability.cap_cents is not None and 0 < ability.cap_cents != ability.residual_cents:
        found += f", and ${format_cents(ability.cap_cents)} may be asked"
    return f"{found}."


def source_lines() -> tuple[str, ...]:
    """The sources of income by their letters, two in a line; what creditors may not take is marked."""
    found = [
        f"{key}  {source.replace('_', ' ')}{' (protected)' if source in PROTECTED else ''}"
        for key, source in SOURCE_KEYS.items()
    ]
    return tuple("".join(f"{each:<34}" for each in found[at : at + PAIR]) for at in range(0, len(found), PAIR))


def told_lines(told: FinancialStatement) -> tuple[str, ...]:
    """What was told so far, a line each."""
    lines = [f"Household: {told.household}, {told.over_65} over 65"] if told.household is not None else []
    lines += [
        f"Income: {each.source.replace('_', ' ')} {format_cents(each.cents)} {each.cycle}"
        for each in told.incomes or ()
    ]
    if told.incomes == ():
        lines.append("Income: none")
    if told.pay_kind:
        on = f"{told.pay_anchor:%d %b}" if told.pay_anchor else ", ".join(map(str, told.pay_days))
        lines.append(f"Paid: {told.pay_kind}, {on}")
    for name in ("housing", "transport", "other", "deductions"):
        cents = getattr(told, f"{name}_cents")
        if cents is not None:
            lines.append(f"{name.capitalize()}: {format_cents(cents)} a month")
    return (*lines, *(f"Would rather not say: {each}" for each in told.declined))
