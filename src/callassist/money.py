"""Money in whole cents: reading what people write, showing it, dividing it without losing a cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from callassist.errors import BadInput, CallassistError

LIMIT_CENTS: Final = 100_000_000_00
"""A hundred million dollars: no one owes a hospital more, so a larger amount is a slip in the file."""

LONGEST: Final = 40
PLAIN: Final = len("99999999.99")
CENT_DIGITS: Final = 2

AMOUNT: Final = re.compile(
    r"(?P<open>\()?\s*(?P<before>[-+])?\s*\$?\s*(?P<after>[-+])?\s*"
    r"(?P<dollars>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?\s*(?P<behind>-)?\s*(?P<close>\))?",
    re.ASCII,
)


class BadAmount(BadInput):
    """Text that is no amount of dollars; `reason` is a clause that follows "because"."""

    def __init__(self, text: str, reason: str) -> None:
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        super().__init__(f"it is no amount, because {reason}", ascii(shown), "write it like 1,284.50")
        self.args = (text, reason)
        self.reason = reason


class CannotDivide(CallassistError):
    """An amount was to be divided among nobody, or by shares that are negative or all nothing."""

    def __init__(self, total_cents: int, shares: tuple[int, ...]) -> None:
        super().__init__(total_cents, shares)
        self.total_cents = total_cents
        self.shares = shares

    def __str__(self) -> str:
        amount = format_cents(self.total_cents)
        return f"${amount} cannot be divided by {self.shares}; no share may be below 0, and one must be above."


def parse_cents(text: str) -> int:
    """Read `1,284.50`, `$50`, `.5`, `-3`, `$-3`, `3-` or `(12.00)`; raise BadAmount for anything else.

    Parentheses mean the same as a minus sign on either side, and only one of them may stand. Commas must
    group by thousands, decimals past the second must be zeros: what can be read in two ways is not read.
    """
    whole, _, part = text.partition(".")
    if len(text) <= PLAIN and len(part) == CENT_DIGITS and (whole + part).isdecimal() and text.isascii():
        return int(whole + part)  # nearly every cell of a file, five times as fast
    stripped = text.strip()
    if not stripped:
        raise BadAmount(text, "nothing is written there")
    found = AMOUNT.fullmatch(stripped) if len(stripped) <= LONGEST else None
    if found is None:
        raise BadAmount(text, "it is not dollars with at most one sign")
    cents = _magnitude(text, found["dollars"].replace(",", ""), found["part"] or "")
    return -cents if _is_negative(text, found) else cents


def _magnitude(text: str, dollars: str, part: str) -> int:
    if not dollars and not part:
        raise BadAmount(text, "it holds no digits")
    if part[CENT_DIGITS:].strip("0"):
        raise BadAmount(text, "it holds a fraction of a cent")
    cents = int(dollars or "0") * 100 + int(part[:CENT_DIGITS].ljust(CENT_DIGITS, "0"))
    if cents > LIMIT_CENTS:
        raise BadAmount(text, "it is over a hundred million dollars")
    return cents


def _is_negative(text: str, found: re.Match[str]) -> bool:
    signs = [sign for sign in (found["before"], found["after"], found["behind"], found["open"]) if sign]
    if len(signs) > 1:
        raise BadAmount(text, "it carries two signs")
    if bool(found["open"]) != bool(found["close"]):
        raise BadAmount(text, "a parenthesis stands alone")
    return bool(signs) and signs != ["+"]


def format_cents(cents: int) -> str:
    """128450 as `1,284.50`; a minus sign before a negative amount; no currency sign."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{dollars:,}.{rest:02}"


def allocate_cents(total_cents: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Divide by shares so that the parts sum to the total; the largest remainders, earlier first, round up.

    Shares are whole numbers in any unit (cents owed, say); one of 0 gets nothing. A negative total mirrors
    the positive one, so that a reversal undoes exactly what was applied.
    """
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise CannotDivide(total_cents, tuple(shares))
    size = abs(total_cents)
    portions = [size * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: -(size * shares[index] % whole))
    for index in by_remainder[: size - sum(portions)]:
        portions[index] += 1
    return tuple(portions) if total_cents >= 0 else tuple(-portion for portion in portions)


def has_check_digit(digits: str) -> bool:
    """Whether digits end with the check digit of ISO/IEC 7812-1, as the numbers of payment cards do."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(each), 10)) for each in even)) % 10 == 0


CARD_DIGITS: Final = range(13, 20)
"""How many digits the numbers of payment cards have (ISO/IEC 7812-1)."""
_RUN: Final = re.compile(r"(?<!\d)\d(?:[ .\-\u2013]?\d){12,}")
_CARD_GROUPS: Final = ((4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (4, 4, 5))
"""How cards print them; of 19, 15, 14 and 13 digits too."""


def card_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where text holds the number of a payment card, also with its last day or its code right behind or before it."""
    return tuple(span for run in _RUN.finditer(text) for span in _cards_of(run))


def _cards_of(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    groups = [(run.start() + each.start(), each[0]) for each in re.finditer(r"\d+", run[0])]
    first = 0
    while first < len(groups):
        past = next((end for end in _ends(groups, first) if _is_card(groups[first:end])), 0)
        if past:
            start, words = groups[past - 1]
            yield groups[first][0], start + len(words)
        first = past or first + 1


def _ends(groups: Sequence[tuple[int, str]], first: int) -> Iterator[int]:
    """Behind which groups a number that begins with this one may end: as cards print it; alone; as long as can be."""
    sizes = tuple(len(words) for _, words in groups[first : first + CARD_DIGITS.stop])
    yield from (first + len(shape) for shape in _CARD_GROUPS if sizes[: len(shape)] == shape)
    yield first + 1
    if not first:  # two telephone numbers in a row are no card: no other length is tried
        yield sum(size < CARD_DIGITS.stop for size in accumulate(sizes))


def _is_card(groups: Sequence[tuple[int, str]]) -> bool:
    """Whether digits read as a card's number: so many, not one over and over, and the check digit fits."""
    digits = "".join(words for _, words in groups)
    return len(digits) in CARD_DIGITS and len(set(digits)) > 1 and has_check_digit(digits)
