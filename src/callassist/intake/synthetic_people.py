"""Invented people as households: who lives where, under which name and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from callassist.intake.synthetic_luck import Luck
from callassist.intake.synthetic_tables import Place, Tables

YEAR: Final = 365.25
DAYS_OF_A_CENTURY: Final = 36_600
# Shares: languages and ages follow the US roughly, the rest the look of hospital placement files.
SPANISH_NAMED: Final = 0.14
SPANISH_NAMED_IN_PUERTO_RICO: Final = 0.97
SPEAKS_SPANISH: Final = 0.56
SPEAKS_ANOTHER: Final = 0.028
TWO_SURNAMES: Final = 0.35
RARE_SURNAMED: Final = 0.367
"""Whose surname is none of the five thousand most frequent ones (1990 US census: they have 63.3 % of the people)."""
CELL_FROM_ELSEWHERE: Final = 0.15
PARENTING_AGES: Final = range(22, 56)
OTHER_LANGUAGES: Final = (
    *(("zh", 22), ("vi", 18), ("tl", 14), ("ar", 12)),
    *(("ko", 10), ("ru", 9), ("ht", 8), ("pt", 7)),
)
DOMAINS: Final = ("example.com", "example.com", "example.org", "example.net")  # reserved by RFC 2606
STREETS: Final = (
    *("Main", "Oak", "Maple", "Cedar", "Pine", "Elm", "Walnut", "Chestnut", "Willow", "Birch", "Hickory"),
    *("Magnolia", "Lake", "Hill", "River", "Meadow", "Church", "School", "Mill", "Park", "Spring", "Ridge"),
    *("Forest", "Highland", "Prospect", "Franklin", "Washington", "Jefferson", "Lincoln", "Madison"),
    *("Jackson", "Adams", "1st", "2nd", "3rd", "4th", "5th", "7th", "9th", "12th", "14th", "21st", "38th"),
)
STREET_TYPES: Final = ("St", "St", "Ave", "Ave", "Rd", "Dr", "Ln", "Ct", "Blvd", "Pl", "Way")
HEADINGS: Final = ("", "", "", "", "", "N ", "S ", "E ", "W ")
DIALS: Final = ("{}{}{}", "{}{}{}", "{}-{}-{}", "({}) {}-{}", "{}.{}.{}")
# Not given to subscribers: service codes N11, 555, and the test and premium exchanges.
UNUSED_EXCHANGES: Final = frozenset({950, 958, 959, 976, 555, *range(211, 1000, 100)})
EXCHANGES: Final = tuple(f"{n}" for n in range(200, 1000) if n not in UNUSED_EXCHANGES)


class Person(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`who` holds the columns first_name … zip; `born` is a proleptic day number; `children` first names."""

    who: tuple[str, ...]
    language: str
    born: int
    state: str
    children: tuple[str, ...]


class Household(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Guarantors who come together; `sharing` is the chance that the last two owe one debt."""

    members: tuple[Person, ...]
    sharing: float = 0.0


class Home(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An address with what its people have in common; `dial` is how their numbers are written."""

    place: Place
    address: str
    phone: str
    surname: str
    is_spanish: bool
    dial: str


class Name(NamedTuple):
    """A full name; suffix '' when none is used."""

    first: str
    middle: str
    last: str
    suffix: str = ""


class Numbers:
    """Phone numbers of an area code: dialable shapes, or 555-0100 to 0199, which belong to nobody."""

    def __init__(self, luck: Luck, *, are_fictional: bool) -> None:
        self._luck = luck
        self._are_fictional = are_fictional
        self._given: Counter[str] = Counter()

    def draw(self, codes: tuple[str, ...], dial: str) -> str:
        """A number under one of `codes`; fictional ones repeat only after a hundred of the code."""
        code = self._luck.pick(codes)
        if self._are_fictional:
            self._given[code] += 1
            return dial.format(code, "555", f"01{self._given[code] % 100:02d}")
        exchange = self._luck.pick(EXCHANGES)
        return dial.format(code, exchange, f"{self._luck.below(10_000):04d}")


class People:
    """Draws households. Everything comes from one `luck`, so that one seed makes one population."""

    def __init__(self, luck: Luck, tables: Tables, numbers: Numbers, as_of: date) -> None:
        self._luck = luck
        self._numbers = numbers
        self._today = as_of.toordinal()
        self._days = tuple((as_of - timedelta(days=n)).isoformat() for n in range(DAYS_OF_A_CENTURY))
        self._place = luck.wheel(tables.places)
        self._surname = {
            False: luck.wheel(tables.surnames),
            True: luck.wheel(tables.spanish_surnames),
        }
        self._rare = luck.choice(tables.rare_surnames) if tables.rare_surnames else None
        self._first = {
            (sex, is_spanish): luck.wheel(names[sex])
            for is_spanish, names in ((False, tables.first_names), (True, tables.spanish_first_names))
            for sex in "fm"
        }
        self._language = luck.wheel(OTHER_LANGUAGES)
        self._household = luck.wheel(self._kinds())

    def household(self) -> Household:
        """The next household: mostly one guarantor, sometimes two under one roof or name."""
        return self._household()(self._home(""))

    def place(self) -> Place:
        """Somewhere in the country, by population."""
        return self._place()

    # ── kinds of household ──

    def _kinds(self) -> tuple[tuple[Callable[[Home], Household], int], ...]:
        return (
            (self._single, 848),
            (self._couple, 105),
            (self._senior_and_junior, 15),
            (self._twins, 7),
            (self._grown_child, 17),
            (self._parents_apart, 8),
        )

    def _single(self, home: Home) -> Household:
        return Household(members=(self._adult(home, self._name(home, self._sex()), self._born()),))

    def _couple(self, home: Home) -> Household:
        born = self._born()
        wife = self._name(home, "f")
        if self._luck.happens(0.15):
            wife = wife._replace(last=self._surname[home.is_spanish]())
        near = min(born + int((self._luck.draw() - 0.4) * 9 * YEAR), self._today - int(20 * YEAR))
        husband = self._name(home, "m")
        members = (self._adult(home, husband, born), self._adult(home, wife, near))
        return Household(members=members, sharing=0.07)

    def _senior_and_junior(self, home: Home) -> Household:
        """Two of one name at one address: the trap for anyone who matches by name."""
        name = self._name(home, "m")
        young = self._today - int((21 + 20 * self._luck.draw()) * YEAR)
        old = young - int((19 + 14 * self._luck.draw()) * YEAR)
        senior = name._replace(suffix="Sr") if self._luck.happens(0.6) else name
        junior = name._replace(suffix="III" if self._luck.happens(0.1) else "Jr")
        if self._luck.happens(0.2):
            junior = name  # the clinic left the suffix out
        return Household(members=(self._adult(home, senior, old), self._adult(home, junior, young)))

    def _twins(self, home: Home) -> Household:
        """One birth date, surname and address, two first names, often alike."""
        born, sex = self._born(), self._sex()
        one, other = self._name(home, sex), self._name(home, sex)
        while other.first == one.first:
            other = self._name(home, sex)
        return Household(members=(self._adult(home, one, born), self._adult(home, other, born)))

    def _grown_child(self, home: Home) -> Household:
        young = self._today - int((21 + 15 * self._luck.draw()) * YEAR)
        old = young - int((18 + 16 * self._luck.draw()) * YEAR)
        parent, child = self._name(home, self._sex()), self._name(home, self._sex())
        return Household(members=(self._adult(home, parent, old), self._adult(home, child, young)))

    def _parents_apart(self, home: Home) -> Household:
        """Both answer for the child's care, at two addresses and often under two surnames."""
        born = self._today - int((24 + 24 * self._luck.draw()) * YEAR)
        elsewhere = self._home("" if self._luck.happens(0.5) else home.surname)
        one, other = self._name(elsewhere, "m"), self._name(home, "f")
        members = (self._adult(elsewhere, one, born), self._adult(home, other, born + 400))
        return Household(members=members, sharing=0.6)

    # ── parts of a person ──

    def _home(self, surname: str) -> Home:
        place = self._place()
        share = SPANISH_NAMED_IN_PUERTO_RICO if place.state == "PR" else SPANISH_NAMED
        is_spanish = self._luck.happens(share)
        dial = self._luck.pick(DIALS)
        return Home(
            place=place,
            address=self._address(),
            phone=self._numbers.draw(place.area_codes, dial) if self._luck.happens(0.42) else "",
            surname=surname or self._family_name(is_spanish=is_spanish),
            is_spanish=is_spanish,
            dial=dial,
        )

    def _family_name(self, *, is_spanish: bool) -> str:
        surname = self._surname[is_spanish]()
        if self._rare is not None and not is_spanish and self._luck.happens(RARE_SURNAMED):
            return self._rare()
        if is_spanish and self._luck.happens(TWO_SURNAMES):
            return f"{surname} {self._surname[True]()}"
        return surname

    def _address(self) -> str:
        if self._luck.happens(0.025):
            return f"PO Box {self._luck.below(9_000) + 10}"
        heading = self._luck.pick(HEADINGS)
        kind = self._luck.pick(STREET_TYPES)
        # Squared, since low house numbers are the common ones.
        street = f"{self._luck.low(9_800) + 11} {heading}{self._luck.pick(STREETS)} {kind}"
        return f"{street} Apt {self._luck.below(30) + 1}" if self._luck.happens(0.17) else street

    def _sex(self) -> str:
        return "f" if self._luck.happens(0.53) else "m"

    def _born(self) -> int:
        """A day 21 to 93 years back, most of them 30 to 60."""
        years = 21 + 72 * self._luck.draw() * (0.35 + 0.65 * self._luck.draw())
        return self._today - int(years * YEAR)

    def _name(self, home: Home, sex: str) -> Name:
        first = self._first[sex, home.is_spanish and self._luck.happens(0.7)]()
        if self._luck.happens(0.3):
            return Name(first, "", home.surname)
        second = self._first[sex, home.is_spanish]()
        return Name(first, second if self._luck.happens(0.2) else second[0], home.surname)

    def _adult(self, home: Home, name: Name, born: int) -> Person:
        place = home.place
        who = (
            *name,
            self._days[self._today - born] if self._luck.happens(0.95) else "",
            f"{self._luck.below(9_998) + 1:04d}" if self._luck.happens(0.82) else "",
            *self._phones(home),
            self._email(name),
            home.address,
            place.city,
            place.state,
            place.zip,
        )
        return Person(
            who=who,
            language=self._speaks(home),
            born=born,
            state=place.state,
            children=self._children(home, born),
        )

    def _phones(self, home: Home) -> tuple[str, str, str]:
        """Home, cell and work; one of the first two at least."""
        cell, work = "", ""
        if not home.phone or self._luck.happens(0.62):
            place = self._place() if self._luck.happens(CELL_FROM_ELSEWHERE) else home.place
            cell = self._numbers.draw(place.area_codes, home.dial)
        if self._luck.happens(0.2):
            work = self._numbers.draw(home.place.area_codes, home.dial)
            if self._luck.happens(0.06):
                work = f"{work} ext {self._luck.below(899) + 100}"
        return home.phone, cell, work

    def _email(self, name: Name) -> str:
        if not self._luck.happens(0.55):
            return ""
        last = name.last.replace("'", "").replace(" ", "-")
        domain = self._luck.pick(DOMAINS)
        return f"{name.first}.{last}{self._luck.below(100)}@{domain}".lower()

    def _speaks(self, home: Home) -> str:
        if home.is_spanish:
            return "es" if self._luck.happens(SPEAKS_SPANISH) or home.place.state == "PR" else "en"
        if self._luck.happens(SPEAKS_ANOTHER):
            return self._language()
        return "en" if self._luck.happens(0.96) else ""

    def _children(self, home: Home, born: int) -> tuple[str, ...]:
        """First names of up to two minor children, for about a third of those of an age to have them."""
        if int((self._today - born) / YEAR) not in PARENTING_AGES or not self._luck.happens(0.36):
            return ()
        one = self._first[self._sex(), home.is_spanish]()
        return (one, self._first[self._sex(), home.is_spanish]()) if self._luck.happens(0.4) else (one,)
