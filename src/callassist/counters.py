"""What somebody proposes, as they say it or as it is typed: fifty every other Friday, half now, nothing, my lawyer.

Nothing is guessed at: what says two things, or something else, is unclear, and its words go back to the collector.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from callassist.bargains import Counter
from callassist.counters_days import NO_DAY, ODD, with_days
from callassist.counters_numbers import in_digits
from callassist.counters_routes import is_denied, is_supposed, route_of
from callassist.counters_words import plain
from callassist.money import BadAmount, parse_cents
from callassist.schedules import UNKNOWN, PayCycle

SHOWN: Final = 200
"""Characters of what could not be read that are kept."""
WHOLE: Final = 100
MOST_PARTS: Final = 120

_NEGATION: Final = re.compile(r"\b(?:cannot|not|never|no|nothing|none|neither)\b")
_GUARD: Final = re.compile(
    r"\b(?:not|never|no) (?:\w+ ){0,3}?(?:saying|say|said|mean|that)\b.*?\b(?:cannot|not|nothing|no|refuse)\b"
    r"|\bnot (?:\w+ )?(?:refusing|unwilling)\b"
)
_CAPPED: Final = re.compile(
    r"\b(?:cannot|not|no|nothing|never)\b[^|]*?\b(?:more than|over|above|higher than|past|exceed|beyond)(?= \$\d)"
)
_ONLY_NO: Final = re.compile(r"(?:oh |well |sorry )*(?:no|absolutely not)(?: (?:thanks|thank you|way|sir|maam|sorry))*")
_OF_THE_OFFER: Final = re.compile(
    r"\b(?:that|those|this|these|much|all|full|once|whole|either|work|works|enough)\b|[$%*<]|<\?>"
)
_CANNOT_PAY: Final = re.compile(
    r"\b(?:pay|paying|afford|do|make|manage|swing|spare|give|send|have|got|get|anything|something|nothing|money|cash|dime"
    r"|penny|cent|none|job|work|working|income)\b|^(?:i |we )?cannot$"
)
_IN_NEED: Final = re.compile(
    r"\b(?:lost (?:my|his|her|our) jobs?|unemployed|out of (?:work|money)|laid off|got fired|broke|homeless|nothing"
    r"|in a shelter|no income)\b"
)
_YES: Final = re.compile(
    r"\b(?:yes|fine|perfect|works?(?: for me)?|sounds (?:good|fine|great)|good|great|i will take (?:it|that)"
    r"|lets? (?:us )?do (?:it|that)|i can do (?:that|it|this)"
    r"|i accept|i agree|absolutely|of course|that is (?:fine|good|ok))\b"
)
_FILLER: Final = re.compile(
    r"\b(?:i|we|it|that|this|the|is|will|can|do|so|then|well|uh|um|oh|and|for|me|please|thanks|thank|you|one|plan"
    r"|would|just|guess|think|to|a|of|course|very|sounds|absolutely|right|now|him|ma|am|sir|maam|up|with|s)\b|[|]"
)
_ASKED: Final = re.compile(
    r"\bcall(?:ing)? (?:me|back)\b|\b(?:first|second|2nd|other|last) (?:one|1|option|offer)\b"
    r"|^(?:do|must|why|what happens|how come|who|did|does|how much|is it|will you)\b"
)
_NOT_OFFERED: Final = re.compile(
    r"(?<!can )(?<!could )\bi (?:already )?(?:paid|sent|mailed)(?: you| them)?(?: about| around| only)? \$\d+"
    r"(?:(?: on| by| back)? <[^>]*>)?"
    r"|(?<!can )(?<!could )\bi (?:only )?(?:make|earn|get|bring home|owe)(?: about| around| only)? \$\d+(?: +~\w+)?"
    r"|\b(?:rent|income|salary|bill|balance|car)(?: \w+)? (?:is|of|for|was|payment)(?: \w+)? \$\d+(?: +~\w+)?"
    r"|\b(?:rent|income|salary|car|ssi|ssdi|food|groceries|mortgage|utilities) \$\d+(?: +~\w+)?"
    r"|\b(?:instead of|rather than|have|got) \$\d+(?: +~\w+)?(?= (?:kids|children|jobs|people|dependents))"
    r"|\b(?:instead of|rather than) \$\d+(?: +~\w+)?"
    r"|\$\d+ (?:kids|children|jobs|people|dependents|years|hours|days)\b"
)
_MONTHLY_PARTS: Final = re.compile(r"(?<![\d.$])(\d{1,3}) (?:monthly|equal) (?:payments|installments|instalments)\b")
_OVER_MONTHS: Final = re.compile(r"^(\d{1,2}) months$")
_STRANGE: Final = re.compile(
    r"\d+\.\d*\.\d|\d{3,}-\d{3,}|(?:^|[ |])-\s?\$?\d|\b(?:account|acct|reference|ref|number|case)\b[^|]{0,12}\d"
)
_NUMBER: Final = re.compile(r"(?<![<\w.*%~/-])\$?(\d+(?:\.\d*)?|\.\d+)(?![\w%>/-])")
_RANGE: Final = re.compile(
    r"(?:between )?\$?(\d+(?:\.\d\d)?)(?: ?(?:to|or|-|and maybe|maybe) ?)\$?(\d+(?:\.\d\d)?)(?![\d/])"
)
_BETWEEN: Final = re.compile(r"\bbetween \$?(\d+) and \$?(\d+)\b")
_OFF: Final = re.compile(r"(?<![\d.])([1-9]\d?) ?(?:%|percent) off\b")
_PROBLEM: Final = re.compile(r"\b(?:a|big|real|no small) (?:problem|issue)\b")
_TOLD: Final = re.compile(
    r"\b(?:was|were|went|happened|sent|mailed|born|surgery|since|lost|called|got hurt|admitted|discharged|moved)\b"
)
"""A day of what has been proposes nothing."""
_UNTIL: Final = re.compile(r"\b(?:until|till|through|ending(?: in| on)?) (?:the )?<")
_SHARES: Final[tuple[tuple[str, str], ...]] = (
    (r"\$?\b(\d{1,2}) cents on the dollars?\b", r"%\1"),
    (r"(?<![\d.])(\d{1,3}) ?(?:%|percent\b)", r"%\1"),
    (r"\b(?:2|two) thirds\b|(?<![\d/])2/3(?![\d/])", "%67"),
    (r"\b(?:a|1) third\b|(?<![\d/])1/3(?![\d/])", "%33"),
    (r"\b3 quarters\b|(?<![\d/])3/4(?= of)", "%75"),
    (r"\b(?:a |1 )?quarter\b(?! (?:to|past|after|of) \d{1,2}\b)|(?<![\d/])1/4(?![\d/])", "%25"),
    (r"(?<!hour and a )\bhalf\b(?! (?:an )?hour| past)|(?<![\d/])1/2(?![\d/])", "%50"),
)
_DAY: Final = re.compile(r"(from )?<(\d{4}-\d\d-\d\d)m?>")
_ALL: Final = re.compile(
    r"\b(?:all|everything|in full|(?:the )?(?:whole|full|entire) (?:thing|amount|bill|balance)|it off)\b"
)
_REST: Final = re.compile(r"\b(?:the )?(?:rest|other %50|balance)\b")
_SETTLE: Final = re.compile(
    r"\b(?:settle|settlement|settles|call it even|be done|(?:are|we) done|close (?:it|this)|total)\b"
)
_NOW: Final = re.compile(r"\b(?:now|today)\b")


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, in marks: what holds, and whether something was refused or cannot be paid at all."""

    kept: str
    is_refused: bool = False
    is_nothing: bool = False
    is_odd: bool = False


class _Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What a piece of it names: amounts in cents, percents, counts, cycles, days, each in the order said."""

    cents: tuple[int, ...]
    percents: tuple[int, ...]
    counts: tuple[int, ...]
    cycles: tuple[str, ...]
    days: tuple[date, ...]
    is_from: bool
    text: str

    @property
    def day(self) -> date | None:
        """The day where there is one."""
        return self.days[0] if self.days else None

    @property
    def is_single(self) -> bool:
        """Whether it names nothing twice."""
        several = (self.cents, self.percents, self.counts, self.days, tuple(set(self.cycles)))
        return all(len(each) <= 1 for each in several)


def read_counter(text: str, today: date, cycle: PayCycle = UNKNOWN) -> Counter:
    """The proposal in what somebody says; kind unclear, with its words, for what is none or more than one.

    `cycle` is when they are paid, for what is said of paydays. An amount without how often counts as one a month and
    is marked as guessed; of a range the lower end counts, since it is what they are sure of.
    """
    unclear = Counter(kind="unclear", words=text.strip()[:SHOWN])
    said = plain(text)
    if not said:
        return unclear
    if route := route_of(said):
        return Counter(kind="route", route=route)
    if is_denied(said) and not re.search(r"\d", in_digits(said)):
        return unclear
    marked = _marked(said, today, cycle)
    if marked is None or NO_DAY in marked or ODD in marked or _ASKED.search(said) or _UNTIL.search(marked):
        return unclear
    if is_supposed(said) or _PROBLEM.search(said):
        return unclear
    found = _told(marked)
    return _proposed(found) or _answered(found) or unclear


def _marked(said: str, today: date, cycle: PayCycle) -> str | None:
    """With days, cycles, counts, percents and amounts as marks; None where a number is no amount."""
    if _STRANGE.search(said):
        return None
    text = in_digits(said)
    text = _BETWEEN.sub(r"\1", text)
    text = _MONTHLY_PARTS.sub(r"\1 payments", _OVER_MONTHS.sub(r"\1 payments", text))
    text = with_days(text, today, cycle)
    text = _OFF.sub(lambda found: f"%{WHOLE - int(found[1])}", text)
    for pattern, form in _SHARES:
        text = re.sub(pattern, form, text)
    text = _RANGE.sub(lambda m: m[1] if float(m[1]) < float(m[2]) else m[0], text)
    text = re.sub(r"\bdollars\b", "", text)
    try:
        text = _NUMBER.sub(lambda m: f"${parse_cents(m[1])}", text)
    except BadAmount:
        return None
    return re.sub(r" +", " ", _NOT_OFFERED.sub(" ", re.sub(r" +", " ", text))).strip()


# ── what holds of it ──


def _told(text: str) -> _Said:
    """Piece by piece: what is refused is taken out, what is only bounded stays."""
    text = _CAPPED.sub("", text)
    kept: list[str] = []
    is_refused = is_nothing = is_odd = False
    for piece in re.split(r"\||\bbut\b|\bhowever\b|\bthough\b|\band (?=i |can |we |maybe )|\bso (?=i )", text):
        part = piece.strip()
        if _GUARD.search(part):
            is_odd = True
        elif not _NEGATION.search(part):
            is_nothing |= bool(_IN_NEED.search(part))
            kept.append(part)
        elif _ONLY_NO.fullmatch(part) or _OF_THE_OFFER.search(part):
            is_refused = True
        elif _CANNOT_PAY.search(part) or _IN_NEED.search(part):
            is_nothing = True
        else:
            is_odd = True
    return _Said(kept=" | ".join(kept), is_refused=is_refused, is_nothing=is_nothing, is_odd=is_odd)


def _answered(said: _Said) -> Counter | None:
    """Nothing, yes or no, where no proposal was made."""
    if re.search(r"[$%*~<]\d", said.kept) or said.is_odd:
        return None
    if said.is_nothing:
        return Counter(kind="nothing")
    is_yes = bool(_YES.search(said.kept)) and not _FILLER.sub("", _YES.sub("", said.kept)).strip()
    if said.is_refused:
        return None if is_yes else Counter(kind="no")
    return Counter(kind="yes") if is_yes else None


# ── what is proposed ──


def _parts(text: str) -> _Parts:
    days = _DAY.findall(text)
    return _Parts(
        cents=tuple(int(each) for each in re.findall(r"\$(\d+)", text)),
        percents=tuple(int(each) for each in re.findall(r"%(\d+)", text)),
        counts=tuple(int(each) for each in re.findall(r"\*(\d+)", text)),
        cycles=tuple(re.findall(r"~(\w+)", text)),
        days=tuple(date.fromisoformat(day) for _, day in days),
        is_from=any(begins for begins, _ in days),
        text=text,
    )


def _proposed(said: _Said) -> Counter | None:
    """The proposal that is made; None for none, or for one that says two things."""
    text = re.sub(r"%50\b(.*?)(?:\band|\|)? (?:the (?:other )?)?%50\b", r"%50\1 rest", said.kept)
    rest = re.search(_REST.pattern + r"(?P<how>[^|]*?)(?=\||\band\b|\$|$)", text) if _REST.search(text) else None
    if rest and "$" in text[rest.end() :]:
        rest = re.search(_REST.pattern + r"(?P<how>[^|]*)", text)
    if rest:
        return _split(_parts(text.replace(rest[0], " ", 1)), _parts(rest["how"]))
    parts = _parts(text)
    if len(parts.cents) == len(("now", "then")):
        return _then(parts)
    if not parts.is_single or any(count > MOST_PARTS for count in parts.counts):
        return None
    if parts.cents:
        return _of_amount(parts)
    if parts.percents:
        return _of_share(parts)
    return _of_all(parts)


def _split(first: _Parts, rest: _Parts) -> Counter | None:
    """So much at first, and how the rest is to go."""
    if not (first.is_single and rest.is_single) or first.cycles or first.counts or rest.percents:
        return None
    cents, percent = sum(first.cents), sum(first.percents)
    is_odd = percent >= WHOLE or bool(rest.cents) != bool(rest.cycles) or sum(rest.counts) > MOST_PARTS
    if bool(cents) == bool(percent) or is_odd:
        return None
    return Counter(
        kind="split",
        cents=cents,
        percent=percent,
        first=first.day,
        count=sum(rest.counts),
        rest=rest.day,
        then_cents=sum(rest.cents),
        cycle=rest.cycles[0] if rest.cycles else "monthly",
    )


def _then(parts: _Parts) -> Counter | None:
    """Two amounts: one now or on a day, and one each month or week from then on."""
    pieces = re.split(r"(?=\$)", parts.text)
    heads, tails = _parts(pieces[1]), _parts(pieces[2])
    if heads.cycles:
        heads, tails = tails, heads
    is_first = bool(_NOW.search(heads.text) or heads.days or tails.cycles)
    if not is_first or heads.cycles or len(tails.cycles) != 1 or parts.percents or len(parts.days) > 1 or parts.counts:
        return None
    if re.search(r"\bor\b|\bmaybe\b|\binstead\b", parts.text):
        return None
    cents, then = heads.cents[0], tails.cents[0]
    return Counter(kind="split", cents=cents, then_cents=then, cycle=tails.cycles[0], first=heads.day, rest=tails.day)


def _of_amount(parts: _Parts) -> Counter | None:
    cents, count = parts.cents[0], sum(parts.counts)
    if not cents:
        return Counter(kind="nothing") if not (parts.percents or parts.counts) else None
    if parts.percents:
        return None
    if parts.cycles:
        return Counter(kind="monthly", cents=cents, cycle=parts.cycles[0], count=count, first=parts.day)
    if count and re.search(r"\bfor \*|\*\d+ (?:of|at|for) ", parts.text):
        return Counter(kind="monthly", cents=cents, count=count, first=parts.day)
    is_once = _SETTLE.search(parts.text) or _NOW.search(parts.text) or (parts.days and not parts.is_from)
    if is_once or count:
        return Counter(kind="lump", cents=cents, count=count, first=parts.day)
    return Counter(kind="monthly", cents=cents, first=parts.day, is_guessed=True)


def _of_share(parts: _Parts) -> Counter | None:
    percent = parts.percents[0]
    if parts.cycles or not 0 < percent <= WHOLE:
        return None
    if parts.counts:
        return Counter(kind="share", percent=percent, count=parts.counts[0], first=parts.day)
    return Counter(kind="share", percent=percent, first=parts.day)


def _of_all(parts: _Parts) -> Counter | None:
    """Without an amount: all of it, in how many parts, or from when."""
    if parts.cycles:
        return None
    count = sum(parts.counts)
    if count > 1:
        return Counter(kind="split", count=count, first=parts.day)
    if count == 1 or (_ALL.search(parts.text) and _is_short(parts.text)):
        return Counter(kind="share", percent=WHOLE, first=parts.day)
    if parts.day is not None and _is_short(parts.text) and not _TOLD.search(parts.text):
        return Counter(kind="later", first=parts.day)
    return None


def _is_short(text: str, most: int = 12) -> bool:
    """Whether little else is said: a day in a story proposes nothing."""
    return len(text.split()) <= most
