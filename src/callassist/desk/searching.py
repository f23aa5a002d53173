"""What somebody typed into the search box, as look-ups: an account, a number in any format, a name or its start."""

from __future__ import annotations

import re

from callassist.joining import folded
from callassist.numbers import parse_number
from callassist.store import Query, Store

_NUMBER = re.compile(r"\s*[\d(+][\d\s().+\-]{6,24}(?:(?:ext(?:ension)?|x|#)[\s.]*\d{1,7})?\s*$", re.IGNORECASE)
ANYTHING, ACCOUNT, PHONE, NAME = "anything", "account", "phone", "name"


def queries(text: str, kind: str = ANYTHING) -> tuple[Query, ...]:
    """The look-ups that a text may mean, likeliest first, of one kind or of any."""
    words = text.strip()
    number = number_in(words)
    by: dict[str, list[Query]] = {
        PHONE: [Query(number=number)] if number else [],
        ACCOUNT: [Query(account=each) for each in dict.fromkeys((words, words.upper())) if each],
        NAME: [] if number else _names(words),
    }
    return tuple(by[kind]) if kind in by else tuple(query for asked in by.values() for query in asked)


def number_in(text: str) -> int:
    """The telephone number that a text is, as E.164 digits, its extension left out; 0 when it is none."""
    phone = parse_number(text) if _NUMBER.match(text) else None
    return phone.number if phone else 0


def _names(words: str) -> list[Query]:
    """`last, first` as it is written; `first last` both ways; one word as either."""
    if "," in words:
        last, _, first = words.partition(",")
        return [Query(last=folded(last), first=folded(first))]
    names = folded(words).split()
    if not names or any(name.isdigit() for name in names):
        return []
    if len(names) == 1:
        return [Query(last=names[0]), Query(first=names[0])]
    return [
        Query(last=" ".join(names[1:]), first=names[0]),
        Query(last=names[-1], first=names[0]),
        Query(last=names[0], first=" ".join(names[1:])),
    ]


def look_up(store: Store, text: str, limit: int, kind: str = ANYTHING) -> tuple[int, ...]:
    """Cases that a text may mean, each once, the likeliest first."""
    found: dict[int, None] = {}
    for query in queries(text, kind):
        for case in store.find(query, limit):
            found[case] = None
        if len(found) >= limit:
            break
    return tuple(found)[:limit]
