"""Kinds of callers who give a date, number or address wrong, in part, or somebody else's."""

from collections.abc import Callable
from datetime import date
from random import Random

from tests.bench import callers_slips as slips
from tests.bench.callers import Scene, value
from tests.bench.callers_said import IDENTITY, Kind, Said, drawn, first_names, full, nicknames, surnames
from tests.bench.callers_slips import Slip

WITHOUT_DOB = ("zip", "ssn4", "phone", "last4")
DECADE = 10
MISSING_LETTERS = 2

Moved = Callable[[Random, date], date | None]


def _wrong(field: str, slip: Slip) -> Callable[[Random, Scene], Said | None]:
    """The right name, and a slip in one field."""

    def say(luck: Random, scene: Scene) -> Said | None:
        on_file = value(scene.holder, field)
        said = slip(luck, on_file)
        return Said(name=full(scene), fields={field: said}) if said != on_file else None

    return say


def _wrong_day(move: Moved) -> Callable[[Random, Scene], Said | None]:
    """The right name, and a date of birth beside the right one."""

    def say(luck: Random, scene: Scene) -> Said | None:
        born = scene.holder.dob
        said = move(luck, born) if born else None
        return Said(name=full(scene), fields={"dob": said.isoformat()}) if said else None

    return say


def _a_digit(luck: Random, born: date) -> date | None:
    """One digit of day, month or year, so that it still is a date somebody could be born on."""
    said = slips.other_digit(luck, born.isoformat())
    try:
        other = date.fromisoformat(said)
    except ValueError:
        return None
    return other if 1915 < other.year < 2010 else None


def _turned(luck: Random, born: date) -> date | None:
    """The day for the month."""
    if born.day > 12 or born.day == born.month:
        return None
    return date(born.year, born.day, born.month)


def _years(luck: Random, born: date, years: int) -> date | None:
    return date(born.year + years, born.month, min(born.day, 28)) if born.day < 29 else None


def _next_year(luck: Random, born: date) -> date | None:
    return _years(luck, born, luck.choice((-1, 1)))


def _other_decade(luck: Random, born: date) -> date | None:
    other = _years(luck, born, luck.choice((-DECADE, DECADE)))
    return other if other and 1915 < other.year < 2010 else None


def _without_letters(luck: Random, account: str) -> str:
    """The number without its two letters before or its dash and two digits after."""
    if account[:MISSING_LETTERS].isalpha():
        return account[MISSING_LETTERS:]
    return account.split("-", maxsplit=1)[0]


def _account_alone(luck: Random, scene: Scene) -> Said:
    """The account number in pieces, and only the first name."""
    number = scene.holder.account_number.lower()
    said = luck.choice((number, number.replace("-", " "), f"{number[:4]} {number[4:]}"))
    return Said(name=scene.holder.name[0], fields={"account": said})


def _household_phone(luck: Random, scene: Scene) -> Said | None:
    """A number that others of the household have on file too."""
    ours = {number for other in scene.household() for number in other.phones}
    shared = ours & {*scene.holder.phones}
    if not shared:
        return None
    return Said(name=full(scene), fields={"phone": min(shared)})


def _first_name_and_phone(luck: Random, scene: Scene) -> Said | None:
    phone = value(scene.holder, "phone")
    return Said(name=scene.holder.name[0], fields={"phone": phone}) if phone else None


def _strange_caller_id(luck: Random, scene: Scene) -> Said | None:
    """Calls from somebody else's number, who is on file as well; name and date of birth are right."""
    holder, phone = scene.holder, value(scene.another(luck), "phone")
    if not holder.dob or not phone or phone in holder.phones:
        return None
    return Said(name=full(scene), fields={"dob": holder.dob.isoformat(), "caller_id": phone})


def _caller_id(luck: Random, scene: Scene) -> Said | None:
    """Calls from a number on file, the name misspelt."""
    phone = value(scene.holder, "phone")
    first, last = scene.holder.name
    said = slips.one_edit(luck, last)
    return Said(name=f"{first} {said}", fields={"caller_id": phone}) if phone and said != last else None


def _spouse(luck: Random, scene: Scene) -> Said | None:
    """Says the own first name, which is not on file; surname and address are shared."""
    holder = scene.holder
    first = drawn(luck, first_names())
    if not holder.address or scene.household() or first in holder.name:
        return None
    return Said(name=f"{first} {holder.name[1]}", fields={"address": holder.address})


def _street(luck: Random, scene: Scene) -> Said | None:
    """House number and street; the surname misspelt."""
    holder = scene.holder
    first, last = holder.name
    said = slips.respelt(luck, last)
    return Said(name=f"{first} {said}", fields={"address": holder.address}) if holder.address and said != last else None


def _no_unit(luck: Random, scene: Scene) -> Said | None:
    """The address without the flat; now and then without the kind of street."""
    holder = scene.holder
    street, parted, _ = holder.address.partition(" Apt ")
    if not parted:
        return None
    said = street.rsplit(" ", 1)[0] if luck.random() < 0.3 else street
    return Said(name=full(scene), fields={"address": said})


def _city(luck: Random, scene: Scene) -> Said | None:
    city = scene.holder.city.lower()
    return Said(name=full(scene), fields={"city": city}) if city else None


def _city_slipped(luck: Random, scene: Scene) -> Said | None:
    """City and name both with a letter wrong."""
    city = scene.holder.city.lower()
    first, last = scene.holder.name
    said = slips.one_edit(luck, last)
    return Said(name=f"{first} {said}", fields={"city": slips.one_edit(luck, city)}) if city and said != last else None


def _first_name_only(luck: Random, scene: Scene) -> Said | None:
    holder = scene.holder
    if not holder.dob or not holder.zip:
        return None
    return Said(name=holder.name[0], fields={"dob": holder.dob.isoformat(), "zip": holder.zip})


def _surname_only(luck: Random, scene: Scene) -> Said:
    """The surname misspelt, or said right after a title."""
    last = scene.holder.name[1]
    return Said(
        name=f"{luck.choice(('mr', 'mrs', 'ms', 'dr'))} {last}" if luck.random() < 0.4 else slips.respelt(luck, last)
    )


def _member(luck: Random, scene: Scene) -> Said | None:
    """The number on the insurance card and a name with a slip."""
    holder = scene.holder
    first, last = holder.name
    said = slips.one_edit(luck, last)
    return Said(name=f"{first} {said}", fields={"member": holder.member}) if holder.member and said != last else None


def _reference(luck: Random, scene: Scene) -> Said | None:
    """The client's reference with a digit wrong, read off a letter."""
    said = slips.other_digit(luck, scene.holder.client_ref)
    return Said(name=full(scene), fields={"account": said})


def _patient(luck: Random, scene: Scene) -> Said | None:
    """A child's name: who was treated, not who owes; with the guarantor's own ZIP, phone or street."""
    holder = scene.holder
    treated = holder.patient_first.lower(), holder.patient_last.lower()
    if not holder.patient_first or treated in scene.also_owing():
        return None
    return Said(name=" ".join(treated))


def _two_slips(luck: Random, scene: Scene) -> Said | None:
    """A digit of the ZIP and a digit of the date of birth wrong."""
    holder = scene.holder
    born = _a_digit(luck, holder.dob) if holder.dob else None
    if not born or not holder.zip:
        return None
    return Said(name=full(scene), fields={"dob": born.isoformat(), "zip": slips.other_digit(luck, holder.zip)})


def _name_and_ssn(luck: Random, scene: Scene) -> Said | None:
    """A nickname, a surname with a letter too few, and the last four digits turned."""
    first, last = scene.holder.name
    called, ssn4 = nicknames().get(first), scene.holder.ssn4
    said = slips.turned_digits(luck, ssn4)
    if not called or said == ssn4:
        return None
    return Said(name=f"{luck.choice(called)} {slips.one_less(luck, last)}", fields={"ssn4": said})


def _surname_of_another(luck: Random, scene: Scene) -> Said | None:
    """Another surname than on file, the phone as on file."""
    other, phone = drawn(luck, surnames()), value(scene.holder, "phone")
    if not phone or other in scene.holder.name[1]:
        return None
    return Said(name=f"{scene.holder.name[0]} {other}", fields={"phone": phone})


KINDS = (
    Kind(name="zip digit", say=_wrong("zip", slips.other_digit), further=("dob", "ssn4", "phone", "last4", "city")),
    Kind(name="zip turned", say=_wrong("zip", slips.turned_digits), further=("dob", "ssn4", "phone", "last4", "city")),
    Kind(name="dob digit", say=_wrong_day(_a_digit), further=WITHOUT_DOB),
    Kind(name="day for month", say=_wrong_day(_turned), further=WITHOUT_DOB),
    Kind(name="year off", say=_wrong_day(_next_year), further=WITHOUT_DOB),
    Kind(name="decade off", say=_wrong_day(_other_decade), further=WITHOUT_DOB),
    Kind(name="dob and zip digit", say=_two_slips, further=("ssn4", "phone", "last4"), most=1),
    Kind(name="phone turned", say=_wrong("phone", slips.turned_digits), further=("dob", "zip", "ssn4")),
    Kind(name="phone digit", say=_wrong("phone", slips.other_digit), further=("dob", "zip", "ssn4")),
    Kind(name="last4 turned", say=_wrong("last4", slips.turned_digits), further=("dob", "zip", "ssn4")),
    Kind(name="ssn shuffled", say=_wrong("ssn4", slips.shuffled), further=("dob", "zip", "phone", "last4")),
    Kind(name="ssn, nickname", say=_name_and_ssn, further=("dob", "zip", "phone", "last4")),
    Kind(name="account digit", say=_wrong("account", slips.other_digit)),
    Kind(name="account turned", say=_wrong("account", slips.turned_digits)),
    Kind(name="account bare", say=_wrong("account", _without_letters)),
    Kind(name="account in pieces", say=_account_alone, least=0, most=1),
    Kind(name="reference digit", say=_reference),
    Kind(
        name="household phone", say=_household_phone, further=("dob", "zip", "ssn4"), least=0, most=1, is_mangled=False
    ),
    Kind(name="first and phone", say=_first_name_and_phone, further=("dob", "zip", "ssn4")),
    Kind(name="strange caller id", say=_strange_caller_id, further=("zip", "ssn4"), least=0, most=1),
    Kind(name="own caller id", say=_caller_id, least=0, most=1),
    Kind(name="other surname", say=_surname_of_another, further=("dob", "zip", "ssn4")),
    Kind(name="spouse", say=_spouse, further=("zip", "phone")),
    Kind(name="street", say=_street, further=("zip", "city", "dob"), most=1),
    Kind(name="no unit", say=_no_unit, further=("zip", "city", "dob")),
    Kind(name="city", say=_city, is_mangled=False),
    Kind(name="city, slips", say=_city_slipped),
    Kind(name="first name", say=_first_name_only, further=("phone", "last4", "ssn4", "city"), least=0, most=1),
    Kind(name="surname", say=_surname_only, further=(*IDENTITY, "address"), least=2),
    Kind(name="member id", say=_member, least=0, most=1),
    Kind(name="patient", say=_patient, further=("zip", "phone", "last4", "address"), least=2),
)
