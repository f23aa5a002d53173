"""Words, numbers and signs of what was said, in lower case, slips of the keyboard forgiven where that is safe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from callassist.counters_numbers import ORDINALS, TENS, UNITS
from callassist.counters_words import COMMON, MONTHS, SHORTEST_KEY, WEEKDAYS, one_off

LONGEST: Final = 1000
"""Characters of one utterance that are read."""

_TOKEN: Final = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+|[a-z]+(?:'(?!s\b)[a-z]+)?|'s\b|[^\sa-z\d']"
)
_HALF_OF_DAY: Final = re.compile(r"\b([ap])\.\s?m\b\.?")
_SPLIT: Final = re.compile(r"(?<=[a-z])[-–](?=[a-z])")
_SIGNS: Final = str.maketrans({"’": "'", "\u2018": "'", "–": "-", "—": ",", "½": " 1/2", "¼": " 1/4", "\n": ";"})

_SHORT: Final = (
    "sept=september thur=thursday thurs=thursday tues=tuesday weds=wednesday mo=month mth=month mos=months"
    " wk=week wks=weeks mnth=month yr=year yrs=years pct=percent usd=dollars dollar=dollars buck=bucks bux=bucks"
    " cent=cents tmrw=tomorrow tmr=tomorrow tomorow=tomorrow tommorow=tomorrow tommorrow=tomorrow till=until"
    " til=until thru=through fourty=forty fivty=fifty ninty=ninety hunderd=hundred hundered=hundred hundo=hundred"
    " appt=appointment acct=account pmt=payment pd=paid atty=attorney xmas=christmas gonna=going wanna=want im=i'm"
    " paychecks=paycheck cant=can't dont=don't isnt=isn't cheque=check paycheque=paycheck fortnightly=biweekly"
    " begining=beginning startin=starting wensday=wednesday wednsday=wednesday febuary=february twelth=twelfth"
    " @=at oclock=o'clock ev=every hus=husband hubby=husband pmts=payments bal=balance dn=down ea=each"
    " nxt=next tomo=tomorrow tom=tomorrow mthly=monthly wkly=weekly biwkly=biweekly fitty=fifty dtr=daughter"
)
"""Short, misspelt and other forms, each with what it stands for."""
ALIASES: Final[Mapping[str, str]] = {
    **{name[:3]: name for name in (*MONTHS, *WEEKDAYS)},
    **dict(pair.split("=") for pair in _SHORT.split()),
}
_TYPED: Final = frozenset(
    {
        *WEEKDAYS,
        *(set(MONTHS) - {"may", "march", "june", "july"}),
        *(
            "dollars",
            "hundred",
            "thousand",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
        ),
        *("eleven", "twelve", "fifteen", "monthly", "weekly", "biweekly", "tomorrow", "payday", "paycheck", "percent"),
    }
)
"""Words of which one letter may be missing, added, changed, or changed places with the next."""


def words(text: str) -> frozenset[str]:
    """A set of words, written with spaces between."""
    return frozenset(text.split())


_THEMSELVES: Final = frozenset({*COMMON, *UNITS, *TENS, *ORDINALS}) | words(
    "sundays mondays tuesdays wednesdays thursdays fridays saturdays thousands hundreds collars paydays holiday"
    " someday doomsday fifties forties thirties twenties sixties seventies eighties nineties percentage twentieth"
    " fortieth thirtieth tenth seventh meekly weakly forte shirty nifty fifth twelfth eleventh fiftieth sixtieth"
    " monday's friday's thirtyish fiftyish fortyish"
)


class Token(msgspec.Struct, frozen=True):
    """A word, number or sign: `text` in its one form, `is_glued` without a space before it, its place in the line."""

    text: str
    is_glued: bool
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[-1:].isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[:1].isalpha()


EMPTY: Final = Token("", is_glued=False, start=0, end=0)
STOPS: Final = frozenset({"", ".", ",", ";", "!", "?", ":", ")", "(", '"', "|"})
"""Where a piece of a sentence ends."""


class Line(msgspec.Struct, frozen=True):
    """What was said, word by word, each with its place in `text`; `at` gives an empty one past either end."""

    text: str
    tokens: Sequence[Token]
    texts: Sequence[str]

    def at(self, index: int) -> Token:
        """The token there."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else EMPTY

    def word(self, index: int) -> str:
        """Its text; '' past either end."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def words(self, index: int, count: int) -> str:
        """So many in a row, with spaces."""
        return " ".join(self.texts[max(0, index) : max(0, index + count)])

    def is_stop(self, index: int) -> bool:
        """Whether a piece of a sentence ends there."""
        return self.word(index) in STOPS

    def clause_start(self, index: int) -> int:
        """Where the piece begins in which a token stands."""
        while index > 0 and not self.is_stop(index - 1):
            index -= 1
        return index


def line_of(text: str) -> Line:
    """The words of what was said."""
    plain = text[:LONGEST].lower().translate(_SIGNS)
    plain = _SPLIT.sub(" ", _HALF_OF_DAY.sub(r"\1m", plain))
    tokens: list[Token] = []
    last = -1
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        tokens.append(Token(_known(found[0]), is_glued=start == last, start=start, end=end))
        last = end
    return Line(text if len(text) == len(plain) else plain, tokens, [token.text for token in tokens])


@lru_cache(maxsize=4096)
def _known(piece: str) -> str:
    """A word in its one form: short forms in full, a slip of one letter forgiven in the words that count."""
    if piece in ALIASES:
        return ALIASES[piece]
    if len(piece) <= SHORTEST_KEY or not piece.isalpha() or piece in _TYPED or piece in _THEMSELVES:
        return piece
    near = one_off(piece) & _TYPED
    return near.pop() if len(near) == 1 else piece
