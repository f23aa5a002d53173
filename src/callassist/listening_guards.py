"""What keeps words from meaning what they say: denied, of somebody else, only supposed, asked, or past.

Each is looked for around the words that were found, inside their clause: "I am not going to sue", "my brother filed
bankruptcy", "if I had a lawyer", "do I need a lawyer", "I used to be in the army".
"""

from __future__ import annotations

from typing import Final

from callassist.listening_words import Heard, set_of

DENIED, OTHERS, SUPPOSED, ASKED, PAST = "denied", "others", "supposed", "asked", "past"
GUARDS: Final = (DENIED, OTHERS, SUPPOSED, ASKED, PAST)

_NEGATORS: Final = set_of("not never nobody neither nor hardly without")
_LIGHT: Final = set_of(
    "i we you he she they it me us am is are was were be been being have has had having do does did will would can"
    " could shall should may might must going go to the a an any ever even yet actually really that say saying said"
    " mean meaning meant tell telling told claim claiming ask asking asked want wanting wanted trying try need needing"
    " needed plan planning planned intend intending think thinking thought here so up my some going gonna about"
    " like get getting got file filing threaten threatening here in on no even been by your"
)
_SAYING: Final = set_of("say saying said mean meant tell telling told claim claiming claimed ask asking asked")
_OTHERS: Final = set_of(
    "brother sister brothers sisters friend friends cousin cousins neighbor neighbour neighbors uncle aunt coworker"
    " colleague roommate landlord buddy girlfriend boyfriend ex nephew niece grandma grandpa"
    " grandmother grandfather boss lady kid kids stepson son"
    " daughter classmate dog cat tv news movie character"
)
_OURS: Final = set_of("i we me my our wife husband")
_IFS: Final = set_of("if suppose supposing imagine whether wish unless hypothetically")
_SELF: Final = frozenset(("i", "we"))
_ASKING: Final = set_of("do does did should could would is are am was were has have had can will may might")
_ASKED_OF: Final = set_of("i we he she it this that they my you")
_PAST: Final = frozenset(("was", "were", "used", "almost", "nearly"))
NEAR: Final = 5
FAR: Final = 7


def guards_at(heard: Heard, start: int, end: int) -> frozenset[str]:
    """Which guards stand around words: from `start`, past the last at `end`."""
    clause = heard.clause_at(start)
    opens, closes = heard.clauses[clause]
    before = heard.texts(opens, start)
    found = {
        DENIED: _is_denied(before),
        OTHERS: _is_of_others(heard, before, opens, start, end),
        SUPPOSED: _is_supposed(before),
        ASKED: _is_asked(heard.texts(opens, closes), before, is_marked=heard.asked[clause]),
        PAST: bool(_PAST.intersection(heard.texts(max(opens, start - NEAR), min(end + 1, closes)))),
    }
    return frozenset(name for name, holds in found.items() if holds)


def _is_denied(before: tuple[str, ...]) -> bool:
    """Whether a negation reaches the words: only light words between, or a denial that anything was said."""
    for back, word in enumerate(reversed(before[-FAR:])):
        if word in _NEGATORS:
            between = before[len(before) - back :]
            return back <= NEAR and _LIGHT.issuperset(between)
        if word in _SAYING:
            earlier = before[: len(before) - 1 - back]
            return bool(_NEGATORS.intersection(earlier[-NEAR:])) or earlier[-2:] in (("did", "i"), ("do", "i"))
    return False


def _is_of_others(heard: Heard, before: tuple[str, ...], opens: int, start: int, end: int) -> bool:
    """Whether the nearest who is spoken of is neither the speaker nor of their house."""
    inside = heard.texts(start, end)
    if _OTHERS.intersection(inside[:1]) or inside[:2] == ("my", "ex"):
        return True
    if _SELF.intersection(inside[:1]):
        return False
    for back, word in enumerate(reversed(before[-FAR:])):
        if word in _OTHERS:
            return True
        if word in _OURS and not _is_owner(before, back):
            return False
    pronoun = inside[:1] in (("he",), ("she",), ("they",)) or bool({"he", "she", "they"}.intersection(before[-FAR:]))
    earlier = heard.texts(max(0, opens - 2 * FAR), opens)
    return pronoun and bool(_OTHERS.intersection(earlier)) and not {"wife", "husband"}.intersection(earlier)


def _is_owner(before: tuple[str, ...], back: int) -> bool:
    """Whether `my` only says whose somebody is: in "my best friend" the friend is spoken of."""
    at = len(before) - 1 - back
    return before[at] in ("my", "our") and bool(_OTHERS.intersection(before[at + 1 : at + 4]))


def _is_supposed(before: tuple[str, ...]) -> bool:
    """Whether it is only thought of: "if I", "what if we"; not "if you call again I will"."""
    for back, word in enumerate(reversed(before[-FAR:])):
        if word in _IFS:
            between = before[len(before) - back :]
            return "you" not in between and _LIGHT.issuperset(between)
    return False


def _is_asked(clause: tuple[str, ...], before: tuple[str, ...], *, is_marked: bool) -> bool:
    """Whether it is a question about it, rather than said."""
    lead = before or clause
    for at, word in enumerate(lead[:-1] if before else lead[:1]):
        if word in _ASKING and at + 1 < len(clause) and clause[at + 1] in _ASKED_OF:
            return at <= 1 or lead[at - 1] in ("what", "why", "how", "when", "where", "who", "think", "know")
    if not before and clause[0] in _ASKING and len(clause) > 1 and clause[1] in _ASKED_OF:
        return True
    return is_marked and bool(before) and before[0] in ("what", "why", "how", "when", "who", "whose", "which")
