"""Decisions outside of dialling and wrap-up: notes, skips, restrictions, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callassist import events as ev
from callassist.casefile import CaseFile
from callassist.commands import (
    NUMBER_KINDS,
    STANDINGS,
    AddNumber,
    LiftRestriction,
    MarkNumber,
    PlaceRestriction,
    ReadNotes,
    RevokeConsent,
    SkipCase,
    WriteNote,
)
from callassist.commands_talk import KeepTalk
from callassist.dossier import Phone
from callassist.handbook import Decision, Refused
from callassist.kinds import RESTRICTIONS
from callassist.lifting import role_to_lift
from callassist.money import card_spans
from callassist.pen import Pen
from callassist.prompts import ENDS
from callassist.rules import SAID_OF, SEATS
from callassist.situations import WHEREABOUTS, zones_of_words

LONGEST_NOTE: Final = 20_000
MOST_STEPS: Final = 200
"""Steps of a script that are kept of a call: the last ones of a longer walk."""
SHORTEST_NUMBER, LONGEST_NUMBER, NORTH_AMERICAN = 8, 15, 11


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
    if card_spans(text):
        return "The note holds what looks like a card number; take it out."
    return ""


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
    is_known = case.consumer.contact_at(row) or case.consumer.email_at(row)
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


def keep_talk(pen: Pen, command: KeepTalk) -> Decision:
    """How the open call went: prompts and what became of them, the steps of the script."""
    call = pen.case.call
    if call is None:
        return Refused(sentence="No call is open.")
    odd = next((prompt.how for prompt in command.prompts if prompt.how not in ENDS), None)
    if odd is not None:
        return Refused(sentence=f"A prompt cannot end {odd!r}; it is one of: {', '.join(ENDS)}.")
    if command.steps:
        pen.write(ev.ScriptFollowed(call=call.id, steps=command.steps[-MOST_STEPS:]))
    if command.prompts:
        pen.write(ev.PromptsEnded(call=call.id, prompts=command.prompts))
    return pen.accepted("Kept.")


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
