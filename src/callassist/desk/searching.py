"""What somebody typed into the search box, as look-ups: an account, a number in any format, a name or its start."""

from __future__ import annotations

import re

from callassist.joining import folded
from callassist.store import Query, Store

_NUMBER = re.compile(r"^[\d\s().+\-]{7,24}$")
ANYTHING, ACCOUNT, PHONE, NAME = "anything", "account", "phone", "name"
_COUNTRY = 1
_NATIONAL = 10


def e164(text: str) -> int:
    """A number typed in any format as E.164 digits; 0 when it is not a whole number. Ten digits are North American."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+"):
        return int(digits or 0)
    if len(digits) == _NATIONAL:
        return int(f"{_COUNTRY}{digits}")
    if len(digits) == _NATIONAL + 1 and digits.startswith(str(_COUNTRY)):
        return int(digits)
    return 0


def queries(text: str, kind: str = ANYTHING) -> tuple[Query, ...]:
    """The look-ups that a text may mean, likeliest first, of one kind or of any."""
    words = text.strip()
    number = e164(words) if _NUMBER.match(words) else 0
    by: dict[str, list[Query]] = {
        PHONE: [Query(number=number)] if number else [],
        ACCOUNT: [Query(account=each) for each in dict.fromkeys((words, words.upper())) if each],
        NAME: [] if number else _names(words),
    }
    return tuple(by[kind]) if kind in by else tuple(query for asked in by.values() for query in asked)


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
