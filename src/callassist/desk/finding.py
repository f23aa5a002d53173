"""What somebody typed into the search box, as look-ups: an account, a number in any format, a name or its start."""

from __future__ import annotations

import re

from callassist.joining import folded
from callassist.store import Query, Store

_NUMBER = re.compile(r"^[\d\s().+\-]{7,24}$")
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


def queries(text: str) -> tuple[Query, ...]:
    """The look-ups that a text may mean, likeliest first. `last, first` and `first last` are both tried."""
    words = text.strip()
    if not words:
        return ()
    if _NUMBER.match(words) and (number := e164(words)):
        return (Query(number=number), Query(account=words))
    asked = [Query(account=words)]
    if "," in words:
        last, _, first = words.partition(",")
        return (*asked, Query(last=folded(last), first=folded(first)))
    names = folded(words).split()
    if names and not any(name.isdigit() for name in names):
        asked += _names(names)
    return tuple(asked)


def _names(names: list[str]) -> list[Query]:
    if len(names) == 1:
        return [Query(last=names[0]), Query(first=names[0])]
    return [
        Query(last=" ".join(names[1:]), first=names[0]),
        Query(last=names[-1], first=names[0]),
        Query(last=names[0], first=" ".join(names[1:])),
    ]


def look_up(store: Store, text: str, limit: int) -> tuple[int, ...]:
    """Cases that a text may mean, each once, the likeliest first."""
    found: dict[int, None] = {}
    for query in queries(text):
        for case in store.find(query, limit):
            found[case] = None
        if len(found) >= limit:
            break
    return tuple(found)[:limit]
