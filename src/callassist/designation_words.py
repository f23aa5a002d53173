"""The words by which people speak of times, places and media that suit them or do not, as tokens of a few kinds."""

from __future__ import annotations

import re
from typing import Final

from callassist.designation_times import DAYS, TIME

AFTERWARDS: Final = (
    r"bad|worst|inconvenient|unavailable|busy|asleep|sleep(?:ing)?|too (?:early|late)|trouble|hard|difficult"
)
_NOT: Final = (
    rf"not|no|never|none|nothing|don'?t|do not|can'?t|cannot|can not|won'?t|isn'?t|aren'?t|doesn'?t|avoid|stop|quit|"
    rf"i(?:'m| am)? work(?:ing)?|{AFTERWARDS}"
)
_GOOD: Final = r"only|best|better|ok(?:ay)?|fine|good|great|convenient|suits?|works?|prefer(?:red|ably)?|available|free"
PLACE: Final = (
    r"(?:at|in|to|from)\s+(?:(?:my|the|our|his|her|their)\s+)?(?:work(?:place)?|place of (?:work|employment|"
    r"business)|job|office|home|house|residence|"
    r"school|hospital|church|shelter|store|shop|gym|clinic)"
)
_TOKEN: Final = re.compile(
    rf"(?P<place>\b{PLACE}\b)|(?P<except>\b(?:except|but not|other than|apart from|excluding|unless)\b)|"
    rf"(?P<time>\b{TIME})|(?P<days>\b(?:{DAYS})\b)|(?P<any>\b(?:any ?time|anytime|always|whenever|at all|all day)\b)|"
    rf"(?P<not>\b(?:{_NOT})\b)|(?P<good>\b(?:{_GOOD})\b)|(?P<join>\b(?:or|nor|and)\b)|"
    rf"(?P<but>\bbut\b)|(?P<stop>[;,.\n]|\b(?:because|'?cause|since)\b)"
)
NOW: Final = re.compile(
    r"\b(?:busy|(?:can'?t|cannot|can not) talk|(?:not|n't) (?:a )?good time|bad time|inconvenient|(?:not|right) now|"
    r"in a meeting|(?:i'm|i am|while) driving|call (?:me )?(?:back )?later|i(?:'m| am) (?:at|in))\b"
)
STOP: Final = (
    ("attorney", re.compile(r"\b(?:my|an?|our) (?:attorney|lawyer)\b|\brepresented by\b")),
    (
        "cease",
        re.compile(
            r"\bleave (?:me|us) alone\b|\b(?:never|don'?t|do not) (?:want|wish) to hear from you (?:again|ever|"
            r"any ?more)\b|"
            r"\bno (?:more|further) (?:contact|communications?)\b"
        ),
    ),
    (
        "do_not_call",
        re.compile(
            r"\bno more calls\b|\blose my number\b|\bdo[- ]not[- ]call list\b|\b(?:don'?t|do not|"
            r"never) (?:ever )?call (?:me |us )?(?:again|ever)\b|"
            r"\btake (?:me|us|my number) off (?:of )?(?:your|the|this) (?:call(?:ing)? )?list\b"
        ),
    ),
)
ATTORNEY: Final = STOP[0][1]
AWAY: Final = re.compile(
    r"\b(?:away|gone|out of|out sick|on vacation|traveling|travelling|unavailable|busy|nothing|deployed|"
    r"overseas|abroad|in (?:jail|prison|rehab)|tied up|not(?=\s*(?:$|[,.;])))\b|"
    r"(?:\bnot|n't) (?:be )?(?:home|here|available|around|free|back|reachable)\b"
)
"""What keeps them from talking, once it is said until when."""
SHIFT: Final = re.compile(
    r"\b(?:work|working|works|on) (?:the |a |my )?(?:\w+ )?(?:nights?(?: ?shift)?|graveyard|overnights?|"
    r"late shift)\b|"
    r"\b(?:night|graveyard|overnight|third|3rd|second|2nd|swing|rotating|split|late) ?shifts?\b|"
    r"\bsleep(?:ing)? (?:during the |all |in the )?days?\b"
)
"""Work that turns day and night about, so that no hours follow from it."""
PLACED: Final = re.compile(
    r"\b(call(?:ing|s)?|contact(?:ing)?|phon(?:e|ing)|ring(?:ing)?) (?:my|our|the) (work(?:place)?|"
    r"place of (?:work|employment|business)|job|office|"
    r"home|house)\b"
    r"(?! (?:phone|number|line))"
)
BEING: Final = re.compile(
    rf"\b(?:i'?m|i am|this is|you(?:'re| are) (?:calling|reaching) (?:me )?|you (?:called|"
    rf"reached) me) ?(?P<at>{PLACE})\b"
)
HERE: Final = re.compile(r"\b(call(?:ing|s)?(?: me)?|phon(?:e|ing)(?: me)?|contact(?:ing)?(?: me)?) here\b")
AT_WORK: Final = re.compile(
    r"\b(?:employer|boss|supervisor|manager)\b[^,;.]{0,20}\b(?:not|\w+n't|forbids?|prohibits?|never|mad|upset|"
    r"angry)\b"
    r".*\bcalls?\b|\bg(?:et|ot|etting) (?:me )?fired\b|\bnot allowed\b.*\bcalls?\b"
)
"""The employer forbids calls, though no place was named."""
_FILLERS: Final = frozenset(
    {
        *("a", "an", "the", "my", "me", "us", "you", "i", "i'm", "we", "please", "just", "then", "yes", "otherwise"),
        *("call", "calls", "calling", "called", "phone", "ring", "reach", "contact", "talk", "speak", "try", "get"),
        *("at", "on", "in", "by", "for", "to", "of", "with", "during", "after", "before", "each", "every", "all"),
        *("is", "are", "be", "it", "it's", "that", "this", "can", "could", "may", "should", "would", "will"),
        *("time", "times", "hour", "hours", "day", "days", "only", "possible"),
    }
)
"""Words that change nothing; with any other, what was called good is not read: it may not be about calls at all."""
FORBIDDEN: Final = re.compile(
    r"\bpersonal calls?\b|\bboss\b|\bemployer\b|\ballow(?:ed|s)?\b|\bpermit|\bsupervisor\b|\bfired\b"
)
DANGLING: Final = re.compile(
    r"\b(?:not|never|no) (?:any )?(?:before|earlier|after|later|sooner)\s*$|"
    r"\b(?:can'?t|cannot|not|never|no)\b.{0,20}\bbefore (?:that|then)\s*$"
)
"""A "no" to what lies beside a time that was said before it."""
BIDDEN: Final = re.compile(
    r"\s*(?:(?:yes|ok|okay|well|then|so|please|just|you (?:can|may|could)|it has to be|only|always) )*"
    r"(?:call|reach|try|phone|ring|contact|it has to be)\b(?P<times>.*?)\b"
    r"(?:not|no|never|none|don'?t|do not|can'?t|cannot|won'?t|i(?:'m| am)? work(?:ing)?)\b(?P<after>.*)"
)
"""A time they bid us call at, and then a "no" in the same breath, which is not of that time."""
VAGUE: Final = re.compile(
    r"\b(?:next|sometimes|usually|mostly|maybe|perhaps|every other|holidays?|if|every (?:second|third)|(?:first|"
    r"last) (?:week|of)|starting|beginning|depends|"
    r"(?:don'?t|do not|won'?t|wouldn'?t|not|never) mind|(?:no|not an?|isn'?t an?) (?:problem|bother|trouble|big deal)|"
    r"(?:not|never) busy|why not|go wrong|nothing wrong|can'?t complain|i (?:don'?t|do not|stop|quit) work(?:ing)?|"
    r"i(?:'m| am) not work(?:ing)?)\b"
)
Token = tuple[str, str]
TIMES: Final = frozenset({"time", "days", "any"})
NAMED: Final = frozenset({*TIMES, "place", "where"})
WORDS: Final = frozenset({*NAMED, "not", "good", "join", "other"})


def tokens_of(text: str) -> list[Token]:
    """What is understood, by kind, in order; words between that change something are of kind other."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        found += [*_others(text[end : match.start()]), (match.lastgroup or "", match.group())]
        end = match.end()
    return [*found, *_others(text[end:])]


def _others(gap: str) -> list[Token]:
    return [("other", word) for word in re.findall(r"[a-z']+|\d+", gap) if word not in _FILLERS]
