"""Wishes about calls that sound alike, told apart: no more calls at all, none at work, not now, another way.

"Stop calling me" ends all calls. With a place of work in the same breath it is about that place; with a time it is
about that time; with another way or number it is about that one. What is said without end ("ever again", "leave me
alone", twice over) ends all calls whatever else is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from callassist.listening_words import Heard

CEASE: Final = "cease_contact"
WORK: Final = "no_calls_at_work"
LATER: Final = "callback_later"
CHANNEL: Final = "channel_preference"

SURE: Final = 0.5
"""From which score on no more calls are heard at all."""

CERTAIN: Final = 0.9
"""From which score on a place of work was named by a phrase."""

_WORK: Final = re.compile(
    r"\b(?:at|to|from|on|in|around) (?:my |the |his |her |our )?(?:work|job|office|workplace|shop|desk|store|school"
    r"|plant|place of (?:work|employment))\b|\b(?:call|calling|contact|contacting|phone|phoning|calls)(?: me)?(?: at)?"
    r" (?:my|the|his|her) (?:\w+ )?(?:job|work|office|boss|employer|workplace|desk)\b"
    r"|\bwork (?:number|phone|line|cell)\b|\bwhere i work\b|\bon the (?:clock|job)\b|\bwhile i (?:am )?(?:at )?work"
)
_TIME: Final = re.compile(
    r"\b(?:before|after|until|past|between) (?:(?:the|like|about|my|at) )?(?:\d+|noon|midnight|dark|work|dinner|lunch"
    r"|church|nine|first|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next|i|payday|tomorrow)\b"
    r"|\b(?:so|this|that|too) (?:early|late)\b|\bright now\b|\bat (?:night|dinner|this hour|supper|lunch|bedtime)\b"
    r"|\bin the (?:morning|evening|afternoon|mornings|evenings)\b|\b(?:during|while) \w+|\btonight\b|\btoday\b"
    r"|\bon (?:the |a )?(?:sundays?|saturdays?|weekends?|weekdays?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"
    r"|sabbath|holidays?)\b|\bthis (?:week|morning|evening|afternoon)\b"
)
_WAY: Final = re.compile(
    r"\b(?:text|email|mail|write) (?:me|instead|only|it|us)\b|\binstead\b|\b(?:by|via|through|in) (?:email|text|mail"
    r"|letter|writing)\b|\b(?<!not )(?<!stop )(?<!dare )(?<!ever )(?<!never )(?:use|call|try|reach|have) (?:me )?"
    r"(?:on |at )?(?:my|the|our) (?:\w+ )?(?:cell|mobile|home|landline|house|other|new|work)\b"
    r"|\b(?:my|this|the|that) (?:\w+ )?(?:cell|mobile|landline|home phone)\b"
    r"|\b(?:stop|not|quit|no more) (?:\w+ )?(?:texts?|texting|emails?|emailing|mailing|letters|voicemails?|messages"
    r"|leaving)\b|\b(?:rather|prefer) (?:\w+ ){0,3}(?:text|email|letter|mail)"
)
_WHOLLY: Final = re.compile(
    r"\bever\b|\bat all\b|\bperiod\b|\balone\b|\bany ?more calls\b|\bno more calls\b|\bnever (?:again|call)\b"
    r"|\b(?:list|police|harass\w*|cease)\b|\bany (?:number|phone)\b|\banymore\b|\bor (?:anywhere|any|at home|home)\b"
    r"|\bat home\b|\band home\b"
)
_CALLS: Final = re.compile(r"\b(?:call|calls|calling|contact|contacting|phone|phoning|bothering)\b")
_NO: Final = re.compile(r"\b(?:not|stop|stops|never|no|cease|end)\b")
_ALL_TIME: Final = re.compile(
    r"\b(?:every (?:\w+ )?day|all day|all the time|every (?:morning|week|hour)|day and night)\b"
)


def told_apart(said: Heard, scores: Mapping[str, float]) -> dict[str, float]:
    """The scores of the four wishes, put right by what is said in one breath with the calls; others as they are."""
    if scores.get(CEASE, 0.0) < SURE:
        return dict(scores)
    wishes = [text for text in _breaths(said) if _CALLS.search(text) and _NO.search(text)]
    whole = " ".join(said.texts())
    if not wishes or _WHOLLY.search(whole):
        return _without(scores, LATER) if _ALL_TIME.search(whole) and not _TIME.search(whole) else dict(scores)
    kinds = [_kind(text) for text in wishes]
    if kinds == [CEASE] and scores.get(WORK, 0.0) >= CERTAIN:
        kinds = [WORK]
    if CEASE in kinds:
        return _without(scores, *({LATER, CHANNEL, WORK} - set(kinds)) if len(wishes) == 1 else ())
    kept = set(kinds)
    out = _without(scores, CEASE, *({LATER, CHANNEL, WORK} - kept))
    for kind in kept:
        out[kind] = max(out.get(kind, 0.0), scores[CEASE])
    return out


def _kind(text: str) -> str:
    """Which wish one breath is."""
    if _WORK.search(text):
        return WORK
    if _WAY.search(text):
        return CHANNEL
    if _TIME.search(text) and not _ALL_TIME.search(text):
        return LATER
    return CEASE


def _breaths(said: Heard) -> list[str]:
    """Clauses; what only goes on about a call ("at work", "text me", "i am driving") belongs to the one before it."""
    breaths: list[str] = []
    for start, end in said.clauses:
        text = " ".join(said.texts(start, end))
        is_wish = bool(_CALLS.search(text) and _NO.search(text))
        if breaths and (_belongs(text) if not is_wish else _leads(breaths[-1])):
            breaths[-1] = f"{breaths[-1]} {text}"
        else:
            breaths.append(text)
    return breaths


def _leads(text: str) -> bool:
    """Whether a clause only says in which other way: "text me, don't call"."""
    return bool(_WAY.search(text)) and not _CALLS.search(text)


def _belongs(text: str) -> bool:
    """Whether a clause only says where, in which other way or when: "i am driving", "until friday"."""
    return bool(
        _WAY.search(text)
        or _WORK.search(text)
        or re.match(r"(?:i am (?:driving|busy|sleeping|eating|cooking)|until |before |after )", text)
    )


def _without(scores: Mapping[str, float], *names: str) -> dict[str, float]:
    return {name: 0.0 if name in names else score for name, score in scores.items()}
