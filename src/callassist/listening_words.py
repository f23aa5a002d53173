"""Words as they are heard: contractions told apart, a collector's shorthand written out, clauses found.

A line may be typed in haste or come from a machine that writes no punctuation; both give the same words here, and
each keeps its place in what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

import msgspec

from callassist.phrases import Word

LONGEST: Final = 1000
"""Characters of one utterance that are listened to: nobody speaks longer in one breath."""

_TOKEN: Final = re.compile(
    r"(?P<digits>\d+(?:[.,]\d+)*)(?:st|nd|rd|th)?(?![^\W\d_])|w/o(?![^\W_])|[bw]/(?=[^\W_]|\s|$)c?|c&d"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*|\d+",
    re.IGNORECASE,
)
_STOPS: Final = re.compile(r"[.?!;\n](?=\s|$|[\"'])|\s[-–—]+\s|[—…]|\.{2,}")
_SOFT: Final = re.compile(r"[,:]")
_CURLY: Final = str.maketrans("\u2018\u2019\u201b\u2032\u201c\u201d", "''''\"\"")


def set_of(words: str) -> frozenset[str]:
    """Words with spaces between as a set."""
    return frozenset(words.split())


_DROPPED: Final = set_of(
    "um uh uhm erm mm hmm hm please just fucking fuckin fricking freaking frigging damn goddamn bloody really honestly"
    " literally actually basically simply kindly dang darn flat straight goddamned"
)
_WHOLE: Final[Mapping[str, str]] = {
    "im": "i am", "ive": "i have", "dont": "do not", "didnt": "did not", "doesnt": "does not", "isnt": "is not",
    "wasnt": "was not", "arent": "are not", "werent": "were not", "wont": "will not", "cant": "can not",
    "cannot": "can not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "aint": "is not", "youre": "you are",
    "youve": "you have", "youll": "you will", "theyre": "they are", "theyve": "they have", "theyll": "they will",
    "hes": "he is", "shes": "she is", "thats": "that is", "whats": "what is", "whos": "who is", "wheres": "where is",
    "theres": "there is", "lets": "let us", "gonna": "going to", "gon": "going to", "finna": "going to",
    "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me", "u": "you", "ur": "your",
    "ya": "you", "yall": "you", "y'all": "you", "cuz": "because", "cause": "because", "b/c": "because",
    "thru": "through", "tho": "though", "outta": "out of", "dunno": "do not know", "itll": "it will",
    "weve": "we have", "doin": "doing", "callin": "calling", "payin": "paying", "goin": "going", "nothin": "nothing",
    "textin": "texting", "tryna": "trying to", "hafta": "have to", "whatcha": "what are you", "woulda": "would have",
    "shoulda": "should have", "coulda": "could have", "'til": "until", "til": "until", "till": "until",
    "quit": "stop", "quitting": "stopping", "ceases": "stops", "wasn": "was not", "nope": "no", "nah": "no",
    # a collector's shorthand
    "atty": "attorney", "attny": "attorney", "attys": "attorney", "lwyr": "lawyer", "bk": "bankruptcy",
    "bky": "bankruptcy", "bkrpt": "bankrupt", "bkcy": "bankruptcy", "ch": "chapter", "ins": "insurance",
    "insur": "insurance", "pmt": "payment", "pymt": "payment", "pmts": "payments", "pymts": "payments",
    "acct": "account", "accts": "accounts", "amt": "amount", "bal": "balance", "pd": "paid", "hubby": "husband",
    "hub": "husband", "mva": "car accident", "wc": "workers compensation", "comp": "compensation",
    "ss": "social security", "cb": "call back", "c/b": "call back", "w/": "with", "b/": "because", "w/o": "without",
    "wn": "wrong number", "dnc": "do not call", "c&d": "cease and desist", "decd": "deceased", "dec'd": "deceased",
    "mcaid": "medicaid", "mcd": "medicaid", "mcare": "medicare", "idt": "identity theft", "poa": "power of attorney",
    "unemp": "unemployed", "dtr": "debtor", "dbtr": "debtor", "cnsmr": "consumer", "hosp": "hospital",
    "appt": "appointment", "msg": "message", "addr": "address", "dl": "license", "ph": "phone",
    "wrk": "work", "stmt": "statement", "dscp": "dispute", "disp": "dispute",
    "rcvd": "received", "recd": "received", "pls": "please", "plz": "please", "thx": "thanks", "govt": "government",
    "empl": "employer", "emp": "employer", "info": "information", "txt": "text", "spv": "supervisor",
    "supv": "supervisor", "mgr": "manager", "sup": "supervisor", "w": "with", "fam": "family", "med": "medical",
    "hlp": "help", "nite": "night", "tmrw": "tomorrow", "tmw": "tomorrow", "2day": "today", "bday": "birthday",
    "dob": "date of birth", "soc": "social", "ssn": "social security number", "sol": "statute of limitations",
    "vm": "voicemail", "rep'd": "represented", "repped": "represented", "cldnt": "could not",
}  # fmt: skip
_ENDINGS: Final[tuple[tuple[str, str], ...]] = (
    ("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"),
)  # fmt: skip
_IS: Final = set_of("he she it that this what who where there here how when nobody somebody everybody one")
_NUMBERS: Final[Mapping[str, str]] = {
    word: str(number)
    for number, word in (
        *((2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"), (8, "eight"), (9, "nine")),
        *((10, "ten"), (11, "eleven"), (12, "twelve")),
        *((15, "fifteen"), (20, "twenty"), (25, "twentyfive"), (30, "thirty"), (40, "forty"), (50, "fifty")),
        *((60, "sixty"), (70, "seventy"), (75, "seventyfive"), (80, "eighty"), (90, "ninety"), (100, "hundred")),
        *((1000, "thousand"), (13, "thirteen"), (14, "fourteen"), (16, "sixteen")),
    )
}
_ILL_AFTER: Final = set_of("am is are was were been be very so too got terminally seriously mentally fell")
_WEEK_AFTER: Final = set_of("a an every each per next this last one")
_NEW_CLAUSE: Final = set_of("but because so though although however except then unless while since")
_SO: Final = set_of("early late much many often bad high old hard sick tired broke long")
_JOINS: Final = frozenset(("and", "or", "plus", "also", "cause"))
_AFTER_JOIN: Final = set_of(
    "i we you he she they it my your his her their that this there do did stop take call send can could will would"
    " now if please never not nobody what how when where who is are was tell remove leave let get lose the don"
)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """An utterance in words: `clauses` are runs of them (from, past the last); `asked` tells which end on a `?`."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]
    asked: tuple[bool, ...]

    def clause_at(self, at: int) -> int:
        """In which clause a word stands."""
        return next(index for index, (start, end) in enumerate(self.clauses) if start <= at < end)

    def texts(self, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """The words of a run."""
        return tuple(word.text for word in self.words[start:end])


@lru_cache(maxsize=64)
def heard(text: str) -> Heard:
    """What was said, as words and clauses."""
    plain = text[:LONGEST].translate(_CURLY)
    words = tuple(_once(_words(plain)))
    starts = [at for at in range(len(words)) if at == 0 or _begins(plain, words, at)]
    clauses = tuple(pairwise((*starts, len(words)))) if words else ()
    asked = tuple("?" in plain[words[end - 1].end : _next_start(plain, words, end)] for _, end in clauses)
    return Heard(text=plain, words=words, clauses=clauses, asked=asked)


def _next_start(plain: str, words: tuple[Word, ...], at: int) -> int:
    return words[at].start if at < len(words) else len(plain)


def _words(plain: str) -> Iterator[Word]:
    stops = [found.start() for found in _STOPS.finditer(plain)]
    passed, before = 0, ""
    for found in _TOKEN.finditer(plain):
        while passed < len(stops) and stops[passed] < found.start():
            passed += 1
        raw = found["digits"] or found[0].lower()
        for each in _written_out(raw, before).split():
            yield Word(
                text=each, start=found.start(), end=found.end(), sentence=passed, is_capital=found[0][0].isupper()
            )
            before = each


def _written_out(raw: str, before: str) -> str:
    """A word as it is meant: contractions and shorthand in full, digits for small numbers, '' for a filler."""
    if raw in _DROPPED:
        return ""
    if raw in _WHOLE:
        return _WHOLE[raw]
    if raw == "ill":
        return raw if before in _ILL_AFTER else "i will"
    if raw == "wk":
        return "week" if before.isdigit() or before in _WEEK_AFTER else "work"
    if raw == "id":
        return "i would" if before in ("", "and", "but", "so", "then", "yes", "yeah") else raw
    if raw[0].isdigit():
        return raw.replace(",", "").split(".")[0]
    if "'" in raw:
        return _contraction(raw)
    return _NUMBERS.get(raw, raw)


def _contraction(raw: str) -> str:
    if raw in ("can't", "won't", "ain't", "shan't"):
        return {"can't": "can not", "won't": "will not", "ain't": "is not", "shan't": "shall not"}[raw]
    if raw == "let's":
        return "let us"
    for ending, written in _ENDINGS:
        if raw.endswith(ending):
            return f"{raw.removesuffix(ending)} {written}"
    stem = raw.removesuffix("'s").replace("'", "")
    return f"{stem} is" if raw.endswith("'s") and stem in _IS else stem


def _once(words: Iterator[Word]) -> Iterator[Word]:
    """Without a word said twice in a row: people stammer."""
    before = ""
    for word in words:
        if word.text != before or word.text.isdigit():
            yield word
        before = word.text


def _begins(plain: str, words: tuple[Word, ...], at: int) -> bool:
    """Whether a clause begins here: after a stop or a comma, or with a word that opens one."""
    one, word = words[at - 1], words[at]
    if one.start == word.start:
        return False
    between = plain[one.end : word.start]
    if one.sentence != word.sentence or (_SOFT.search(between) and not (one.text.isdigit() and word.text.isdigit())):
        return True
    follows = words[at + 1].text if at + 1 < len(words) else ""
    if word.text in _NEW_CLAUSE:
        return word.text != "so" or follows not in _SO
    return word.text in _JOINS and follows in _AFTER_JOIN
