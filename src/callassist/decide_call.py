"""Decisions during a call: being called, who is speaking, what was read out. Dialling is in decide_dial.py."""

from __future__ import annotations

from typing import Final

from callassist import events as ev
from callassist.casefile import Call
from callassist.commands import (
    INSTEAD,
    THIRD_PARTIES,
    AnswerThirdParty,
    GiveDisclosure,
    OpenCase,
    ReceiveCall,
    RefuseIdentity,
    TryIdentity,
)
from callassist.handbook import Decision, Refused
from callassist.hearing import FACTS, may_hear
from callassist.hearing import WORDS as WORDS_OF_FACTS
from callassist.identity import TRIES_A_DAY, WORDS, Answer, Gate, Unreadable, matched_factors, wrong_tries
from callassist.journal import evolve
from callassist.kinds import in_words
from callassist.pen import Pen
from callassist.speakers import THROUGH, Proof
from callassist.survey import glance

BEFORE_VERIFIED: Final = frozenset({"recording-notice", "agency-if-asked", "transcription-notice"})
"""What may be read out to anybody; every other statement says or shows that there is a debt."""

MAY_HAND_OVER: Final = frozenset({"", "household", "child", "coworker", "facility"})
NOT_NOW: Final = "Offer a call back to the number on our letter, or a letter."
NOT_THEIRS: Final = "The number is not theirs, somebody said: nobody may be verified on this call. Say no more; log it."
ONLY_ASKED: Final = (
    "This call asks somebody else where they are: nobody is verified on it. Are they there, ask for their own number."
)
NO_CALL: Final = Refused(sentence="There is no open call; dial or answer first.")


# ── being called ──


def receive_call(pen: Pen, command: ReceiveCall) -> Decision:
    """Take a call in. No rule stops a consumer from calling us."""
    case = pen.case
    if case.call is not None:
        return Refused(sentence="The last call has no outcome yet; log it before you take another.")
    debts = tuple(debt.id for debt in case.open_debts(case.line))
    pen.write(ev.CallReceived(number=command.number, debts=debts, line=case.line))
    return pen.accepted("A call came in.")


# ── who is speaking ──


def try_identity(pen: Pen, command: TryIdentity) -> Decision:
    """Weigh typed answers together with what has matched on this call already."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    if call.verified:
        return Refused(sentence="Who is speaking is verified already.")
    if call.is_misdialled or call.is_location:
        return Refused(sentence=NOT_THEIRS if call.is_misdialled else ONLY_ASKED)
    if call.third_party not in MAY_HAND_OVER:
        return Refused(sentence="Somebody else answered and cannot fetch the person; nothing may be verified.")
    proof = proof_on(pen, call)
    tried = _weigh(pen, command.answers, proof)
    if isinstance(tried, Refused):
        return tried
    if not proof.is_enough(tried):
        return pen.accepted(_not_yet(pen, tried, proof))
    pen.write(ev.IdentityVerified(call=call.id, factors=tried, speaker=proof.speaker))
    if proof.is_through:
        return pen.accepted("Verified: you may speak about the account.")
    return pen.accepted(f"Verified as {in_words(proof.speaker)}: {_may_hear(pen, call)}.")


def _may_hear(pen: Pen, call: Call) -> str:
    """What somebody who is not the consumer, and has just been verified, may hear: the facts that every debt allows."""
    case = evolve(pen.case, pen.entries, pen.rows)
    heard = may_hear(glance(case, pen.handbook, pen.at), call.debts)
    facts = [WORDS_OF_FACTS[fact] for fact in FACTS if all(fact in allowed for allowed in heard.values())]
    if not any(heard.values()):
        return "they may hear nothing of it"
    return f"they may hear {', '.join(facts)}" if facts else "what they may hear differs from debt to debt"


def proof_on(pen: Pen, call: Call | None) -> Proof:
    """What proves whoever is on a call; outside one, the consumer."""
    return Proof(case=pen.case, setting=pen.handbook.setting, call=call, now=pen.at, day=pen.today)


def gate_of(pen: Pen) -> Gate:
    """How the check of whoever is on the open call stands; outside a call, of whoever asks."""
    call = pen.case.call
    proof = proof_on(pen, call)
    usable = proof.usable
    return Gate(
        usable=usable,
        matched=matched_factors(pen.case),
        needed=proof.needed,
        tries_left=max(0, TRIES_A_DAY - wrong_tries(pen.case, pen.at, pen.zones)),
        is_open=bool(call and call.verified),
        is_provable=proof.is_enough(usable),
        speaker=proof.speaker,
        why_not=_why_never(call),
    )


def _why_never(call: Call | None) -> str:
    """Why nobody can be verified on a call at all; '' when somebody may."""
    if call is None:
        return ""
    return NOT_THEIRS if call.is_misdialled else ONLY_ASKED if call.is_location else ""


def open_case(pen: Pen, command: OpenCase) -> Decision:
    """Let somebody read the verified case outside a call; wrong answers count as on a call."""
    if not command.purpose.strip():
        return Refused(sentence="Say for what purpose the case is read.")
    proof = proof_on(pen, None)
    tried = _weigh(pen, command.answers, proof)
    if isinstance(tried, Refused):
        return tried
    if not proof.is_enough(tried):
        return pen.accepted(_not_yet(pen, tried, proof))
    pen.write(ev.IdentityVerified(call=0, factors=tried))
    pen.write(ev.CaseOpened(purpose=command.purpose.strip()))
    return pen.accepted("Verified: the case is open to you.")


def _weigh(pen: Pen, answers: tuple[Answer, ...], proof: Proof) -> tuple[str, ...] | Refused:
    """Write the answers down, together one try; the factors that have matched.

    What follows a wrong answer of the day's last try is not looked at.
    """
    case, call = pen.case, proof.call
    if refused := _cannot_try(pen, answers, proof):
        return refused
    checked = [(answer.factor, proof.is_right(answer)) for answer in answers]
    for _, result in checked:
        if isinstance(result, Unreadable):
            return Refused(sentence=result.sentence)
    matched = dict.fromkeys(matched_factors(case) if call else ())
    number = 1 + max((each.number for each in case.consumer.tries), default=0)
    on = call.id if call else 0
    is_last = wrong_tries(case, pen.at, pen.zones) + 1 >= TRIES_A_DAY
    for factor, is_match in checked:
        pen.write(ev.IdentityTried(call=on, factor=factor, is_match=is_match is True, number=number))
        matched |= {factor: None} if is_match is True else {}
        if is_last and is_match is not True:
            break
    return tuple(matched)


def _cannot_try(pen: Pen, answers: tuple[Answer, ...], proof: Proof) -> Refused | None:
    given = [answer.factor for answer in answers]
    if not given:
        return Refused(sentence="Type what they answered.")
    if len(set(given)) < len(given) or not set(given) <= set(proof.factors):
        return Refused(sentence=f"Give one answer each, of: {', '.join(proof.factors)}.")
    if wrong_tries(pen.case, pen.at, pen.zones) >= TRIES_A_DAY:
        return Refused(sentence=f"There were {TRIES_A_DAY} wrong answers today. {NOT_NOW}")
    if not proof.is_enough(proof.usable):
        return Refused(sentence=_too_little(proof))
    return None


def _too_little(proof: Proof) -> str:
    if proof.is_through:
        return f"Too little is on file to verify anybody; disclose nothing. {NOT_NOW}"
    return f"Nobody is on file by name as {in_words(proof.speaker)}, so none can be verified; disclose nothing."


def _not_yet(pen: Pen, matched: tuple[str, ...], proof: Proof) -> str:
    """What is still wanted, without saying which answer was wrong."""
    wrong = any(isinstance(e.event, ev.IdentityTried) and not e.event.is_match for e in pen.entries)
    left = max(0, TRIES_A_DAY - wrong_tries(pen.case, pen.at, pen.zones) - wrong)
    if not left:
        return f"Not verified, and no try is left today. {NOT_NOW}"
    tries = f"{left} {'tries' if left > 1 else 'try'} left today"
    if wrong:
        return f"Not verified; {tries}."
    others = [WORDS[factor] for factor in _asked_next(matched, proof)]
    return f"Not verified yet: ask for the {' or the '.join(others)}; {tries}."


def _asked_next(matched: tuple[str, ...], proof: Proof) -> tuple[str, ...]:
    """The usable factors that bring the proof further; all of the household when none alone completes it."""
    open_ones = tuple(factor for factor in proof.usable if factor not in matched)
    return tuple(f for f in open_ones if proof.is_enough((*matched, f))) or open_ones


def refuse_identity(pen: Pen, command: RefuseIdentity) -> Decision:
    """The speaker would not verify; nothing is disclosed, another way is offered."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    if command.instead not in INSTEAD:
        return Refused(sentence=f"Say what was offered instead: {', '.join(INSTEAD)}.")
    if call.verified:
        return Refused(sentence="Who is speaking is verified already.")
    pen.write(ev.IdentityRefused(call=call.id, instead=command.instead))
    return pen.accepted(f"Would not verify; offered {command.instead.replace('_', ' ')}.")


def answer_third_party(pen: Pen, command: AnswerThirdParty) -> Decision:
    """Somebody else is on the line: whatever was proved before no longer holds."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    if command.who not in THIRD_PARTIES:
        return Refused(sentence=f"Say who answered: {', '.join(THIRD_PARTIES)}.")
    pen.write(ev.ThirdPartyAnswered(call=call.id, who=command.who))
    return pen.accepted("Somebody else is on the line: nothing about the account.")


# ── what was read out ──


def give_disclosure(pen: Pen, command: GiveDisclosure) -> Decision:
    """A statement was read out; one that shows a debt only to a verified person."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    kind = command.kind.strip()
    if not kind:
        return Refused(sentence="Say which statement was read out.")
    if kind not in BEFORE_VERIFIED and not call.verified:
        return Refused(sentence="That statement is for the verified person only; verify them first.")
    if kind not in BEFORE_VERIFIED and call.speaker not in THROUGH and not _hears_anything(pen, call):
        return Refused(sentence="That statement shows a debt, of which this speaker may hear nothing.")
    pen.write(ev.DisclosureGiven(call=call.id, kind=kind, language=command.language))
    return pen.accepted(f"Read out: {kind.replace('-', ' ')}.")


def _hears_anything(pen: Pen, call: Call) -> bool:
    return any(may_hear(glance(pen.case, pen.handbook, pen.at), call.debts).values())
