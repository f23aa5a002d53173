"""Restrictions that a client's notes hand on: "do not call work", "cannot be disturbed Tue/Thu", "cease letter".

A note is read clause by clause. What is recognised binds at once; what is not is left for a human to read, and
until then nobody calls. A phrase that is denied in its clause ("not deceased") is not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from callassist.calendars import ALWAYS, DAY_MINUTES, Window, Windows, complement
from callassist.intake.placement import Heard, Limit

LONGEST_WORDS: Final = 200
FOR_PATIENT: Final = frozenset({"deceased"})
_CLAUSES: Final = re.compile(r"\s*(?:[;|\n]|,\s|(?<=[a-z]{3})\.\s|\s-\s)\s*", re.IGNORECASE)
_MARKS: Final = re.compile(r"[^a-z0-9:]+")
_DENIED: Final = re.compile(r"\b(?:not|never|denies|denied|dismissed|withdrawn|rescinded|lifted|ended|old)\b")
_FILLER: Final = frozenset(
    {
        *("a", "an", "the", "is", "was", "has", "by", "per", "of", "on", "at", "to", "pt", "patient", "guarantor"),
        *("gtor", "consumer", "debtor", "client", "letter", "received", "please", "spouse", "wife", "husband"),
        *("daughter", "son", "mother", "father", "family", "only", "any", "all", "more"),
    }
)
_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:days?)?|weekdays?|weekends?"
_DAYS: Final = rf"((?:{_DAY})(?:(?: and | or | )(?:{_DAY}))*)"
_NO: Final = (
    r"(?:do not|dont|don t|no|never|cannot|cant|can t|not)(?: be)?"
    r" (?:phone calls?|call(?:s|ed)?|disturb(?:ed)?|contact(?:ed)?|reached|phoned?)\b"
)
_YES: Final = r"\b(?:(?:please )?(?:call|contact|phone|reach)(?: only)?|only(?: call)?|available(?: only)?)\b"
_PART: Final = r"(mornings?|afternoons?|evenings?)"
_PARTS: Final = {"morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, DAY_MINUTES)}
_TIME: Final = r"(noon|midnight|(?:1[0-2]|0?[1-9])(?::[0-5]\d)? ?(?:a ?m|p ?m))"
_TIMED: Final = re.compile(
    rf"(?P<no>{_NO})|(?P<yes>{_YES})|(?P<between>between {_TIME} and {_TIME})|(?P<after>after {_TIME})"
    rf"|(?P<before>before {_TIME})|(?P<days>(?:on )?{_DAYS})|(?P<part>(?:in the )?{_PART})"
)


class Inherited:
    """Reads notes by a table of phrases; the longest phrase of a clause says what it is."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        kinds = {_plain(phrase): kind for phrase, kind in phrases}
        longest_first = sorted(kinds, key=len, reverse=True)
        self._kinds = kinds
        self._phrase = re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")\b")

    def heard(self, text: str, *, is_for_patient: bool = False) -> Heard:
        """What a note says. `is_for_patient`: the patient it may speak of is not the guarantor."""
        whole = self._limit(text, is_for_patient=is_for_patient)
        if whole and whole[1]:
            return Heard(text=text, limits=(whole[0],), is_understood=True)
        found = [self._limit(clause, is_for_patient=is_for_patient) for clause in _CLAUSES.split(text) if clause]
        if not any(found) and whole:
            found = [whole]
        return Heard(
            text=text,
            limits=tuple({limit.kind: limit for limit, _ in filter(None, found)}.values()),
            is_understood=all(each is not None and each[1] for each in found),
        )

    def _limit(self, clause: str, *, is_for_patient: bool) -> tuple[Limit, bool] | None:
        """The restriction in a clause, and whether the clause says nothing else."""
        plain = _plain(clause)
        words = clause.strip()[:LONGEST_WORDS]
        windows = _windows(plain)
        if windows is not None:
            return Limit(kind="inconvenient_time", words=words, windows=windows), True
        found = self._phrase.search(plain)
        if not found:
            return None
        rest = f"{plain[: found.start()]} {plain[found.end() :]}"
        kind = self._kinds[found[1]]
        if _DENIED.search(rest) or (is_for_patient and kind in FOR_PATIENT):
            return None
        kind, _, number_kind = kind.partition(":")
        party, phone = _party(clause) if kind == "attorney" else ("", "")
        limit = Limit(kind=kind, words=words, number_kind=number_kind, party=party, party_phone=phone)
        return limit, not self._phrase.search(rest) and (set(rest.split()) <= _FILLER or party != "")


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text.lower().replace("'", "")).strip()


# ── who represents them ──

_PARTY: Final = re.compile(
    r"(?i:attorney|atty|lawyer|counsel|law (?:firm|offices?)(?: of)?|esq)\W+"
    r"((?:[A-Z][\w'-]*\.?[ ]?){1,4})[\s,:-]*(?:(?i:at|ph|tel|phone)?[\s:.]*([(]?\d{3}[)]?[ .-]?\d{3}[ .-]?\d{4}))?"
)


def _party(clause: str) -> tuple[str, str]:
    """The name and telephone number after "attorney", as written."""
    found = _PARTY.search(clause)
    return (found[1].strip(), found[2] or "") if found else ("", "")


# ── when ──


def _windows(plain: str) -> Windows | None:
    """The allowed times of a clause made of nothing but days and hours: None when it is anything else."""
    parts = list(_TIMED.finditer(plain))
    rest = _TIMED.sub("", plain)
    if set(rest.split()) - _FILLER or all(part.lastgroup in {"no", "yes"} for part in parts):
        return None
    groups = {part.lastgroup for part in parts}
    named = _named(parts) if groups & {"no", "yes"} else None
    return complement(named) if named and "no" in groups else named


def _named(parts: list[re.Match[str]]) -> Windows | None:
    days: tuple[int, ...] = ALWAYS[0].days
    start, end = 0, DAY_MINUTES
    for part in parts:
        if part.lastgroup == "days":
            days = _days_of(part[0])
        elif part.lastgroup in {"between", "after", "before", "part"}:
            start, end = _hours(part)
    return (Window(days=days, start_minute=start, end_minute=end),) if start < end and days else None


def _days_of(text: str) -> tuple[int, ...]:
    days = set[int]()
    for word in text.split():
        if word.startswith("weekday"):
            days.update(range(5))
        elif word.startswith("weekend"):
            days.update((5, 6))
        elif word[:3] in _DAY_NAMES:
            days.add(_DAY_NAMES.index(word[:3]))
    return tuple(sorted(days))


def _hours(part: re.Match[str]) -> tuple[int, int]:
    text = part[0]
    if part.lastgroup == "part":
        word = text.split()[-1].rstrip("s")
        return _PARTS[word]
    times = [_minute(found) for found in re.findall(_TIME, text)]
    if part.lastgroup == "between":
        return times[0], times[1] or DAY_MINUTES
    if part.lastgroup == "after":
        return times[0], DAY_MINUTES
    return 0, times[0] or DAY_MINUTES


def _minute(text: str) -> int:
    """Minutes after midnight of `2 pm`, `10:30 am`, `noon`."""
    if text == "noon":
        return DAY_MINUTES // 2
    if text == "midnight":
        return 0
    clock = text.rstrip("m ").rstrip()
    hour, _, minute = clock[:-1].strip().partition(":")
    return (int(hour) % 12 + (12 if clock.endswith("p") else 0)) * 60 + int(minute or 0)
