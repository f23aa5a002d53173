"""Decisions about who else may speak or hear: who is on the line, by what leave, until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from callassist import events as ev
from callassist.commands import EndAuthority, GiveAuthority, NameSpeaker
from callassist.decide_call import NO_CALL, proof_on
from callassist.decide_records import note_fault, unknown_debts
from callassist.handbook import Decision, Refused
from callassist.journal import evolve
from callassist.kinds import AUTHORITIES, SPEAKERS, in_words
from callassist.legal_days import comes_of_age
from callassist.named_rules import MAJORITY
from callassist.pen import Pen
from callassist.speakers import CONSUMER, THROUGH

BY_PAPER: Final = frozenset(
    {"hipaa_authorization", "power_of_attorney", "guardianship", "estate", "court_order", "attorney_letter"}
)
"""Authorities that are documents: somebody's word for them is none."""
OF_A_MINOR: Final = "parent_of_minor"


def name_speaker(pen: Pen, command: NameSpeaker) -> Decision:
    """Say who is on the line: with the voice, proof starts anew. Who answers to nobody on file cannot be verified."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    if command.relation not in SPEAKERS:
        return Refused(sentence=f"Say who is speaking: {', '.join(SPEAKERS)}.")
    if fault := note_fault(command.party):
        return Refused(sentence=fault)
    party = pen.party(command.party, command.party_phone)
    pen.write(ev.SpeakerNamed(call=call.id, relation=command.relation, party=party))
    return pen.accepted(_now_do(pen, command.relation))


def _now_do(pen: Pen, relation: str) -> str:
    """What the collector does next."""
    if relation == CONSUMER:
        return "The consumer is on the line: verify them anew."
    told = in_words(relation)
    if relation in THROUGH:
        return f"The consumer speaks through the {told}: verify them as always."
    case = evolve(pen.case, pen.entries, pen.rows)
    proof = proof_on(Pen(case, pen.handbook, pen.at, pen.actor), case.call)
    if not proof.is_enough(proof.usable):
        return f"The {told} is on the line: your name only; nobody is on file as one by name."
    return f"The {told} is on the line: verify them by their own name and one fact of the account."


# ── leave for others ──


def give_authority(pen: Pen, command: GiveAuthority) -> Decision:
    """Keep that somebody may speak or hear: the consumer's own word on the open call, or a paper that came in."""
    if fault := _authority_fault(pen, command):
        return Refused(sentence=fault)
    until = command.until
    if command.kind == OF_A_MINOR and command.relation != CONSUMER:
        last = _last_day_of_minority(pen)
        if last is not None and last < pen.today:
            return Refused(sentence="The consumer is of age: a parent needs the consumer's own leave.")
        until = min(filter(None, (until, last)), default=None)
    party = pen.party(command.party, command.party_phone)
    pen.write(
        ev.AuthorityGiven(
            kind=command.kind,
            relation=command.relation,
            debts=command.debts,
            party=party,
            until=until,
            words=command.words.strip(),
            is_written=command.is_written,
        )
    )
    ends = f" until {until:%d %b %Y}" if until else ""
    return pen.accepted(f"On file: {in_words(command.kind)} of the {in_words(command.relation)}{ends}.")


def _authority_fault(pen: Pen, command: GiveAuthority) -> str:
    faults = {
        f"An authority is one of: {', '.join(AUTHORITIES)}.": command.kind not in AUTHORITIES,
        f"It is for one of: {', '.join(SPEAKERS)}.": command.relation not in SPEAKERS,
        "Say who it is for, by name.": command.relation != CONSUMER and not command.party.strip(),
        "Keep the words, or say what paper it is.": not command.words.strip(),
        "That debt is not on this case.": unknown_debts(pen.case, command.debts),
        "The last day has passed already.": command.until is not None and command.until < pen.today,
        "That is a paper: keep it once it has come in, as written.": command.kind in BY_PAPER
        and not command.is_written,
        "Only the verified consumer can give leave by word; verify them first.": _is_hearsay(pen, command),
        note_fault(command.words): bool(note_fault(command.words)),
        note_fault(command.party): bool(note_fault(command.party)),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _is_hearsay(pen: Pen, command: GiveAuthority) -> bool:
    """Leave that neither the verified consumer gives on the open call nor a paper does."""
    call = pen.case.call
    is_theirs = call is not None and bool(call.verified) and call.speaker in THROUGH
    return command.kind == "consent" and not command.is_written and not is_theirs


def _last_day_of_minority(pen: Pen) -> date | None:
    """The day before the consumer comes of age in their state; None when no birth date is on file."""
    consumer = pen.case.consumer
    rule = pen.handbook.rulebook.rule(MAJORITY)
    values: Any = rule.values_on(pen.today) if rule else None
    if consumer.dob is None or not values:
        return None
    return comes_of_age(consumer.dob, consumer.state, values) - timedelta(1)


def end_authority(pen: Pen, command: EndAuthority) -> Decision:
    """End somebody's leave, saying why; whoever was verified by it on the open call is heard no more."""
    held = next((each for each in pen.case.consumer.authorities if each.id == command.authority), None)
    if held is None:
        return Refused(sentence="There is no such authority in force.")
    if not command.why.strip():
        return Refused(sentence="Say why it ends.")
    if fault := note_fault(command.why):
        return Refused(sentence=fault)
    pen.write(ev.AuthorityEnded(authority=held.id, why=command.why.strip()))
    return pen.accepted(f"Ended: {in_words(held.kind)} of the {in_words(held.relation)}.")
