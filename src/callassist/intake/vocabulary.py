"""Words that placement files use: states, languages, suffixes, and what stands for nothing at all.

States: USPS Publication 28, Appendix B. Languages: ISO 639-1.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_STATE_NAMES: Final = (
    "Alabama AL, Alaska AK, Arizona AZ, Arkansas AR, California CA, Colorado CO, Connecticut CT, "
    "Delaware DE, District of Columbia DC, Florida FL, Georgia GA, Hawaii HI, Idaho ID, Illinois IL, "
    "Indiana IN, Iowa IA, Kansas KS, Kentucky KY, Louisiana LA, Maine ME, Maryland MD, Massachusetts "
    "MA, Michigan MI, Minnesota MN, Mississippi MS, Missouri MO, Montana MT, Nebraska NE, Nevada NV, "
    "New Hampshire NH, New Jersey NJ, New Mexico NM, New York NY, North Carolina NC, North Dakota ND, "
    "Ohio OH, Oklahoma OK, Oregon OR, Pennsylvania PA, Rhode Island RI, South Carolina SC, South Dakota "
    "SD, Tennessee TN, Texas TX, Utah UT, Vermont VT, Virginia VA, Washington WA, West Virginia WV, "
    "Wisconsin WI, Wyoming WY, American Samoa AS, Federated States of Micronesia FM, Guam GU, Marshall "
    "Islands MH, Northern Mariana Islands MP, Palau PW, Puerto Rico PR, Virgin Islands VI, U.S. Virgin "
    "Islands VI, Armed Forces Americas AA, Armed Forces Europe AE, Armed Forces Pacific AP"
)


def _states() -> dict[str, str]:
    pairs = [entry.rsplit(" ", 1) for entry in _STATE_NAMES.split(", ")]
    return {key: code for name, code in pairs for key in (name.upper(), code)}


STATES: Final = _states()
"""Names and codes in capitals → two-letter code."""

_CODES: Final = "ar bn de en es fa fr gu hi ht hy it ja km ko lo ne pa pl pt ru so sw tl uk ur vi yi zh"
LANGUAGES: Final = dict(zip(_CODES.upper().split(), _CODES.split(), strict=True)) | {
    "ENGLISH": "en",
    "ENG": "en",
    "SPANISH": "es",
    "SPA": "es",
    "ESPAÑOL": "es",
    "ESPANOL": "es",
    "CHINESE": "zh",
    "MANDARIN": "zh",
    "CANTONESE": "zh",
    "VIETNAMESE": "vi",
    "TAGALOG": "tl",
    "FILIPINO": "tl",
    "ARABIC": "ar",
    "KOREAN": "ko",
    "RUSSIAN": "ru",
    "HAITIAN CREOLE": "ht",
    "HAITIAN": "ht",
    "CREOLE": "ht",
    "PORTUGUESE": "pt",
    "FRENCH": "fr",
    "POLISH": "pl",
    "GERMAN": "de",
    "HINDI": "hi",
    "JAPANESE": "ja",
    "ITALIAN": "it",
    "SOMALI": "so",
}
"""Names, ISO 639-2 codes seen in files and ISO 639-1 codes in capitals → ISO 639-1."""

SUFFIXES: Final = {"JR": "Jr", "JUNIOR": "Jr", "SR": "Sr", "SENIOR": "Sr"} | {
    roman: roman for roman in ("II", "III", "IV", "V")
}
"""Suffixes in capitals without full stops → as we write them; any other is kept as it came."""

# ── what stands for nothing ──

NOTHING: Final = frozenset(
    {
        *("N/A", "NA", "N.A.", "N/K", "NK", "NONE", "NULL", "NIL", "NAN", "(NULL)", "#N/A", "UNKNOWN", "UNK"),
        *(
            "UNKN",
            "UNAVAILABLE",
            "DECLINED",
            "REFUSED",
            "MISSING",
            "BLANK",
            "TBD",
            "TEST",
            "XX",
            "XXX",
            "XXXX",
        ),
        *("XXXXX", "0", "-", "--", "---", ".", "?", "*", "**", "***"),
        *(f"NOT {word}" for word in ("AVAILABLE", "KNOWN", "GIVEN", "PROVIDED", "ON FILE", "APPLICABLE")),
    }
)
"""In any column but an amount or a number, capitals."""

NO_NAME: Final = NOTHING | {
    *("HOMELESS", "TRAUMA", "NO NAME", "NONAME", "NO LAST NAME", "NO FIRST NAME", "NFN", "NLN", "FNU", "LNU"),
    *("ANONYMOUS", "PATIENT", "GUARANTOR", "TWIN A", "TWIN B"),
}
NEWBORN: Final = re.compile(r"(?:BABY|BABY ?BOY|BABY ?GIRL|NEW ?BORN|INFANT)(?:[ ,].*)?", re.IGNORECASE)
"""A first name that a child was given by the ward, not by its parents."""
NO_STREET: Final = NOTHING | {
    *("HOMELESS", "NO ADDRESS", "NO KNOWN ADDRESS", "NO FIXED ADDRESS", "BAD ADDRESS", "ADDRESS UNKNOWN"),
    *("UNKNOWN ADDRESS", "RETURNED MAIL", "MAIL RETURNED", "UNDELIVERABLE", "TRANSIENT"),
}
NO_ZIP: Final = frozenset({"00000", "11111", "33333", "66666", "77777", "88888", "99999"})
"""Repeated digits, less those that the Postal Service has given out: 22222, 44444 and 55555."""
NO_SSN4: Final = frozenset(digit * 4 for digit in "0123456789")
NO_DAYS: Final = frozenset(
    {
        *(date(1, 1, 1), date(1800, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)),
        *(date(1901, 1, 1), date(1911, 11, 11), date(2999, 12, 31), date(9999, 12, 31)),
    }
)
"""Days that programs write for "no date": where a calendar or a spreadsheet begins, and the end of time."""

NO_MAIL: Final = re.compile(r"(?:no|none|na|n\.a|noemail|no\.email|unknown|test|declined|refused)@", re.IGNORECASE)
_LONGEST_NOTHING: Final = max(map(len, NOTHING))
_SAME_DIGIT: Final = re.compile(r"0+|(\d)\1{3,}", re.ASCII)


def is_filler(reference: str) -> bool:
    """Whether an account or guarantor number stands for none: zeros, four or more of one digit, or words."""
    if reference[:1] == reference[-1:]:
        return _SAME_DIGIT.fullmatch(reference) is not None or reference.upper() in NOTHING
    return len(reference) <= _LONGEST_NOTHING and reference.upper() in NOTHING
