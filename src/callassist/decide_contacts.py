"""Decisions about a contact book: whom else to ask where the consumer is, and what is learnt of it."""

from __future__ import annotations

import re
from typing import Final

from callassist import events as ev
from callassist.calendars import Geography
from callassist.commands_contacts import AddAcquaintance, LearnEmployer, LearnPlace, TryTrace
from callassist.decide_records import note_fault, number_fault
from callassist.dossier import Acquaintance, Address, Employer
from callassist.handbook import Decision, Refused
from callassist.kinds import RELATIONS
from callassist.pen import Pen
from callassist.policy import TRACE_STEPS

THIRD_PARTY: Final = "third party"
"""The source of what somebody else told us of where the consumer is."""
CONSUMER, COLLECTOR = "consumer", "collector"
SOURCES: Final = (CONSUMER, "representative", THIRD_PARTY, "client file", "document", "trace", COLLECTOR)
"""Who may have told; the collector is for what we found ourselves."""
_STATE: Final = re.compile(r"[A-Z]{2}")
_ZIP: Final = re.compile(r"\d{5}")


def source_on(pen: Pen, named: str) -> str:
    """Where something that is learnt now comes from: on a location call from whoever was asked, else as named.

    Where nothing is named it is whoever is on the line, and ourselves when nobody is.
    """
    call = pen.case.call
    if call is None:
        return named or COLLECTOR
    if call.is_location:
        return THIRD_PARTY
    return named or (THIRD_PARTY if call.third_party else CONSUMER)


def source_fault(source: str) -> str:
    """Why something may not come from there; '' when it may."""
    return "" if source in {"", *SOURCES} else f"What is learnt comes from one of: {', '.join(SOURCES)}."


def place_warning(geography: Geography, state: str, code: str) -> str:
    """What is odd about a ZIP in a state, '' where nothing is, or nothing is known: no zone of the one is the other's.

    The tables tell where time zones lie, no more: a wrong ZIP in the right zone is not found.
    """
    there, said = geography.zones_of_zip(code), geography.zones_of_state(state)
    if not there or not said or {*there} & {*said}:
        return ""
    return f"Check it: the ZIP {code} is in another time zone than {state}."


def add_acquaintance(pen: Pen, command: AddAcquaintance) -> Decision:
    """Keep somebody else's number: it is rung to ask where the consumer is, and for nothing else."""
    if fault := _acquaintance_fault(pen, command):
        return Refused(sentence=fault)
    kept = Acquaintance(
        number=command.number, relation=command.relation, name=command.name.strip(), extension=command.extension
    )
    pen.write(ev.FactAdded(row=pen.keep(kept), source=source_on(pen, command.source)))
    return pen.accepted(f"The {command.relation}'s number is on file, to ask where they are and for nothing else.")


def _acquaintance_fault(pen: Pen, command: AddAcquaintance) -> str:
    if command.relation not in RELATIONS:
        return f"Who may know where they are is one of: {', '.join(RELATIONS)}."
    consumer = pen.case.consumer
    if any(point.number == command.number for point in consumer.others):
        return "That number is on file already, as somebody else's."
    if any(point.number == command.number and point.is_usable for point in consumer.numbers):
        return "That number is on file as the consumer's own; mark it wrong_party first."
    return number_fault(command.number) or note_fault(command.name) or source_fault(command.source)


def learn_place(pen: Pen, command: LearnPlace) -> Decision:
    """Keep an address that was learnt; it becomes the newest, and is untried."""
    street, city = command.street.strip(), command.city.strip()
    state, zip_ = command.state.strip().upper(), command.zip.strip()[:5]
    if fault := source_fault(command.source):
        return Refused(sentence=fault)
    if not street or not city:
        return Refused(sentence="An address needs its street and its city.")
    if not _STATE.fullmatch(state) or (zip_ and not _ZIP.fullmatch(zip_)):
        return Refused(sentence="Write the state with two letters (OH), the ZIP with five digits or not at all.")
    address = Address(street=street, city=city, state=state, zip=zip_)
    if any(place.address == address and place.is_usable for place in pen.case.consumer.places):
        return Refused(sentence="That address is on file already.")
    pen.write(ev.FactAdded(row=pen.keep(address), source=source_on(pen, command.source)))
    odd = place_warning(pen.handbook.setting.geography, state, zip_)
    return pen.accepted(f"The address is on file, untried. {odd}".strip())


def try_trace(pen: Pen, command: TryTrace) -> Decision:
    """Keep that a step to find the person was tried and did not: the list goes on to the next."""
    if command.step not in TRACE_STEPS:
        return Refused(sentence=f"A step to find somebody is one of: {', '.join(TRACE_STEPS)}.")
    if not command.words.strip():
        return Refused(sentence="Say what came of it.")
    if fault := note_fault(command.words):
        return Refused(sentence=fault)
    pen.write(ev.TraceTried(step=command.step, words=command.words.strip()))
    return pen.accepted("Kept: it was tried.")


def learn_employer(pen: Pen, command: LearnEmployer) -> Decision:
    """Keep where they work."""
    if not command.name.strip():
        return Refused(sentence="Say where they work.")
    if fault := note_fault(command.name) or source_fault(command.source):
        return Refused(sentence=fault)
    row = pen.keep(Employer(name=command.name.strip()))
    pen.write(ev.FactAdded(row=row, source=source_on(pen, command.source)))
    return pen.accepted("Where they work is on file.")
