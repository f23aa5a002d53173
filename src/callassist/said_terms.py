"""What words come to that has terms: what they propose to pay, a number that was learnt, when and where we may call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from callassist.bargains import NO, YES, Counter
from callassist.casefile import CaseFile
from callassist.commands import AddNumber, PlaceRestriction
from callassist.counters import read_counter
from callassist.designations import parse
from callassist.money import format_cents
from callassist.said_words import MONEY, NEED, phone
from callassist.schedules import UNKNOWN, PayCycle
from callassist.utterances import Hearing

_CLAUSE: Final = re.compile(r"[;.!?\n]+(?=\s|$)|,\s+|\s+(?:but|so|because)\s+")
_OF_ANOTHER: Final = re.compile(r"\b(?:wife|husband|spouse|lawyer|attorney|mom|dad|son|daughter|sister|brother)'?s?\b")
_KINDS: Final = (
    ("cell", re.compile(r"\b(?:cell|mobile|text)\b")),
    ("work", re.compile(r"\b(?:work|job|office)\b")),
    ("home", re.compile(r"\b(?:home|house|land ?line)\b")),
)
_NO_TERMS: Final = frozenset({NO, YES, "unclear", "route", "nothing"})
_BESIDE: Final = NEED | {"third_party_answered"}
"""Intents that may well be told of beside what they propose."""
TIMES: Final = frozenset({"callback_later", "no_calls_at_work", "channel_preference", "cease_contact"})
"""Intents whose words may limit when, where and how they are called."""
LIMITS: Final = frozenset({"inconvenient_time", "inconvenient_place", "no_text", "no_email", "no_mail", "no_voicemail"})
NOTHING: Final = Counter(kind="unclear")
WHOLE: Final = 100
_PAYS: Final = re.compile(
    r"\b(?:can|could|will|i'?ll|would|able|offers?|offering|pay|pays|do|afford|send|give|put|ptp|promises?)\b"
)
EVERY: Final = {"weekly": "a week", "biweekly": "every two weeks", "semimonthly": "twice a month", "monthly": "a month"}


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What they propose: the words for it, and in short."""

    words: str
    counter: Counter
    told: str

    def __repr__(self) -> str:
        """Nothing of what was said."""
        return "Terms(...)"


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is not on file, and how it is shown."""

    command: AddNumber
    told: str

    def __repr__(self) -> str:
        """Nothing of the number."""
        return "Learnt(...)"


def paydays_of(case: CaseFile) -> PayCycle:
    """When they are paid, as far as they told."""
    told = case.consumer.statements[-1].statement if case.consumer.statements else None
    return PayCycle(kind=told.pay_kind, anchor=told.pay_anchor, days=told.pay_days) if told else UNKNOWN


def terms_of(hearing: Hearing, case: CaseFile, today: date) -> Terms | None:
    """What is proposed: of the whole, or of the first part that reads as a proposal; None where nothing is.

    Outside a talk about offers many a sentence could be read as an answer to one: so it has to be said that they pay,
    or a sum be named in words that tell of nothing else.
    """
    cycle, whole = paydays_of(case), hearing.counter
    if whole is not None and whole.kind not in _NO_TERMS:
        parts = (part for part in clauses(hearing.text) if read_counter(part, today, cycle) == whole)
        read = iter([(next(parts, hearing.text.strip()), whole)])
    else:
        read = ((part, read_counter(part, today, cycle)) for part in clauses(hearing.text))
    offered = (each for each in read if each[1].kind not in _NO_TERMS and _is_proposed(hearing, *each))
    words, counter = next(offered, ("", NOTHING))
    return Terms(words=words, counter=counter, told=in_short(counter)) if words else None


def _is_sum(counter: Counter) -> bool:
    """Whether a sum or a share is named, and not only a day, or all of it."""
    return bool(counter.cents or counter.then_cents or 0 < counter.percent < WHOLE)


def _is_proposed(hearing: Hearing, words: str, counter: Counter) -> bool:
    if any(intent.name in MONEY for intent in hearing.shown):
        return True
    others = (intent.quoted for intent in hearing.shown if intent.name not in _BESIDE and intent.quoted)
    is_other = bool(counter.cents) and counter.cents not in hearing.amounts_cents
    if is_other or not _is_sum(counter) or any(quoted in words for quoted in others):
        return False
    return not counter.is_guessed or _PAYS.search(words.lower()) is not None


def clauses(text: str) -> Iterator[str]:
    """The text in parts, as one breath each; neighbours of a part are tried with it, the longer first."""
    parts = [part.strip() for part in _CLAUSE.split(text) if part and part.strip()]
    yield from (", ".join(parts[at : at + 2]) for at in range(len(parts) - 1) if _is_more(parts[at + 1]))
    yield from parts


def around(text: str, quoted: str) -> str:
    """The clause in which some words stand; the whole text where no one clause has them."""
    parts = (part.strip() for part in _CLAUSE.split(text) if part)
    return next((part for part in parts if quoted and quoted in part), text.strip())


def _is_more(part: str) -> bool:
    """Whether a part goes on with the terms of the one before it: then the rest in March."""
    return re.match(r"(?:and )?(?:then|the rest|starting|from|after|first)\b", part.lower()) is not None


def in_short(counter: Counter) -> str:
    """What is proposed in a few words: $50 on 1 Dec; $25 a week; half now."""
    sum_ = f"${format_cents(counter.cents).removesuffix('.00')}" if counter.cents else f"{counter.percent} %"
    if not counter.cents and not counter.percent:
        sum_ = "the same"
    when = f" on {counter.first.day} {counter.first:%b}" if counter.first else ""
    match counter.kind:
        case "monthly":
            return f"{sum_} {EVERY.get(counter.cycle, counter.cycle)}{when.replace(' on ', ' from ')}"
        case "later":
            return f"{sum_}, from {counter.first.day} {counter.first:%b}" if counter.first else "another day"
        case "split":
            return f"{sum_}{when or ' now'}, the rest later"
        case _:
            return f"{sum_}{when or ' now'}"


def number_learnt(hearing: Hearing, case: CaseFile) -> Learnt | None:
    """The first number said that is on file nowhere, and is not somebody else's."""
    consumer = case.consumer
    held = {point.number for point in (*consumer.numbers, *consumer.others, *consumer.past_numbers)}
    number = next((each for each in hearing.numbers if each not in held), 0)
    said = hearing.text.lower()
    if not number or _OF_ANOTHER.search(said):
        return None
    kind = next((name for name, found in _KINDS if found.search(said)), "other")
    return Learnt(command=AddNumber(number=number, kind=kind, source="consumer"), told=phone(number))


def times_of(hearing: Hearing, today: date) -> tuple[PlaceRestriction, ...]:
    """Limits on when, where and how we may call, as far as the words are clear."""
    if not any(intent.name in TIMES for intent in hearing.shown):
        return ()
    said = (each for clause in _CLAUSE.split(hearing.text) for each in parse(clause, today).said if clause)
    found = {
        each.kind: PlaceRestriction(
            kind=each.kind, windows=each.windows, until=each.until, words=each.words.strip(), source="consumer"
        )
        for each in said
        if each.kind in LIMITS
    }
    return tuple(found.values())
