"""What fills a script, in Spanish: how a fact is asked for, days, terms, and words in place of what may not be told.

The values come in English words of our own making (identity, speakers, screens/call_fields); names are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MONTHS: Final = {
    "January": "enero",
    "February": "febrero",
    "March": "marzo",
    "April": "abril",
    "May": "mayo",
    "June": "junio",
    "July": "julio",
    "August": "agosto",
    "September": "septiembre",
    "October": "octubre",
    "November": "noviembre",
    "December": "diciembre",
}
ASKED: Final = {
    "your own name, first and last,": "su nombre y apellido",
    "your date of birth": "su fecha de nacimiento",
    "the last four digits of your Social Security number": "los cuatro últimos números de su Seguro Social",
    "the reference at the top of our letter": "la referencia de arriba de nuestra carta",
    "your ZIP code": "su código postal",
    "the number of your house": "el número de su casa",
    "the last four digits of another phone number of yours": "los cuatro últimos números de otro teléfono suyo",
    "details that show who you are": "datos que muestren quién es usted",
    "the number of the account": "el número de la cuenta",
    "and": "y",
}
"""Of what a speaker is asked for; a name of somebody else never stands in it."""
TERMS: Final = {
    "then": "luego",
    "payments of": "pagos de",
    "the next on": "el próximo el",
    "and the last": "y el último",
    "and": "y",
    "on": "el",
}
DAYS: Final = {"and": "y"}
WHOLE: Final = {
    "the amount on your statement": "la suma de su estado de cuenta",
    "our client": "nuestro cliente",
    "your provider": "su proveedor",
    "the date on your statement": "día que dice su estado de cuenta",
    "help with bills": "ayuda con las facturas",
    "an unknown time": "una hora que no se sabe",
}
"""Values that stand for what is not told or not known; the day follows an article in the scripts."""
PARTS: Final = {
    "two_facts": ASKED,
    "service_date": DAYS,
    "due": DAYS,
    "plan_terms": TERMS,
    "payment_terms": TERMS,
}
"""The fields that hold no name, and the words that may occur in each."""

_DAY: Final = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
_AID: Final = re.compile(r"the financial assistance of (?P<whose>.+)")


def in_spanish(fields: Mapping[str, str]) -> dict[str, str]:
    """The same fields as they are said in Spanish."""
    return {name: _said(name, value) for name, value in fields.items()}


def _said(name: str, value: str) -> str:
    if value in WHOLE:
        return WHOLE[value]
    if found := _AID.fullmatch(value) if name == "aid_program" else None:
        return f"la asistencia financiera de {found['whose']}"
    words = PARTS.get(name)
    return days_in_spanish(_swapped(value, words)) if words else value


def days_in_spanish(text: str) -> str:
    """`5 March 2026` as `5 de marzo de 2026`, wherever it stands."""
    return _DAY.sub(_day, text)


def _swapped(value: str, words: Mapping[str, str]) -> str:
    """Each phrase by its own, the longest first."""
    phrases = "|".join(re.escape(phrase) for phrase in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{phrases})(?!\w)", lambda found: words[found[0]], value)


def _day(found: re.Match[str]) -> str:
    year = f" de {found[3]}" if found[3] else ""
    return f"{found[1]} de {MONTHS[found[2]]}{year}"
