"""Decisions outside of dialling and wrap-up: notes, skips, restrictions, numbers, linked cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from callassist import events as ev
from callassist.carried import carry_duties, return_duties, source_of
from callassist.casefile import CaseFile, Restriction
from callassist.commands import (
    NUMBER_KINDS,
    STANDINGS,
    AcceptLink,
    AddNumber,
    LiftRestriction,
    MarkNumber,
    PlaceRestriction,
    ReadNotes,
    RefuseLink,
    RevokeConsent,
    SkipCase,
    UndoLink,
    WriteNote,
)
from callassist.dossier import Email, Phone
from callassist.handbook import Decision, Refused
from callassist.kinds import RESTRICTIONS
from callassist.lifting import role_to_lift
from callassist.money import has_check_digit
from callassist.pen import Pen
from callassist.rules import SAID_OF, SEATS
from callassist.situations import WHEREABOUTS, zones_of_words

LONGEST_NOTE: Final = 20_000
SHORTEST_NUMBER, LONGEST_NUMBER, NORTH_AMERICAN = 8, 15, 11
_CARD: Final = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_CARRIED: Final = timedelta(days=7)  # our own caution, no rule: the linked debts rest for a week


# ── notes and skips ──


def write_note(pen: Pen, command: WriteNote) -> Decision:
    """Keep words with the case, and with the open call when there is one."""
    if fault := note_fault(command.text):
        return Refused(sentence=fault)
    if not command.text.strip():
        return Refused(sentence="The note is empty.")
    pen.note(command.text, pen.case.call.id if pen.case.call else 0)
    return pen.accepted("Note saved.")


def note_fault(text: str) -> str:
    """Why words may not be kept, as a sentence: too long, or a card number among them; '' when they may."""
    if len(text) > LONGEST_NOTE:
        return f"The note is longer than {LONGEST_NOTE:,} letters."
    if any(_is_card(re.sub(r"\D", "", found)) for found in _CARD.findall(text)):
        return "The note holds what looks like a card number; take it out."
    return ""


def _is_card(digits: str) -> bool:
    """Whether digits read as a card number: not one digit over and over, and the check digit fits."""
    return len(set(digits)) > 1 and has_check_digit(digits)


def read_notes(pen: Pen, _command: ReadNotes) -> Decision:
    """Keep that somebody looked at the notes that came with the case; what they make of them is another command."""
    pen.write(ev.CaseOpened(purpose="read the notes that came with it"))
    return pen.accepted("The notes are open to you.")


def skip_case(pen: Pen, command: SkipCase) -> Decision:
    """Pass the case over for a reason."""
    if pen.case.call is not None:
        return Refused(sentence="A call is open; log its outcome first.")
    if not command.why.strip():
        return Refused(sentence="Say why the case is skipped.")
    if fault := note_fault(command.why):
        return Refused(sentence=fault)
    pen.write(ev.CaseSkipped(why=command.why.strip()))
    return pen.accepted("Skipped.")


# ── limits on contact ──


def place_restriction(pen: Pen, command: PlaceRestriction) -> Decision:
    """Limit contact; in force as soon as it is written."""
    if fault := _restriction_fault(pen, command):
        return Refused(sentence=fault)
    party = pen.party(command.party, command.party_phone)
    pen.write(
        ev.RestrictionPlaced(
            kind=command.kind,
            debts=command.debts,
            row=command.row,
            windows=command.windows,
            until=command.until,
            words=command.words.strip(),
            source=command.source or "consumer",
            is_written=command.is_written,
            party=party,
        )
    )
    return pen.accepted(f"{command.kind.replace('_', ' ').capitalize()}: recorded, and in force.")


def _restriction_fault(pen: Pen, command: PlaceRestriction) -> str:
    faults = {
        f"A restriction is one of: {', '.join(RESTRICTIONS)}.": command.kind not in RESTRICTIONS,
        "That debt is not on this case.": unknown_debts(pen.case, command.debts),
        "There is no such number or address on file.": _is_unknown_row(pen.case, command.row),
        "Say at which times we may call.": command.kind == "inconvenient_time" and not command.windows,
        "Say until which day they are there, and in which ZIP or state (CA).": _is_nowhere(pen, command),
        "A hold needs a last day.": command.kind == "hold" and command.until is None,
        "The last day has passed already.": command.until is not None and command.until < pen.today,
        note_fault(command.words): bool(note_fault(command.words)),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _is_nowhere(pen: Pen, command: PlaceRestriction) -> bool:
    """Whether where they are is not told so that a clock follows from it."""
    if command.kind != WHEREABOUTS:
        return False
    return command.until is None or not zones_of_words(command.words, pen.handbook.setting.geography)


def unknown_debts(case: CaseFile, debts: Sequence[int]) -> tuple[int, ...]:
    """Those of some debts that the case does not hold."""
    held = {debt.id for debt in case.debts}
    return tuple(debt for debt in debts if debt not in held)


def _is_unknown_row(case: CaseFile, row: int) -> bool:
    is_known = case.consumer.number_at(row) or case.consumer.email_at(row)
    return row != 0 and not is_known and all(place.row != row for place in case.consumer.places)


def lift_restriction(pen: Pen, command: LiftRestriction) -> Decision:
    """End a restriction early, saying why."""
    held = next((r for r in pen.case.consumer.restrictions if r.id == command.restriction), None)
    if held is None:
        return Refused(sentence="There is no such restriction in force.")
    if fault := _lift_fault(pen, held.kind, command.why):
        return Refused(sentence=fault)
    pen.write(ev.RestrictionLifted(restriction=held.id, why=command.why.strip()))
    return pen.accepted(f"{held.kind.replace('_', ' ').capitalize()}: lifted.")


def _lift_fault(pen: Pen, kind: str, why: str) -> str:
    """Why a limit of a kind may not be lifted; '' when it may: a lift is no way around a rule that nobody may pass."""
    role, needed = pen.handbook.role, role_to_lift(kind, pen.handbook.lifts)
    if SEATS.index(role) < SEATS.index(needed):
        return f"Lifting {kind.replace('_', ' ')} takes {SAID_OF[needed]}; you work as {SAID_OF[role]}."
    return note_fault(why) if why.strip() else "Say why it is lifted."


def revoke_consent(pen: Pen, command: RevokeConsent) -> Decision:
    """End leave at once, whoever says so: what was done under it was done with leave."""
    held = next((c for c in pen.case.consumer.consents if c.id == command.consent), None)
    if held is None:
        return Refused(sentence="There is no such leave in force.")
    if not command.words.strip():
        return Refused(sentence="Write down the words in which they took it back.")
    if fault := note_fault(command.words):
        return Refused(sentence=fault)
    pen.write(ev.ConsentRevoked(consent=held.id, words=command.words.strip()))
    return pen.accepted("Their leave is taken back, as of now.")


# ── numbers ──


def add_number(pen: Pen, command: AddNumber) -> Decision:
    """Add a telephone number that was learnt."""
    known = next((p for p in pen.case.consumer.numbers if p.number == command.number), None)
    if known is not None:
        return Refused(sentence=f"That number is on file already, marked {known.standing.replace('_', ' ')}.")
    if fault := number_fault(command.number):
        return Refused(sentence=fault)
    if command.kind not in NUMBER_KINDS:
        return Refused(sentence=f"A number is one of: {', '.join(NUMBER_KINDS)}.")
    row = pen.keep(Phone(number=command.number, kind=command.kind, extension=command.extension))
    is_told = pen.case.call is not None and pen.case.call.is_location
    pen.write(ev.FactAdded(row=row, source="third party" if is_told else command.source))
    return pen.accepted(f"The {command.kind} number is on file.")


def number_fault(number: int) -> str:
    """Why a number, E.164 digits, is none; '' when it is one."""
    digits = str(number)
    is_whole = len(digits) == NORTH_AMERICAN if digits.startswith("1") else len(digits) >= SHORTEST_NUMBER
    return "" if number > 0 and is_whole and len(digits) <= LONGEST_NUMBER else "That is no whole telephone number."


def mark_number(pen: Pen, command: MarkNumber) -> Decision:
    """Change what is thought of a number."""
    point = pen.case.consumer.contact_at(command.row)
    if point is None:
        return Refused(sentence="There is no such number on file.")
    if command.standing not in STANDINGS:
        return Refused(sentence=f"A number is marked one of: {', '.join(STANDINGS)}.")
    if point.standing == command.standing:
        return Refused(sentence=f"The number is marked {command.standing.replace('_', ' ')} already.")
    if not command.why.strip():
        return Refused(sentence="Say why the number is marked so.")
    pen.write(ev.NumberMarked(row=point.row, standing=command.standing, why=command.why.strip()))
    return pen.accepted(f"The number is marked {command.standing.replace('_', ' ')}.")


# ── linked cases ──


def accept_link(pen: Pen, command: AcceptLink) -> Decision:
    """Take over the other case's debts, with every limit that protects them; each journal stays where it is."""
    other = command.other
    if fault := _link_fault(pen.case, other):
        return Refused(sentence=fault)
    debts = tuple(o.debt for o in other.obligations)
    theirs = Pen(other, pen.handbook, pen.at, pen.actor)
    pen.write(ev.LinkAccepted(other=other.id, into=pen.case.id, debts=debts))
    for obligation in other.obligations:
        pen.write(ev.DebtTaken(debt=obligation.debt, role=obligation.role, joined_by=f"link to case {other.id}"))
        theirs.write(ev.DebtReleased(debt=obligation.debt, why=f"the same person as case {pen.case.id}"))
    _carry_limits(pen, other, debts, {**_carry_numbers(pen, other), **_carry_addresses(pen, other)})
    carry_duties(pen, theirs)
    more = "1 more debt" if len(debts) == 1 else f"{len(debts)} more debts"
    return pen.accepted(f"The cases are one: {more} here.", theirs)


def _link_fault(case: CaseFile, other: CaseFile) -> str:
    suggested = any(x.other == other.id and x.state == "suggested" for x in case.consumer.links)
    faults = {
        "That link was not suggested, or has been answered.": not suggested,
        "A case cannot be linked to itself.": case.id == other.id,
        "A call is open on one of the cases; log its outcome first.": bool(case.call or other.call),
        "The other case holds no debts any more.": not other.obligations,
        "Both cases owe one of the debts; a supervisor must look.": bool(
            {o.debt for o in case.obligations} & {o.debt for o in other.obligations}
        ),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _carry_numbers(pen: Pen, other: CaseFile) -> dict[int, int]:
    """Add the numbers that are not on file here; for each of the other case's rows that is, the row here."""
    rows = {point.number: point.row for point in pen.case.consumer.numbers}
    for point in other.consumer.numbers:
        if point.number not in rows and point.is_usable:
            row = pen.keep(Phone(number=point.number, kind=point.kind, extension=point.extension))
            pen.write(ev.FactAdded(row=row, source=source_of(other)))
            rows[point.number] = row
    return {p.row: rows[p.number] for p in other.consumer.numbers if p.number in rows}


def _carry_addresses(pen: Pen, other: CaseFile) -> dict[int, int]:
    """The same for e-mail addresses: who opted one out has done so on either case."""
    rows = {point.address.casefold(): point.row for point in pen.case.consumer.emails}
    for point in other.consumer.emails:
        if point.address.casefold() not in rows:
            row = pen.keep(Email(address=point.address))
            pen.write(ev.FactAdded(row=row, source=source_of(other)))
            rows[point.address.casefold()] = row
    return {point.row: rows[point.address.casefold()] for point in other.consumer.emails}


def _carry_limits(pen: Pen, other: CaseFile, debts: tuple[int, ...], rows: Mapping[int, int]) -> None:
    """Limits move with the person. What we did on the other case no longer counts here: a hold makes up for it."""
    for limit in other.consumer.restrictions:
        if not limit.row or limit.row in rows:
            party = pen.party(other.texts.get(limit.party, ""), "")
            pen.write(replace(_carried(limit, other, rows), party=party))
    done = [call.at for call in other.consumer.calls]
    done += [message.at for message in other.consumer.messages if not message.is_inbound]
    if any(pen.at - at < _CARRIED for at in done):
        words = f"called or written to as case {other.id} within the last {_CARRIED.days} days"
        until = pen.today + _CARRIED
        pen.write(ev.RestrictionPlaced(kind="hold", debts=debts, until=until, words=words, source=source_of(other)))


def _carried(limit: Restriction, other: CaseFile, rows: Mapping[int, int]) -> ev.RestrictionPlaced:
    return ev.RestrictionPlaced(
        kind=limit.kind,
        debts=limit.debts,
        row=rows.get(limit.row, 0),
        windows=limit.windows,
        until=limit.until,
        words=limit.words,
        source=source_of(other),
        is_written=limit.is_written,
    )


def refuse_link(pen: Pen, command: RefuseLink) -> Decision:
    """The other case is somebody else."""
    if not any(x.other == command.other and x.state == "suggested" for x in pen.case.consumer.links):
        return Refused(sentence="That link was not suggested, or has been answered.")
    pen.write(ev.LinkRefused(other=command.other))
    return pen.accepted("They are two people; it is not suggested again.")


def _give_back(pen: Pen, other: CaseFile, debts: tuple[int, ...]) -> None:
    """Lift what the link brought along and retire the other's numbers; a limit on a debt that stays here stays too."""
    why = f"belongs to case {other.id} after all"
    consumer = pen.case.consumer
    for limit in consumer.restrictions:
        if limit.source == source_of(other) and set(limit.debts) <= set(debts):
            pen.write(ev.RestrictionLifted(restriction=limit.id, why=why))
    for point in consumer.numbers:
        if point.source == source_of(other) and point.standing != "retired":
            pen.write(ev.NumberMarked(row=point.row, standing="retired", why=why))


def undo_link(pen: Pen, command: UndoLink) -> Decision:
    """Give debts back to the case they came from."""
    case, other = pen.case, command.other
    accepted = any(x.other == other.id and x.state == "accepted" for x in case.consumer.links)
    if not accepted or not command.debts:
        return Refused(sentence="That link was not accepted here; there is nothing to undo.")
    if unknown_debts(case, command.debts):
        return Refused(sentence="That debt is not on this case.")
    if case.call or other.call:
        return Refused(sentence="A call is open on one of the cases; log its outcome first.")
    theirs = Pen(other, pen.handbook, pen.at, pen.actor)
    pen.write(ev.LinkRefused(other=other.id))
    for debt in dict.fromkeys(command.debts):
        pen.write(ev.DebtReleased(debt=debt, why=f"belongs to case {other.id} after all"))
        theirs.write(ev.DebtTaken(debt=debt, role=case.role(debt), joined_by="link undone"))
    _give_back(pen, other, command.debts)
    return_duties(pen, theirs, command.debts)
    return pen.accepted(f"Undone: {len(set(command.debts))} debts are back on case {other.id}.", theirs)
