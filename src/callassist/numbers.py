"""Telephone numbers as people write them: in files, in the search box, on the line, on the command line."""

from __future__ import annotations

import re
from typing import Final

from callassist.dossier import Phone

# North American Numbering Plan: area code and exchange begin with 2 to 9, neither is a service code (N11).
_AMERICAN: Final = re.compile(
    r"\W*(?:1\W*)?([2-9](?!11)\d{2})\W*([2-9](?!11)\d{2})\W*(\d{4})"
    r"\W*(?:(?:extension|extn|ext|ex|x|#)\W*(\d{1,7})\W*)?",
    re.ASCII | re.IGNORECASE,
)
NO_NUMBER: Final = "That is no whole telephone number; write it with its area code, as 614-555-0101."
_WRITTEN_ABROAD: Final = re.compile(r"\s*(?:\+|00|011)")
_LONGEST: Final = 40
_SAME_NUMBER: Final = re.compile(r"(\d)\1{9}|1?\d{3}(?:0{7}|9{7})|1?1234567890|1?0123456789", re.ASCII)
_SHORTEST_DIGITS: Final = 7


def parse_number(text: str, kind: str = "other") -> Phone | None:
    """A number in any usual notation, with its extension, as E.164 digits; None when it is none, or a filler.

    A number without a country code is American. Of foreign ones only those that the country really gives out.
    """
    found = _AMERICAN.fullmatch(text)
    if found is None or ("+" in text and not text.lstrip().startswith("+1")):
        return _elsewhere(text, kind)
    area, exchange, line, extension = found.groups()
    digits = area + exchange + line
    if digits[3:] == digits[3] * 7 or is_no_number(digits):
        return None
    return Phone(number=int("1" + digits), kind=kind, extension=extension or "")


def _elsewhere(text: str, kind: str) -> Phone | None:
    """What is not plainly American; the library costs 30 ms, so it is asked last."""
    stripped = text.strip()
    digits = sum(char.isdigit() for char in stripped)
    if len(stripped) > _LONGEST or digits < _SHORTEST_DIGITS:
        return None
    import phonenumbers

    written = re.sub(r"^\s*(?:00|011)", "+", stripped) if _WRITTEN_ABROAD.match(stripped) else stripped
    try:
        parsed = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed) or is_no_number(number[1:]):
        return None
    return Phone(number=int(number[1:]), kind=kind, extension=parsed.extension or "")


def is_no_number(digits: str) -> bool:
    """Whether a telephone number's digits stand for none: repeated, or counted up."""
    return _SAME_NUMBER.fullmatch(digits) is not None
