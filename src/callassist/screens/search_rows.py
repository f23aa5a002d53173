"""Search results in words: one line a person, why in marks, and the one that is marked told in full below the list.

A result never says what a birth date, a number or a ZIP on file is, only whether what was said agrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from callassist.desk.pops import masked
from callassist.desk.searching import Answer, Hit, Why
from callassist.screens.text import clean, fit

EXACT, MISSING = "exact", "not on file"
AGREES, ALIKE, DIFFERS, UNKNOWN = "=", "~", "!", "?"
LEGEND: Final = "= agrees  ~ nearly  ! differs  ? not on file"
SHORT: Final = {"former name": "former", "caller_id": "caller", "birthday": "day", "employer": "work"}
NAME_WIDTH, ACCOUNT_WIDTH, CITY_WIDTH = 24, 14, 12


def mark(why: Why) -> str:
    """Whether what was said agrees, is nearly so, differs, or can be compared with nothing."""
    if why.level == MISSING:
        return UNKNOWN
    if why.bits < 0:
        return DIFFERS
    return AGREES if why.level == EXACT else ALIKE


def marks(hit: Hit) -> str:
    """Each field once, with the worst of its marks, as name~ dob= zip!."""
    order = (DIFFERS, ALIKE, AGREES, UNKNOWN)
    found: dict[str, str] = {}
    for why in hit.reasons:
        field, now = SHORT.get(why.field, why.field), mark(why)
        found[field] = min((found.get(field, now), now), key=order.index)
    return " ".join(f"{field}{sign}" for field, sign in found.items())


def line(hit: Hit, width: int, *, is_again: bool) -> str:
    """One result. A further case of the person above is indented, and says so instead of a chance."""
    spare = max(0, width - 78)
    chance = "same" if is_again else f"{hit.probability:4.0%}" if hit.verdict else "    "
    state = "" if hit.is_open else " closed"
    return " ".join(
        (
            fit(chance, 4),
            fit(clean(f"{'  ' if is_again else ''}{hit.name}"), NAME_WIDTH + spare // 3),
            fit(account(hit), ACCOUNT_WIDTH),
            fit(clean(hit.city), CITY_WIDTH + spare // 3),
            fit(f"{marks(hit)}{state}", max(10, width - 59 - 2 * (spare // 3))),
        )
    )


def account(hit: Hit) -> str:
    """The first account, and how many more there are."""
    if not hit.accounts:
        return ""
    more = f" +{len(hit.accounts) - 1}" if len(hit.accounts) > 1 else ""
    return f"{clean(hit.accounts[0].partition('/')[2])}{more}"


def explained(hit: Hit | None) -> str:
    """Why, a field each, the heaviest first; '' for a case that was not searched for."""
    return "; ".join(_told(hit.reasons)) if hit else ""


def _told(reasons: Sequence[Why]) -> Iterator[str]:
    for why in reasons:
        on_file = f" for {clean(why.on_file)}" if why.on_file and why.level != EXACT else ""
        said = masked(int(why.said)) if why.field == "caller_id" and why.said.isdecimal() else clean(why.said)
        yield f"{said}{on_file}: {why.field} {why.level} {why.bits:+.0f}"


def advice(answer: Answer, asked: str) -> str:
    """What to ask next: the question that tells them apart, or what to do when nobody on file is meant."""
    if not asked.strip():
        return ""
    if answer.ask:
        return answer.ask
    if not answer.hits or answer.hits[0].verdict == "none":
        return (
            "Nobody on file by that, as far as it is said. Ask for an account number, a birth date, a former name, "
            "another spelling. Say nothing of a debt."
        )
    return ""


def kept_under(hits: Sequence[Hit], marked: int, at: int) -> tuple[tuple[Hit, ...], int]:
    """The results with the marked case where it was, so that nothing moves under the cursor; and where that is."""
    here = next((hit for hit in hits if hit.case == marked), None)
    if here is None:
        return tuple(hits), 0
    others = [hit for hit in hits if hit.case != marked]
    place = min(at, len(others))
    return (*others[:place], here, *others[place:]), place
