"""Whether a number counts money, by the words on either side: paying, how often, when; not what is counted or dated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from callassist.listening_numbers import CENTS, HUNDRED, TEEN_FROM, Number, number_at
from callassist.listening_tokens import Line, words

YEARS: Final = range(1900, 2100)
YEAR_DIGITS: Final = 4
SMALL: Final = 5
"""Dollars: nobody says so few without saying dollars."""
REACH: Final = 4
LONG_DIGITS: Final = 5
PENSION: Final = 401_000
"""A 401k is no sum."""
HOURS_UP_TO: Final = 12
"""It's 5 is a time as well."""

DOLLARS: Final = frozenset({"dollars", "bucks"})
_ABOUT: Final = words(
    "about around maybe like only just roughly approximately probably say even another extra up to at least most more"
    " than over under almost nearly exactly an a solid lousy measly whole flat total the with perhaps i guess uh um"
    " possibly and or less you me them us him her it y'all ya together for then somewhere what how no not would could"
)
_PAYING: Final = words(
    "do pay paying pays paid send sending sent give giving gave afford manage swing put putting offer offers"
    " offering offered proposes"
    " spare scrape handle make makes making made earn earns get gets getting got bring need needs owe owes owed want"
    " wants asking charged charge charges cost costs bill billed balance rent of for have had has receive receives"
    " settle settlement commit drop mail throw come start starting minimum maximum max limit budget deposit down take"
    " accept try do cover contribute raise lower go hundred payment payments copay deductible premium income save"
    " pull pulling schedule scheduled ptp promise promised set arrange post run debit draft hit apply authorize"
    " process float chip budgeted say with higher lower knock garnished garnish garnishing between from spend"
    " spending instead said says collect"
    " collected borrow refund keep kick was"
)
_SUMS: Final = words(
    "rent bill bills payment payments balance total amount max maximum limit budget cost copay deductible premium"
    " income check deposit note offer most best all mortgage utilities insurance it that lunch salary pay pension"
    " minimum min least fee price debt principal car loan phone gas groceries electric water light cable childcare"
    " daycare"
)
AFTER: Final = words(
    "a an per every each on by for now today tonight down to and or but tomorrow next this right monthly weekly"
    " biweekly if when until then max maximum tops is was would after before from starting beginning total extra more"
    " with at because plus up instead once toward towards off should please out in i we he she they you my so"
    " that it im i'm"
    " i'll thats upfront cash semi bi twice over through as could can will the today's straight minimum left apiece"
    " not though no yes ok okay thanks maybe sir maam ma'am of since while period only about just around usd yeah"
    " during between against back even last altogether already too again same less each saved ill there here your are"
    " all really anyway or so coming cannot can't don't like myself tho sif pif 's works work doable won't wouldn't"
    " isn't isnt sounds seems lump first tomorrow's per-month would've comes come end"
)
_LOOSE: Final = words(
    "is was are were be been being 's it's that's if because think thought told and or but with than whole so then well"
    " ok okay yes yeah no not only supposed your this those these more under over bout at into onto another"
)
"""What may stand before a hundred and more."""
_SKIPPED: Final = _ABOUT - _PAYING - {"at"}
_PARTS: Final = words("months weeks payments times installments")
_BEFORE_LARGE: Final = _LOOSE | _PAYING | _ABOUT
_SURE_AFTER: Final = words(
    "monthly weekly biweekly now today tonight down tomorrow max maximum tops total upfront semimonthly apiece"
)
_NUMBERED: Final = words(
    "account unit apt apartment room suite floor chapter zip code box route highway form ext extension claim member"
    " group policy case ref reference invoice number numbers no # id ssn social dob born card ending pin page line"
    " option press section gate bed day week step part age aged order size lot building ward grade stage covid"
    " interstate dial channel digits turned phase title article form door table bus exit area mile class level"
    " version file docket patient street area confirmation tracking medicare cvv cvc"
)
_COUNTS: Final = words("day week step part size order level number numbers no")
"""Of these a sum may be said: the order is 50, the day of 50."""
_YEAR_BEFORE: Final = words(
    "in since of from year until back summer winter spring fall during before after by around early late january"
    " february march april may june july august september october november december"
)
_FUZZY: Final = frozenset({"couple", "few", "several", "some", "many"})
_UNSURE_AFTER: Final = frozenset({"something", "some", "odd", "somethin"})
_CODES: Final = words("pin code zip ssn digits extension claim policy case invoice reference member id number four")
_SCORES: Final = words("score scores fico cvv cvc")
_FAR: Final = 14
_FORMS: Final = frozenset({1099, 1040})
_CALLED: Final = frozenset({911, 988, 411, 211, 401, 403, 501})
"""Numbers to call, and plans that are known by their number."""
_MEASURES: Final = words("% percent degrees miles pounds ounces lbs mg ml inches feet hours minutes")
_JOINTS: Final = words("or to - and maybe then even , not & + plus first")
_LABELS: Final = _NUMBERED - _COUNTS | words("number score pressure")
_BILLS: Final = words("rent car food mortgage utilities income balance copay deductible groceries daycare ssi ssdi")
BILL: Final = 20
"""Dollars: rent 900 car 380 food 400."""
_BREAKS: Final = words("but and so")
_LEADS: Final = _ABOUT - _BREAKS
_LITTLE: Final = words("little bit just slightly well")
_NOT_SUM: Final = frozenset({"i'm", "am", "he's", "she's", "age", "aged", "turned", "turning", "im"})


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """An amount and where it stands: tokens from `start` up to `end`."""

    cents: int
    start: int
    end: int


def is_vague(line: Line, start: int, end: int) -> bool:
    """A couple hundred, fifty-something, hundreds."""
    before = line.word(start - 1), line.word(start - 2)
    is_few = before[0] in _FUZZY or (before[0] == "of" and before[1] in _FUZZY)
    is_few |= before[0] in {"over", "under", "above", "below"} and before[1] in _LITTLE
    return (
        is_few
        or line.words(end, 2) in {"and change", "or so"}
        or line.word(end) in _UNSURE_AFTER
        or (line.word(end) == "plus" and line.is_stop(end + 1))
    )


def is_fraction(line: Line, end: int) -> bool:
    return line.words(end, 3) == "on the dollars"


def is_negative(line: Line, start: int) -> bool:
    return line.word(start - 1) == "-" and not line.at(start - 1).is_glued and line.at(start).is_glued


def is_sum(line: Line, taken: Sequence[str], found: Sum, number: Number, last: Sum | None) -> bool:
    """Whether a number without the word dollars counts money, by what stands on either side of it."""
    if _is_other(line, found, number):
        return False
    after = line.word(found.end)
    is_dated = found.end < len(taken) and taken[found.end] in {"day", "cadence"}
    is_of_sum = line.word(found.start - 1) in _BILLS and found.cents >= BILL * CENTS
    if is_of_sum or _is_ranged(line, taken, found) or (number.form == "priced" and after not in _MEASURES):
        return True
    if not (line.is_stop(found.end) or after in AFTER or is_dated or _is_joined(line, found.end)):
        return False
    if _is_sure(line, taken, found) or _is_listed(line, found, last):
        return True
    if found.cents < SMALL * CENTS or (number.form == "digits" and number.whole in _FORMS):
        return False
    if _is_paid(line, found):
        return True
    is_called = number.form == "digits" and number.whole in _CALLED
    return not (is_called or _is_clock(number)) and (_is_alone(line, found, number) or _is_large(line, found, number))


def _is_joined(line: Line, at: int) -> bool:
    """Whether a sign stands between it and what follows, and not inside of something: 24/7, 20+ years."""
    return line.word(at) in {"-", "+", "&"} and not line.at(at).is_glued


def _is_other(line: Line, found: Sum, number: Number) -> bool:
    """What is numbered, a year, an age, one of something."""
    before = line.word(found.start - 1)
    if number.whole == PENSION and line.word(found.end - 1) == "k":
        return True
    if line.word(found.start).startswith("0") or _is_code(line, found):
        return True
    if before in {"is", "'s", ":", "of"} and line.word(found.start - 2) in _LABELS:
        return True
    if _is_counted(line, found.end) or line.words(found.start - 2, 2) == "out of":
        return True
    if (
        before in _NUMBERED
        or before in _NOT_SUM
        or before == "not"
        or (number.whole == 1 and found.end == found.start + 1)
    ):
        return True
    if line.at(found.end).is_glued and line.at(found.end).is_word:
        return True
    if before in {"-", "/", "."} and line.at(found.start).is_glued and line.at(found.start - 2).is_word:
        return True
    is_written = line.at(found.start).is_number and len(line.word(found.start)) == YEAR_DIGITS
    return is_written and number.whole in YEARS and before in _YEAR_BEFORE


def _is_counted(line: Line, at: int) -> bool:
    """Twelve of us, 12 more days, 120 over 80, nine out of ten."""
    word, after = line.word(at), line.word(at + 1)
    if word == "of":
        return after in {"us", "them", "you", "these", "those", "our"} or line.at(at + 1).is_number
    if word == "more":
        return bool(after) and line.at(at + 1).is_word and after not in AFTER
    if word == "out":
        return after == "of" and number_at(line, at + 2) is not None
    return word == "over" and number_at(line, at + 1) is not None and line.at(at + 1).is_number


def _is_code(line: Line, found: Sum) -> bool:
    """Four digits and more after a word for a number that is no sum: change my pin to 1234."""
    digits = line.word(found.start)
    if line.word(found.start - 1) == "(" and line.word(found.end) == ")":
        return True
    if not digits.isdecimal() or len(digits) < len("797"):
        return False
    start = max(line.clause_start(found.start), found.start - _FAR)
    before = {line.word(each) for each in range(start, found.start)}
    return bool(before & _SCORES) or (len(digits) >= YEAR_DIGITS and bool(before & _CODES))


def _is_sure(line: Line, taken: Sequence[str], found: Sum) -> bool:
    """How often, or when, follows: fifty a month, 50 Friday, 100 down."""
    at = found.end
    if found.cents < SMALL * CENTS:
        return False
    if line.word(at) == "/" and line.word(at + 1) in {"month", "week"}:
        return True
    kinds = taken[at : at + 2]
    while line.word(at) in {"on", "out", "of", "from"} and taken[at] == "":
        at += 1
    is_often = at < len(taken) and taken[at] == "cadence"
    at = found.end
    if is_often or line.word(at) in _SURE_AFTER or line.words(at, 2) in {"right now", "up front"}:
        return True
    return bool(kinds) and (kinds[0] == "day" or (kinds[-1] == "day" and line.word(at) in {"on", "by", "this"}))


def _is_listed(line: Line, found: Sum, last: Sum | None) -> bool:
    """Another amount just before: 40 or 50, 100 and then 50."""
    if last is None or not 0 < found.start - last.end <= REACH - 1:
        return False
    return set(line.texts[last.end : found.start]) <= _JOINTS


def _is_ranged(line: Line, taken: Sequence[str], found: Sum) -> bool:
    """The lower end of a range of money: 40 to 50 dollars, 40 or 50 a month."""
    is_bare = line.at(found.end).is_number and line.at(found.start).is_number
    at = found.end + (not is_bare)
    if (not is_bare and line.word(found.end) not in {"or", "to", "-", ","}) or any(taken[found.end : at + 1]):
        return False
    at += line.word(at) == "$"
    number = number_at(line, at)
    if number is None or number.whole <= found.cents // CENTS:
        return False
    is_money = line.word(number.end) in DOLLARS or number.is_money
    upper = Sum(cents=number.cents, start=at, end=number.end)
    is_whole = line.word(found.end) != "," and _is_lone(line, found) and line.is_stop(number.end)
    return is_money or _is_sure(line, taken, upper) or (is_whole and found.cents > HOURS_UP_TO * CENTS)


def _is_lone(line: Line, found: Sum) -> bool:
    """Whether nothing but words like maybe leads to it."""
    at = found.start - 1
    while at >= 0 and line.word(at) in _LEADS and (line.word(at) != "at" or line.word(at + 1) in {"least", "most"}):
        at -= 1
    return line.is_stop(at) or line.word(at) in _BREAKS


def _is_paid(line: Line, found: Sum) -> bool:
    """A word of paying, or a sum of something, leads to it."""
    at = found.start - 1
    while at >= 0 and line.word(at) in _SKIPPED and found.start - at <= REACH:
        at -= 1
    word = line.word(at)
    if word == "at" and line.word(at + 1) not in {"least", "most"}:
        return line.word(at - 1) in _PARTS
    if word in {"is", "'s", "was", "are", "its", "it's", "that's", "be", ":", "="}:
        subjects = {line.word(each) for each in range(max(0, at - REACH - 2), at + 1)}
        is_of_it = word in {"its", "it's", "that's"} and found.cents > HOURS_UP_TO * CENTS
        return bool(subjects & (_SUMS - {"it", "that"})) or (
            (is_of_it or bool(subjects & {"it", "that"})) and not _is_four(line, found)
        )
    return word in _PAYING


def _is_large(line: Line, found: Sum, number: Number) -> bool:
    """A hundred and more is money where no other noun leads to it."""
    is_year = _is_four(line, found) or (number.form == "digits" and number.whole in YEARS)
    is_led = line.is_stop(found.start - 1) or line.word(found.start - 1) in _BEFORE_LARGE
    return number.cents >= HUNDRED * CENTS and is_led and not is_year and len(line.word(found.start)) < LONG_DIGITS


def _is_four(line: Line, found: Sum) -> bool:
    """Whether it may be the last four of a number: 1234, not 1200 and not 1,234."""
    digits = line.word(found.start)
    return digits.isdecimal() and len(digits) == YEAR_DIGITS and bool(int(digits) % 50)


def _is_clock(number: Number) -> bool:
    """Whether it may be a time of day as well: nine thirty."""
    hour, minute = divmod(number.whole, HUNDRED)
    return number.form == "paired" and hour > 0 and minute in {15, 30, 45}


def _is_alone(line: Line, found: Sum, number: Number) -> bool:
    """Nothing else is said in this piece of it: yes, 50."""
    digits = line.word(found.start) if number.form == "digits" else ""
    if (digits.isdecimal() and len(digits) >= LONG_DIGITS) or _is_four(line, found):
        return False
    is_begun = number.whole >= TEEN_FROM or found.cents % CENTS > 0
    return _is_lone(line, found) and (is_begun or line.is_stop(found.end)) and found.cents >= SMALL * CENTS
