"""Decisions about facts on file: what was wrong is corrected, what is otherwise now is changed, nothing is overwritten.

The old row stays; the journal says which row took its place, when, by whom, from which source and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import Consumer
from callassist.commands import NUMBER_KINDS
from callassist.commands_facts import AmendCoverage, EditFact, FindCase
from callassist.decide_contacts import place_warning
from callassist.decide_records import note_fault, number_fault, unknown_debts
from callassist.handbook import Decision, Refused
from callassist.numbers import parse_number
from callassist.pen import Pen

PURPOSES: Final = (
    "inbound call",
    "callback",
    "mail or message",
    "skip tracing",
    "correcting a record",
    "question of a client",
)
SOURCES: Final = ("consumer", "representative", "document", "client file", "trace", "our own error")
BY_WORD: Final = frozenset({"consumer", "representative"})
"""Sources that are somebody's word: who they are has to be verified before an answer that verifies may change."""
FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("first", "middle", "last", "suffix", "dob", "ssn4", "language"),
    "address": ("street", "city", "state", "zip"),
    "phone": ("number", "kind"),
    "email": ("address",),
    "employer": ("name", "phone", "address"),
}
COVERAGE: Final = ("insurance_name", "insurance_type", "insurance_member_id", "insurance_status")
ANSWERS: Final = frozenset({"first", "last", "dob", "ssn4", "zip", "street"})
"""Fields that verify who is speaking."""
LONGEST: Final = 200
LONGEST_LIFE: Final = 120
_STATE: Final = re.compile(r"[A-Z]{2}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


# ── why a case was looked for ──


def find_case(pen: Pen, command: FindCase) -> Decision:
    """Keep for what purpose a case was looked for, and by which fields."""
    if command.purpose not in PURPOSES:
        return Refused(sentence=f"Say what you search for: {', '.join(PURPOSES)}.")
    pen.write(ev.CaseFound(purpose=command.purpose, by=command.by))
    return pen.accepted("The search is kept with its purpose.")


# ── facts of the person ──


def edit_fact(pen: Pen, command: EditFact) -> Decision:
    """Put the facts of a row right, or add a row."""
    if fault := _edit_fault(pen, command):
        return Refused(sentence=fault)
    before = row_of(pen.case.consumer, command.fact, command.row)
    if before is None and command.row:
        return Refused(sentence="There is no such row on file; callassist facts lists them.")
    value, fault = _with(before or _EMPTY[command.fact], command, pen.today)
    if fault or value is None:
        return Refused(sentence=fault)
    if fault := _on_file_fault(pen, command, value):
        return Refused(sentence=fault)
    if value == before:
        return Refused(sentence="That is on file already; nothing is changed.")
    row = pen.keep(value)
    if before is None or command.is_change:
        pen.write(ev.FactAdded(row=row, source=command.source, why=command.why.strip()))
    else:
        pen.write(ev.FactCorrected(row=row, replaces=command.row, source=command.source, why=command.why.strip()))
    done = "added" if before is None else "changed; the old one is kept as an earlier one" if command.is_change else (
        "corrected; the old one is kept, out of use"
    )  # fmt: skip
    return pen.accepted(f"{command.fact.capitalize()}: {done}. {_warning(pen, value)}".strip())


def _warning(pen: Pen, value: rec.Row) -> str:
    if not isinstance(value, rec.Address):
        return ""
    return place_warning(pen.handbook.setting.geography, value.state, value.zip)


def _edit_fault(pen: Pen, command: EditFact) -> str:
    if command.fact not in FACTS:
        return f"A fact is one of: {', '.join(FACTS)}."
    unknown = [field for field in command.fields if field not in FACTS[command.fact]]
    faults = {
        f"{command.fact} has the fields {', '.join(FACTS[command.fact])}; not {', '.join(unknown)}.": bool(unknown),
        "Say what it is now.": not command.fields,
        _source_fault(command.source): command.source not in SOURCES,
        _UNVERIFIED: _is_on_a_strangers_word(pen, command),
        **{fault: True for fault in map(_text_fault, (*command.fields.values(), command.why)) if fault},
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


_UNVERIFIED: Final = "Verify who is speaking first: what verifies a person does not change on a stranger's word."


def _source_fault(_source: str) -> str:
    return f"Say where it comes from: {', '.join(SOURCES)}."


def _is_on_a_strangers_word(pen: Pen, command: EditFact) -> bool:
    """Whether somebody who is not verified would change the answers that verify. Outside a call nobody speaks."""
    call = pen.case.call
    touches = ANSWERS & {*command.fields} or command.fact == "phone"
    return bool(touches) and command.source in BY_WORD and call is not None and not call.verified


def _text_fault(text: str) -> str:
    if len(text) > LONGEST:
        return f"A field has at most {LONGEST} letters."
    return note_fault(text)


def row_of(consumer: Consumer, fact: str, row: int) -> rec.Row | None:
    """The value that stands in a row now; None when there is none of that kind."""
    found = _ON_FILE[fact](consumer)
    return found.get(row)


def _people(consumer: Consumer) -> dict[int, rec.Row]:
    who = consumer
    person = rec.Person(
        first=who.first,
        last=who.last,
        middle=who.middle,
        suffix=who.suffix,
        dob=who.dob,
        ssn4=who.ssn4,
        language=who.language,
    )
    return {who.person_row: person} if who.person_row else {}


_ON_FILE: Final[dict[str, Callable[[Consumer], dict[int, rec.Row]]]] = {
    "person": _people,
    "address": lambda who: {place.row: place.address for place in who.places},
    "phone": lambda who: {
        p.row: rec.Phone(number=p.number, kind=p.kind, extension=p.extension) for p in who.numbers
    },
    "email": lambda who: {point.row: rec.Email(address=point.address) for point in who.emails},
    "employer": lambda who: {
        job.row: rec.Employer(name=job.name, phone=job.phone, address=job.address, since=job.since)
        for job in who.employers
    },
}  # fmt: skip
_EMPTY: Final[dict[str, rec.Row]] = {
    "person": rec.Person(first="", last=""),
    "address": rec.Address(street="", city="", state="", zip=""),
    "phone": rec.Phone(number=0, kind="other"),
    "email": rec.Email(address=""),
    "employer": rec.Employer(name=""),
}


def _with(before: rec.Row, command: EditFact, today: date) -> tuple[rec.Row | None, str]:
    """The row with the fields as they are now, or a sentence that says why not."""
    changed: dict[str, Any] = {}
    for field, text in command.fields.items():
        read = _READ.get(field, _plain) if command.fact != "employer" else _plain
        value, fault = read(text.strip(), today)
        if fault:
            return None, fault
        changed |= value if isinstance(value, dict) else {field: value}
    after = replace(before, **changed)
    return (None, fault) if (fault := _whole_fault(after)) else (after, "")


def _on_file_fault(pen: Pen, command: EditFact, value: rec.Row) -> str:
    """A number has one row, whatever has come of it; a state is one that there is."""
    match value:
        case rec.Phone(number=number):
            twin = next((p for p in pen.case.consumer.numbers if p.number == number and p.row != command.row), None)
            return f"That number is on file already, marked {twin.standing.replace('_', ' ')}." if twin else ""
        case rec.Address(state=state) if state not in (known := pen.handbook.setting.geography.states) and known:
            return f"There is no state {state}; write it with two letters: OH."
        case _:
            return ""


def _whole_fault(value: rec.Row) -> str:
    match value:
        case rec.Person(first="", last=""):
            return "A person needs a name."
        case rec.Address() as place if not place.street or not place.city:
            return "An address needs its street and its city."
        case rec.Phone(number=number):
            return number_fault(number)
        case rec.Employer(name=""):
            return "Say where they work."
        case rec.Email(address=text) if not _EMAIL.fullmatch(text):
            return "That is no e-mail address; write it as dana@example.com."
        case _:
            return ""


Read = tuple[Any, str]


def _plain(text: str, _today: date) -> Read:
    return text, ""


def _dob(text: str, today: date) -> Read:
    if not text:
        return None, ""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return None, "Write the birth date as 1980-04-03."
    if born > today or today.year - born.year > LONGEST_LIFE:
        return None, "Nobody alive was born on that day."
    return born, ""


def _ssn4(text: str, _today: date) -> Read:
    is_four = re.fullmatch(r"\d{4}|", text, re.ASCII) is not None and text != "0000"
    return (text, "") if is_four else (None, "Of a Social Security number only the last four digits are kept: 4821.")


def _state(text: str, _today: date) -> Read:
    is_code = _STATE.fullmatch(text.upper()) is not None
    return (text.upper(), "") if is_code else (None, "Write the state with two letters: OH.")


def _zip(text: str, _today: date) -> Read:
    is_zip = re.fullmatch(r"(?:\d{5}(?:-?\d{4})?)?", text, re.ASCII) is not None
    return (text[:5], "") if is_zip else (None, "A ZIP has five digits: 43215.")


def _language(text: str, _today: date) -> Read:
    is_code = re.fullmatch(r"[a-z]{2}", text) is not None
    return (text, "") if is_code else (None, "Write the language as two letters: en, es.")


def _number(text: str, _today: date) -> Read:
    phone = parse_number(text)
    if phone is None:
        return None, "That is no whole telephone number; write it with its area code, as 614-555-0101."
    return {"number": phone.number, "extension": phone.extension}, ""


def _kind(text: str, _today: date) -> Read:
    return (text, "") if text in NUMBER_KINDS else (None, f"A number is one of: {', '.join(NUMBER_KINDS)}.")


_READ: Final[dict[str, Callable[[str, date], Read]]] = {
    "dob": _dob,
    "ssn4": _ssn4,
    "state": _state,
    "zip": _zip,
    "language": _language,
    "number": _number,
    "kind": _kind,
}


# ── the cover of a debt ──


def amend_coverage(pen: Pen, command: AmendCoverage) -> Decision:
    """Put right under which cover a debt's care was; what was told before stays in the journal."""
    if fault := _coverage_fault(pen, command):
        return Refused(sentence=fault)
    before = pen.case.debt(command.debt).details
    fields: dict[str, Any] = {field: text.strip() for field, text in command.fields.items()}
    after = replace(before, **fields)
    if after == before:
        return Refused(sentence="That is on file already; nothing is changed.")
    row = pen.keep_of_debt(command.debt, after)
    pen.write_debt(command.debt, ev.DebtAmended(row=row, source=command.source, why=command.why.strip()))
    return pen.accepted("The cover is amended; the client's own words stay in the history.")


def _coverage_fault(pen: Pen, command: AmendCoverage) -> str:
    unknown = [field for field in command.fields if field not in COVERAGE]
    faults = {
        f"Cover has the fields {', '.join(COVERAGE)}; not {', '.join(unknown)}.": bool(unknown),
        "Say what it is now.": not command.fields,
        "That debt is not on this case.": bool(unknown_debts(pen.case, (command.debt,))),
        _source_fault(command.source): command.source not in SOURCES,
        **{fault: True for fault in map(_text_fault, (*command.fields.values(), command.why)) if fault},
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")
