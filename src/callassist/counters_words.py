"""Words in which people propose payments, English and Spanish, brought to one plain form with one letter forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

LONGEST: Final = 300
"""Characters: what is longer is a story, and nobody's proposal is read out of one."""
SHORTEST_KEY: Final = 4
"""Letters: in a shorter word one letter off is another word."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

SPANISH: Final[Mapping[str, str]] = {
    "no es mi (?:cuenta|deuda)": "not my account",
    "por ciento": "percent",
    "la mitad": "half",
    "al mes": "a month",
    "por mes": "a month",
    "a la semana": "a week",
    "por semana": "a week",
    "no puedo": "cannot",
    "no podemos": "cannot",
    "no tengo": "not have",
    "perdi mi trabajo": "lost my job",
    "perdi el trabajo": "lost my job",
    "sin trabajo": "out of work",
    "a partir del": "from the",
    "a partir de": "from",
    "a fin de mes": "end of the month",
    "lo demas": "the rest",
    "el resto": "the rest",
    "de acuerdo": "deal",
    "esta bien": "ok",
    "no es mio": "not mine",
    "no es mia": "not mine",
    "ya pague": "already paid",
    "mi seguro": "my insurance",
    "el seguro": "the insurance",
    "mi abogado": "my lawyer",
    "no mas de": "no more than",
    "para cerrar": "to settle",
    "hasta el": "until the",
    "antes del": "before the",
    "despues del": "after the",
    "despues de": "after",
    "el dia": "the",
    "dia de pago": "payday",
    "la proxima semana": "next week",
    "el proximo mes": "next month",
}
"""Phrases, without accents; what is told apart by its words alone is below."""
SPANISH_WORDS: Final[Mapping[str, str]] = {
    "mes": "month",
    "meses": "months",
    "semana": "week",
    "semanas": "weeks",
    "mensual": "monthly",
    "mensuales": "monthly",
    "mensualmente": "monthly",
    "semanal": "weekly",
    "semanales": "weekly",
    "quincenal": "semimonthly",
    "quincenales": "semimonthly",
    "quincena": "quincena",
    "cada": "every",
    "ahora": "now",
    "hoy": "today",
    "todo": "all",
    "nada": "nothing",
    "pagar": "pay",
    "pago": "pay",
    "pagos": "payments",
    "partes": "parts",
    "cuotas": "payments",
    "dolares": "dollars",
    "y": "and",
    "pero": "but",
    "desde": "from",
    "si": "yes",
    "claro": "yes",
    "puedo": "can",
    "mitad": "half",
    "resto": "rest",
    "viernes": "friday",
    "lunes": "monday",
    "martes": "tuesday",
    "miercoles": "wednesday",
    "jueves": "thursday",
    "sabado": "saturday",
    "domingo": "sunday",
    "enero": "january",
    "febrero": "february",
    "marzo": "march",
    "abril": "april",
    "mayo": "may",
    "junio": "june",
    "julio": "july",
    "agosto": "august",
    "septiembre": "september",
    "octubre": "october",
    "noviembre": "november",
    "diciembre": "december",
    "en": "in",
    "el": "the",
    "del": "the",
    "la": "the",
    "de": "of",
    "primero": "1st",
    "dinero": "money",
    "manana": "tomorrow",
    "abogado": "lawyer",
    "bancarrota": "bankruptcy",
    "gracias": "thanks",
    "mas": "more",
    "uno": "one",
    "dos": "two",
    "tres": "three",
    "cuatro": "four",
    "cinco": "five",
    "seis": "six",
    "siete": "seven",
    "ocho": "eight",
    "nueve": "nine",
    "diez": "ten",
    "doce": "twelve",
    "quince": "fifteen",
    "veinte": "twenty",
    "veinticinco": "25",
    "treinta": "thirty",
    "cuarenta": "forty",
    "cincuenta": "fifty",
    "sesenta": "sixty",
    "setenta": "seventy",
    "ochenta": "eighty",
    "noventa": "ninety",
    "cien": "100",
    "ciento": "100",
    "doscientos": "200",
    "trescientos": "300",
    "cuatrocientos": "400",
    "quinientos": "500",
    "seiscientos": "600",
    "setecientos": "700",
    "ochocientos": "800",
    "novecientos": "900",
    "mil": "thousand",
}
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
SHORT: Final[Mapping[str, str]] = {
    **{name[:3]: name for name in MONTHS if name != "may"},
    **{name[:3]: name for name in WEEKDAYS if name[:3] not in {"sun", "sat", "wed"}},
    "haf": "half",
    "hlf": "half",
    "sept": "september",
    "thur": "thursday",
    "thurs": "thursday",
    "tues": "tuesday",
    "mo": "month",
    "ev": "every",
    "sif": "settlement",
    "mth": "month",
    "mos": "months",
    "wk": "week",
    "wks": "weeks",
    "yr": "year",
    "yrs": "years",
    "pct": "percent",
    "bucks": "dollars",
    "buck": "dollars",
    "dollar": "dollars",
    "usd": "dollars",
    "pmts": "payments",
    "installments": "payments",
    "instalments": "payments",
    "pieces": "parts",
    "chunks": "parts",
    "remaining": "rest",
    "remainder": "rest",
    "till": "until",
    "til": "until",
    "starting": "from",
    "beginning": "from",
    "ok": "yes",
    "okay": "yes",
    "yeah": "yes",
    "yep": "yes",
    "yup": "yes",
    "sure": "yes",
    "deal": "yes",
    "agreed": "yes",
    "nope": "no",
    "nah": "no",
    "attorney": "lawyer",
    "attorneys": "lawyer",
    "lawyers": "lawyer",
    "fortnightly": "biweekly",
    "paycheck": "payday",
    "paychecks": "payday",
    "paycheque": "payday",
    "paydays": "payday",
    "upfront": "now",
    "immediately": "now",
    "tonight": "today",
    "grand": "thousand",
    "zero": "nothing",
}
"""Short and other forms of words that mean the same here."""
PLAIN: Final[tuple[tuple[str, str], ...]] = (
    (r"\b(?:can(?:not|'?t| not)|couldn'?t|could not|unable to|not able to)\b", "cannot"),
    (r"\b(?:won'?t|dont|don't|doesnt|doesn't|didnt|didn't|isnt|isn't|wasnt|aint|ain't|havent|wouldnt)\b", "not"),
    (r"n't\b", " not"),
    (r"'ll\b", " will"),
    (r"'m\b", " am"),
    (r"'s\b", " is"),
    (r"'(?:d|re|ve)\b", " "),
    (r"\bnot (?:have|see|got|mind) (?:a |any |no )?(?:problems?|issues?|objections?)(?: (?:with|to))?\b", " "),
    (r"\b(?:why not|why not we|no problem|no worries|not a problem|i not mind)\b", " "),
    (r"\ball ?right\b", "ok"),
    (r"\bat all\b|\bthat is all(?: i)?\b", " "),
    (r"\bright now\b|\bright away\b|\bup front\b|\bdown payment\b|\bdown\b", "now"),
    (r"\b(?:rest|remaining|remainder) of (?:it|the (?:bill|balance|money))\b|\bremaining balance\b", "rest"),
    (r"\b(\w+nta) y (?=(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b)", r"\1 "),
    (r"\bbi-weekly\b", "biweekly"),
    (r"\bsemi-monthly\b", "semimonthly"),
    (r"\bcouple(?: of)?\b", "2"),
    (r"\b(weeks?) from (?=(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|now|today))", r"\1 hence "),
    (r"\b(\d+(?:\.\d+)?)\s?\$", r"$\1"),
)
"""What is said in several words, in turn; on text in lower case."""
KEYS: Final = frozenset(
    {
        *WEEKDAYS,
        *MONTHS,
        *("month", "months", "monthly", "week", "weeks", "weekly", "biweekly", "half", "percent", "rest", "payment"),
        *("payments", "parts", "settle", "after", "before", "until", "today", "tomorrow", "dollars", "every", "other"),
        *("nothing", "anything", "afford", "lawyer", "bankruptcy", "insurance", "hundred", "thousand", "twenty"),
        *("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "eleven", "twelve", "fifteen", "seven"),
        *("eight", "three", "cannot", "payday", "quarter", "third", "cincuenta", "viernes", "mitad", "first"),
    }
) - {"may"}
"""Words of which one letter may be missing, added, changed, or changed places with the next."""
_COMMON: Final = (
    "rent test best rust resto match mouth moths weak weed seek hall halt calf held part party past page pages may"
    " other mother others even ever very never four five hours days pays payed paid said says then than that they"
    " them there these those three where here hear fist fires fifth sixth seventh eighth eighteen thirst late later"
    " latter untie altar jury juno lune junk sundry mundane settled settles settler payer ensure insure insured"
    " assurance dollar parks pants ports carts thirteen fourteen forth ninth teen seen keep week's mail main pain"
    " rests nest west vest roast rescue half's affords hundreds thousands quarters thirds firsts afterwards matter"
    " matters alter weekend weekends monthlies cannon canon months' soon more most must much such make made take"
    " mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    " shirt thirsty forty fort worth work worked words word while tons toes sevens even event seventeen"
)
COMMON: Final = frozenset(_COMMON.split())
"""Words that are themselves, however near to a key word."""


_SPANISH: Final = re.compile(rf"\b(?:{'|'.join(f'({phrase})' for phrase in SPANISH)})\b")
_FORMS: Final = tuple(SPANISH.values())


def plain(text: str) -> str | None:
    """Lower case in Latin letters, Spanish as English, one form of each word; None for what is no such text.

    Commas and other stops become `|`; numbers keep their digits, `$`, `%`, `/` and decimal point.
    """
    if len(text) > LONGEST:
        return None
    spread = unicodedata.normalize("NFKD", text.replace("½", " half ").replace("¼", " quarter ")).casefold()
    spread = spread.replace("’", "'").replace("\u2018", "'").replace("–", "-").replace("—", ",")
    if any(char.isalpha() and not char.isascii() for char in spread):
        return None
    found = re.sub(r"[^a-z0-9$%/.,;:!?'\- \n]", "", re.sub(r"[\n\t]", " | ", _without_marks(spread)))
    found = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", found)
    found = re.sub(r"(?<=[a-z])-(?=[a-z])(?<!bi-)(?<!semi-)", " ", found)
    found = re.sub(r"(?<!\d)[.](?!\d)|[.](?!\d)|[,;:!?]", " | ", found)
    for pattern, form in PLAIN:
        found = re.sub(pattern, form, found)
    found = _SPANISH.sub(lambda said: _FORMS[(said.lastindex or 1) - 1], found)
    return " ".join(_word(piece) for piece in re.findall(r"\d+(?:st|nd|rd|th)\b|[a-z']+|[^a-z'\s]+", found))


def _without_marks(text: str) -> str:
    """Without accents, marks of direction and pictures."""
    return "".join(char if char.isascii() else " " * (unicodedata.category(char)[0] == "S") for char in text)


@lru_cache(maxsize=4096)
def _word(piece: str) -> str:
    word = SPANISH_WORDS.get(piece) or SHORT.get(piece)
    if word or piece in KEYS or piece in COMMON or len(piece) < SHORTEST_KEY or not piece.isalpha():
        return word or piece
    near = sorted(one_off(piece) & KEYS)
    return SPANISH_WORDS.get(near[0], near[0]) if len(near) == 1 else piece


def one_off(word: str) -> set[str]:
    """Every string one letter away: one less, one more, another one, two changed about."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {left + right[1:] for left, right in cuts if right}
    about = {left + right[1] + right[0] + right[2:] for left, right in cuts if right[1:]}
    other = {left + char + right[1:] for left, right in cuts if right for char in _LETTERS}
    more = {left + char + right for left, right in cuts for char in _LETTERS}
    return less | about | other | more
