"""What somebody says that is no proposal but closes the talk of money or leads it elsewhere, unless they deny it."""

from __future__ import annotations

import re
from typing import Final

_ROUTES: Final[tuple[tuple[str, str], ...]] = (
    ("bankruptcy", r"\bbankrupt(?:cy|cies)?\b|\bchapter (?:7|13|seven|thirteen)\b"),
    ("deceased", r"\b(?:passed away|deceased|has died|he died|she died|is dead|murio|fallecio)\b"),
    (
        "attorney",
        r"\b(?:my|our|his|her|the|talk to|call|(?:have|got|get|hired) a|(?:have|got)) lawyer\b|^lawyer$|\blegal aid\b",
    ),
    (
        "cease",
        (
            r"\b(?:stop calling|quit calling|not (?:ever )?call me|not contact me"
            r"|do not call (?:list|registry)|not call (?:list|registry)|leave me alone|stop contacting"
            r"|never call|lose my number|no me llame[ns]?)\b"
        ),
    ),
    ("qmb", r"\bqmb\b|\bqualified medicare\b"),
    ("other_payer", r"\bworkers'? comp\b|\bhurt at work\b|\b(?:car|auto) (?:accident|insurance)\b|\bother driver\b"),
    (
        "identity_theft",
        (
            r"\bidentity theft\b|\bstole(?:n)? my (?:identity|name|card)\b|\bstolen identity\b"
            r"|\bused my (?:name|identity)\b"
        ),
    ),
    (
        "dispute",
        (
            r"\b(?:not mine|not my (?:bill|debt|account)|already paid|i paid (?:it|that|this)(?! \w*day)|not owe"
            r"|wrong person|wrong amount|wrong bill|never (?:had|got|went|was) (?:this|that|there|it|treated)"
            r"|dispute|disputing|not recognize|not (?:the|a) right amount|overcharged|bill is wrong|that is wrong"
            r"|not believe i owe)\b"
        ),
    ),
    ("surprise_bill", r"\b(?:surprise bill|no surprises|out of network)\b"),
    (
        "aid_pending",
        r"\b(?:applied|signed up|application|waiting) (?:\w+ ){0,3}?(?:aid|assistance|charity|charity care)\b",
    ),
    ("medicaid", r"\bmedicaid\b|\bmedi cal\b"),
    (
        "insurance",
        (
            r"\binsurance (?:should|will|would|was supposed|is supposed|has to|needs to|pays|paid|covers|covered"
            r"|is paying|must|debe|company|did|not|never)\b"
            r"|\b(?:bill|billed|call|file with|send it to|submit it to|through) (?:my |the )?insurance\b"
            r"|\b(?:have|had|got) (?:\w+ )?insurance\b|\bthe insurance$|^(?:my )?insurance$"
            r"|\bmedicare (?:should|will|pays|covers)\b"
        ),
    ),
    (
        "aid",
        r"\b(?:financial (?:aid|assistance|help)|charity(?: care)?|hardship program|help paying|assistance program)\b",
    ),
)
"""The strongest first."""
_CONDITION: Final = re.compile(
    r"\b(?:if|unless|in case|as long as|so long as|provided|assuming)\b(?: \w+){0,4}?"
    r" (?:(?:stop|quit) (?:calling|contacting)"
    r"|leave me alone|lose my number|(?:insurance|medicare)(?: \w+){0,3}? (?:pays?|paid|covers?|covered|pay it))\b"
)
"""What is only supposed of calls or of insurance."""
_DENIED: Final = re.compile(
    r"(?:\bnot (?:stop|quit) calling"
    r"|\bnot (?:\w+ ){0,3}?(?:bankrupt\w*|deceased|dead|dispute|disputing|lawyer)|\bnot (?:have|want|need) (?:\w+ )?"
    r"(?:lawyer|insurance|medicaid|charity|help paying|financial \w+)|\bno (?:lawyer|insurance|medicaid|bankruptcy)"
    r"|\bcannot afford (?:\w+ )?lawyer|\bnever (?:\w+ )?bankrupt\w*|\bwithout (?:\w+ )?(?:lawyer|insurance))\b"
)


def route_of(said: str) -> str:
    """The way (bargains.ROUTES) or gate (GATES) that plain words open; '' for none, or where it is denied."""
    text = _CONDITION.sub(" ", _DENIED.sub(" ", said))
    return next((route for route, pattern in _ROUTES if re.search(pattern, text)), "")


def is_denied(said: str) -> bool:
    """Whether one of those ways is denied: `I don't have a lawyer` is neither the way nor a word about money."""
    return bool(_DENIED.search(said))


def is_supposed(said: str) -> bool:
    """Whether it hangs on one of those ways: `50 a month unless my insurance pays` says two things."""
    return bool(_CONDITION.search(said))
