"""What digits that somebody says may stand for: telephone, birth day, SSN, ZIP, house or reference.

A word beside them may settle it (`ssn 1234`, `43215 zip`); without one, every reading is kept, likeliest first.
Lines are in lower-case Latin letters here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

import msgspec

from callassist.asked_days import DAY, birth_days, birth_year, birthdays, misdated, year_alone


class Reading(msgspec.Struct, frozen=True):
    """One thing that words may mean: a field, and the value as it is looked up there."""

    field: str
    value: str


Readings = tuple[Reading, ...]


class Found(NamedTuple):
    """Where a number ends in the line, and what it may be."""

    end: int
    readings: Readings


# ── words that settle what a number is ──

_MARK_WORDS: Final = {
    "ssn": r"ssn|ss(?=[ :#]*[\dx*])|soc(?:ial)?(?: sec(?:urity)?)?|seguro(?: social)?|itin",
    "last": r"(?:the )?last (?:4|four)(?: dig(?:it)?s)?|ultimos (?:4|cuatro)(?: digitos)?|end(?:s|ing)|termina",
    "zip": r"zip(?: ?code)?|postal(?: code)?|codigo postal|cp",
    "dob": r"d[. ]?o[. ]?b\.?|date of birth|birth ?(?:date|day|year)|b-?day|year of birth|yob|born|birth"
    r"|fecha de nacimiento|nacid[oa]|nacio",
    "ref": r"acc(?:oun)?t|acc|a/c|ref(?:erence)?|file|case|invoice|client|guarantor|gtor|cuenta|mrn|chart|statement",
    "member": r"member(?:ship)?|mbr|policy|subscriber|insurance|ins|medicaid|medicare|mbi|poliza",
    "phone": r"tele(?:phone|fono)|tel|phone|ph|cell(?: ?phone)?|mobile|call ?back|cb|celular|fon[eo]",
    "age": r"aged?|years? old|edad|anos",
    "unit": r"apt|apartment|unit|suite|ste|lot|trlr|spc|rm",
}
_STARTS: Final = """
ssn ss soc social seguro itin the last ultimos end ends ending termina zip zipcode postal codigo cp
d dob date birth birthdate birthday birthyear b bday year yob born fecha nacido nacida nacio
acct account acc a ref reference file case invoice client guarantor gtor cuenta mrn chart statement
member membership mbr policy subscriber insurance ins medicaid medicare mbi poliza
telephone telefono tel phone ph cell cellphone mobile call callback cb celular fone fono
age aged year years edad anos
apt apartment unit suite ste lot trlr spc rm
"""
MARK_STARTS: Final = frozenset(_STARTS.split())
"""The first words of marks: whatever else a word is, it is no mark."""
_JOINTS: Final = r"(?:[ :=#.,-]|(?:number|num|nbr|no|code|id|is|es|of|the|in|on|with|numero|de|del|my|en)(?![a-z0-9]))*"
_MARK: Final = re.compile(
    "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _MARK_WORDS.items()) + rf")(?![a-z]){_JOINTS}"
)


def marks_at(line: str, start: int) -> tuple[int, frozenset[str]]:
    """Where the marks that begin here end, and their kinds: `last 4 of the social` is two."""
    kinds: set[str] = set()
    while found := _MARK.match(line, start):
        kinds.add(found.lastgroup or "")
        start = found.end()
    return start, frozenset(kinds)


# ── numbers beside such a word ──

_END: Final = r"(?![\da-z])"
_PHONE: Final = (
    rf"(?:\+?1[ ./-]+|\+1|1(?=\(|\d{{10}}{_END}))?\(?[2-9]\d\d\)?[ ./-]{{0,3}}\d{{3}}[ ./-]{{0,3}}\d{{4}}"
    rf"(?:[ ,;]*(?:(?:x|ext\.?|extn|extension)[ .:#]*\d{{1,7}}|#\d{{1,4}}))?{_END}"
)
_ABROAD: Final = rf"(?:\+(?!1)|011[ -])[1-9][\d ().-]{{6,18}}\d{_END}"
_SSN: Final = rf"[\dx*]{{3}}[ -][\dx*]{{2}}[ -]\d{{4}}{_END}"
_HIDDEN: Final = rf"[x*]{{2,}}[x* -]*\d{{4}}{_END}"
_REFERENCE: Final = r"#?(?:[a-z]{1,16}[-_./]){0,3}[a-z]{0,24}\d[a-z0-9]*(?:[-_./]+[a-z0-9]+)*"
_FORMS: Final = {
    "ssn": rf"(?:{_SSN}|[x* -]*(?:\d{{5}})?\d{{4}}{_END})",
    "last": rf"[x* -]*\d{{4}}{_END}",
    "zip": rf"\d{{5}}(?:-?\d{{4}})?{_END}",
    "dob": rf"(?:{DAY}|\d{{4,8}}{_END})",
    "ref": _REFERENCE,
    "member": _REFERENCE,
    "phone": rf"(?:{_PHONE}|{_ABROAD}|\d{{3}}[ .-]?\d{{4}}{_END}|[x* -]*\d{{4}}{_END})",
    "age": rf"\d{{1,3}}{_END}",
    "unit": rf"(?:[a-z]?\d{{1,5}}[a-z]?|[a-z]){_END}",
}
_MARKED: Final = {kind: re.compile(form) for kind, form in _FORMS.items()}
_WANTED: Final = {"ssn": 9, "last": 4, "zip": 5, "dob": 8, "phone": 10}
_UNFINISHED: Final = re.compile(r"[(\d][\d ().,/-]*$")


def marked(line: str, start: int, marks: frozenset[str], today: date) -> Found | None:
    """The number here, as the marks before or after it want it; None when it does not fit them."""
    kind = _leading(marks)
    found = _MARKED[kind].match(line, start)
    if found is None:
        return None
    readings = _AS[kind](found[0], today)
    if kind == "last" and "phone" in marks:
        readings = readings[1:]
    return Found(found.end(), readings) if readings or kind == "unit" else None


def _leading(marks: frozenset[str]) -> str:
    """Which of several marks says most: the four last digits of a phone are asked for otherwise than a phone."""
    order = ("ssn", "last", "member", "zip", "dob", "phone", "ref", "age", "unit")
    return next(kind for kind in order if kind in marks)


def unfinished(line: str, start: int, marks: frozenset[str]) -> int:
    """Where digits end that are still being typed after a mark that wants more of them; -1 when it is not so."""
    found = _UNFINISHED.match(line, start) if _leading(marks) in _WANTED else None
    return found.end() if found and len(_digits(found[0])) < _WANTED[_leading(marks)] else -1


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def canon(text: str) -> str:
    """A reference as it is looked up: capitals and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def as_ssn(text: str, _today: date) -> Readings:
    """The last four of what was said; the rest is not kept."""
    digits = _digits(text)
    is_whole = len(digits) in {4, 9} or (len(digits) > 4 and _COVER.search(text))  # noqa: PLR2004
    return (Reading("ssn4", digits[-4:]),) if is_whole else ()


def _as_last(text: str, _today: date) -> Readings:
    four = _digits(text)[-4:]
    return Reading("ssn4", four), Reading("last4", four)


def as_zip(text: str, _today: date) -> Readings:
    """The first five digits."""
    digits = _digits(text)
    return (Reading("zip", digits[:5]),) if len(digits) in {5, 9} else ()


def as_birth(text: str, today: date) -> Readings:
    """A day, else a day of a year, else a year."""
    days = birth_days(text, today)
    if days:
        return (*(Reading("dob", day) for day in days),)
    if year := birth_year(text, today):
        return (Reading("born", year),)
    if days := birthdays(text):
        return (*(Reading("birthday", day) for day in days),)
    if day := misdated(text, today):
        return (Reading("misdated", day),)
    year = "" if text.isdecimal() else year_alone(text, today)
    return (Reading("born", year),) if year else ()


def as_phone(text: str, _today: date) -> Readings:
    """A whole number with its country, or its last seven or four digits."""
    digits = _digits(_before_extension(text))
    if text.startswith(("+", "011")) and not text.startswith("+1"):
        abroad = digits.removeprefix("011")
        return (Reading("phone", abroad),) if abroad else ()
    if len(digits) == 11 and digits[0] == "1":  # noqa: PLR2004 - with the country
        return (Reading("phone", digits),)
    fields = {10: ("phone", "1"), 7: ("phone7", ""), 4: ("last4", "")}
    field, country = fields.get(len(digits), ("", ""))
    return (Reading(field, country + digits),) if field else ()


def _before_extension(text: str) -> str:
    return re.split(r"(?<=\d)[ ,;]*(?:x|ext|#)", text, maxsplit=1)[0]


def as_reference(text: str, _today: date) -> Readings:
    """An account, client or other reference."""
    return (Reading("ref", canon(text)),)


def as_member(text: str, _today: date) -> Readings:
    """A member's number with an insurer."""
    return (Reading("member", canon(text)),)


def as_age(text: str, today: date) -> Readings:
    """The two years in which somebody of this age was born, likelier first."""
    this_year = today.year - int(text)
    years = (this_year, this_year - 1) if today.month > 6 else (this_year - 1, this_year)  # noqa: PLR2004 - half the year
    return (*(Reading("born", str(year)) for year in years if birth_year(str(year), today)),)


_AS: Final[dict[str, Callable[[str, date], Readings]]] = {
    "ssn": as_ssn,
    "last": _as_last,
    "zip": as_zip,
    "dob": as_birth,
    "phone": as_phone,
    "ref": as_reference,
    "member": as_member,
    "age": as_age,
    "unit": lambda _text, _today: (),
}


# ── numbers that stand alone ──

_ALONE: Final = re.compile(
    rf"(?P<hidden>{_SSN}|{_HIDDEN})|(?P<day>{DAY})|(?P<zip>\d{{5}}-\d{{4}}{_END})|(?P<abroad>{_ABROAD})"
    rf"|(?P<phone>{_PHONE})|(?P<seven>[2-9]\d\d(?:[.-]| (?!19|20))\d{{4}}{_END}(?![-_./]\w))"
    rf"|(?P<run>\d+{_END}(?![-_./]\w))|(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)(?![a-z]))"
    rf"|(?P<begun>\([2-9]\d\d\)[ ./-]*\d{{0,3}}[ ./-]*\d{{0,3}}$)|(?P<ref>#?{_REFERENCE})"
)
_RUN_OR_REFERENCE: Final = re.compile(
    rf"(?P<seven>[2-9]\d\d[.-]\d{{4}}{_END})|(?P<run>\d+{_END}(?![-_./]\w))|(?P<ref>{_REFERENCE})"
)
_SUFFIXES: Final = {"2nd": "ii", "3rd": "iii", "4th": "iv"}
_SLIPS: Final = str.maketrans("0158", "olsb")
_COVER: Final = re.compile("[x*]")
_VOWEL: Final = re.compile("[aeiouy]")  # a name has one, most references have none
_NUMBERED: Final = re.compile(r"#\d{1,2}" + _END)


def alone(line: str, start: int, today: date) -> Found | None:
    """The number here, and everything that it may be without a word that settles it; None when there is none."""
    found = _ALONE.match(line, start)
    if found and found["day"] and not as_birth(found["day"], today):
        found = _RUN_OR_REFERENCE.match(line, start)
    if found is None:
        return None
    return Found(found.end(), _FREELY[found.lastgroup or "ref"](found[0], today))


def _as_hidden(text: str, today: date) -> Readings:
    if re.match(_SSN, text):
        return as_ssn(text, today)
    return (*_as_last(text, today)[::-1], *as_reference(text.strip("x*- "), today))


def _as_ordinal(text: str, _today: date) -> Readings:
    suffix = _SUFFIXES.get(text)
    return (Reading("word", text), *((Reading("suffix", suffix),) if suffix else ()))


def _as_run(text: str, today: date) -> Readings:
    """Digits alone: how many there are says what they may be."""
    fields = _BY_LENGTH.get(len(text), _refer)
    return fields(text, today)


def _refer(text: str, today: date) -> Readings:
    return as_reference(text, today)


def _few(text: str, today: date) -> Readings:
    return (Reading("house", text), *(as_reference(text, today) if len(text) > 2 else ()))  # noqa: PLR2004


def _four(text: str, today: date) -> Readings:
    year = birth_year(text, today)
    born = (Reading("born", year),) if year else ()
    readings = (Reading("last4", text), Reading("ssn4", text), Reading("house", text))
    return (*born, *readings, Reading("ref", text))


def _five(text: str, today: date) -> Readings:
    return Reading("zip", text), Reading("house", text), *as_reference(text, today)


def _dated(text: str, today: date) -> Readings:
    return (*(Reading("dob", day) for day in birth_days(text, today)), *as_reference(text, today))


def _seven(text: str, today: date) -> Readings:
    phone = (Reading("phone7", text),) if text[0] > "1" else ()
    return (*phone, *as_reference(text, today), *_dated(text, today)[:-1])


def _nine(text: str, today: date) -> Readings:
    return *as_reference(text, today), Reading("ssn4", text[-4:]), Reading("zip", text[:5])


def _long(text: str, today: date) -> Readings:
    return (*as_phone(text, today), *as_reference(text, today))


def _as_whole_phone(text: str, today: date) -> Readings:
    return _long(text, today) if text.isdecimal() else as_phone(text, today)


_BY_LENGTH: Final[dict[int, Callable[[str, date], Readings]]] = {
    **dict.fromkeys((1, 2, 3), _few),
    4: _four,
    5: _five,
    6: _dated,
    7: _seven,
    8: _dated,
    9: _nine,
    10: _long,
    11: _long,
}


def _as_mixed(text: str, today: date) -> Readings:
    """Letters and digits: a reference, a house number with its letter, or a name with a slip (0 for o, 1 for l)."""
    if _NUMBERED.fullmatch(text):
        return ()
    reference = as_reference(text, today)
    letters = re.sub(r"[^a-z]", "", text)
    if re.fullmatch(r"\d{1,5}[a-d]", text):
        return Reading("house", text[:-1]), *reference
    if not text.isalnum() or len(letters) < 2:  # noqa: PLR2004 - a name with a slip is mostly letters
        return reference
    word = _word_with_slip(text, len(text) - len(letters))
    return (Reading("word", word), *reference) if _VOWEL.search(word) else reference


def _word_with_slip(text: str, digits: int) -> str:
    """The name that was meant: 0158 read as o, l, s and b, a lone other digit as a key that was brushed."""
    mended = text.translate(_SLIPS)
    if mended.isalpha():
        return mended
    kept = re.sub(r"\d", "", mended)
    return kept if digits == 1 and len(kept) > 2 else ""  # noqa: PLR2004


_FREELY: Final[dict[str, Callable[[str, date], Readings]]] = {
    "hidden": _as_hidden,
    "day": as_birth,
    "zip": as_zip,
    "abroad": as_phone,
    "run": _as_run,
    "phone": _as_whole_phone,
    "seven": as_phone,
    "ordinal": _as_ordinal,
    "begun": lambda _text, _today: (),
    "ref": _as_mixed,
}
