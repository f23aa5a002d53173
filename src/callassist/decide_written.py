"""Decisions about what is written: messages that went out or came in, look-ups of numbers, leave to reach a person.

Callassist sends nothing itself: what is recorded as sent is judged like a call before it is dialled, and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from callassist import events as ev
from callassist.casefile import CaseFile, Consumer
from callassist.checked import Answer, book_of, check_made
from callassist.commands import CheckNumber, RecordConsent, RecordMessage
from callassist.decide_records import note_fault, unknown_debts
from callassist.handbook import Decision, Refused
from callassist.kinds import MEDIA, NOTICES, WRITTEN
from callassist.pen import Pen
from callassist.rules import BLOCK, WARN, Finding
from callassist.speakers import THROUGH
from callassist.survey import Verdict, Verdicts, glance

SOURCES: Final = ("us", "creditor", "collector")
RESULTS: Final = ("same", "reassigned", "unknown")
ACTION_OF: Final = {"mail": "letter", "email": "email", "text": "text"}
"""What the rules call writing by a medium; what a portal shows is shown because they look."""
CALLED: Final = {"mail": "letter", "email": "e-mail", "text": "text", "portal": "message in the portal"}
TO_ATTORNEY: Final = "attorney"
"""The kind of a message that goes to their attorney: what binds messages to them does not bind it."""
CONFIRMATION: Final = "opt_out_confirmation"
ONLY_THAT: Final = "only_confirmation"
REFUSING: Final = "writing_refused"
NOT_WRITTEN: Final = (
    "Leave comes from the verified consumer, or from what they wrote last from there and refused nothing in."
)


# ── messages ──


def record_message(pen: Pen, command: RecordMessage) -> Decision:
    """Keep a message that came in, or one that is going out, if no rule stops it."""
    if fault := _message_fault(pen.case, command):
        return Refused(sentence=fault)
    if command.is_inbound:
        return _received(pen, command)
    action = None if command.kind == TO_ATTORNEY else ACTION_OF.get(command.medium)
    return _sent(pen, command, command.debts) if action is None else _judged(pen, command, action)


def _message_fault(case: CaseFile, command: RecordMessage) -> str:
    needs_row = command.medium in {"text", "email"} and not command.is_inbound and command.kind != TO_ATTORNEY
    faults = {
        f"A message is one of: {', '.join(WRITTEN)}.": command.medium not in WRITTEN,
        "There is no such number or e-mail address on file.": not _is_row_of(
            case.consumer, command.medium, command.row
        ),
        "Say to which number or e-mail address it goes.": needs_row and not command.row,
        "That debt is not on this case.": unknown_debts(case, command.debts),
        f"A message that is a notice is one of: {', '.join(NOTICES)}.": command.kind not in {"", TO_ATTORNEY, *NOTICES},
        note_fault(command.words): bool(note_fault(command.words)),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _is_row_of(consumer: Consumer, medium: str, row: int) -> bool:
    """Whether a row is one that such a message can go to or come from; 0 always is."""
    rows = {
        "text": [point.row for point in consumer.numbers],
        "email": [point.row for point in consumer.emails],
    }
    return not row or row in rows.get(medium, ())


def _judged(pen: Pen, command: RecordMessage, action: str) -> Decision:
    verdicts = glance(pen.case, pen.handbook, pen.at)
    verdict = verdicts.of_notice(command.kind, action, command.row)
    debts = command.debts or verdict.debts or verdicts.debts
    words = _of_words(verdicts, command, action, debts)
    stops = (*_stops(pen, command, verdict), *(finding for finding in words if finding.effect == BLOCK))
    effect = BLOCK if stops else verdict.effect
    answer = Answer(effect=effect, debts=() if stops and not command.has_happened else debts)
    pen.write(check_made(verdicts, action, command.row, book_of(pen.handbook.rulebook).digest, answer))
    if not stops:
        return _sent(pen, command, debts, _warned(verdicts.of(action, command.row), words))
    first = f"{stops[0].say} [{stops[0].cite}]"
    if command.has_happened:
        return _sent(pen, command, debts, f" A rule stops such a message: {first}")
    return Refused(sentence=first, findings=stops, entries=tuple(pen.entries))


def _stops(pen: Pen, command: RecordMessage, verdict: Verdict) -> tuple[Finding, ...]:
    """The rules that stand in its way: of one about named debts those that leave one of them out."""
    if verdict.is_stopped:
        return tuple(finding for finding in verdict.findings if finding.effect == BLOCK)
    held = set(command.debts) - set(verdict.debts)
    if held:
        return tuple(finding for finding in verdict.findings if finding.debt in held)
    if command.kind == CONFIRMATION:
        return ()
    only = {rule.id for rule in pen.handbook.rulebook.rules if rule.check == ONLY_THAT}
    return tuple(finding for finding in verdict.findings if finding.rule in only)


def _of_words(verdicts: Verdicts, command: RecordMessage, action: str, debts: tuple[int, ...]) -> tuple[Finding, ...]:
    """What rules say of its words: of the person, and of the debts that it is about.

    What may not be said may not be written either. A rule that lets a required notice go does not stop it here.
    """
    words = command.words.strip()
    if not words:
        return ()
    let = {finding.rule for finding in verdicts.of(action, command.row).findings}
    let -= {finding.rule for finding in verdicts.of_notice(command.kind, action, command.row).findings}
    found = (*verdicts.words(words, action), *verdicts.words(words))
    return tuple(each for each in found if each.debt in {0, *debts} and each.rule not in let)


def _warned(verdict: Verdict, words: tuple[Finding, ...]) -> str:
    """What the words are warned of, each once; what is said of any message of that medium is not about the words."""
    known = {finding.rule for finding in verdict.findings}
    said = dict.fromkeys(each.say for each in words if each.effect == WARN and each.rule not in known)
    return "".join(f" Look at the words again: {each}" for each in said)


def _sent(pen: Pen, command: RecordMessage, debts: tuple[int, ...], also: str = "") -> Decision:
    pen.write(ev.MessageSent(medium=command.medium, row=command.row, debts=debts, kind=command.kind))
    return pen.accepted(f"The {CALLED[command.medium]} is recorded as sent.{also}")


def _received(pen: Pen, command: RecordMessage) -> Decision:
    """What they wrote; when it holds nothing but a word that refuses, it is refused from now on."""
    words = command.words.strip()
    kinds = tuple(dict.fromkeys(_refused_by(pen, command.medium, words)))
    pen.write(ev.MessageReceived(medium=command.medium, row=command.row, words=words, refused=kinds))
    for kind in kinds:
        if not _is_in_force(pen, kind, command.row):
            pen.write(ev.RestrictionPlaced(kind=kind, row=command.row, words=words, source="consumer", is_written=True))
    name = CALLED[command.medium]
    stopped = f" No more of them from now on; one {name} may confirm it." if kinds else ""
    return pen.accepted(f"Their {name} is recorded.{stopped}")


def _refused_by(pen: Pen, medium: str, words: str) -> Iterable[str]:
    """The kinds of restriction that a message places: the first of each rule in force that lists its words."""
    said = " ".join("".join(char for char in words.lower() if char.isalnum() or char.isspace()).split())
    for rule in pen.handbook.rulebook.rules:
        values = rule.values_on(pen.today) if rule.check == REFUSING else None
        if values is not None and values["medium"] == medium and said in values.get("words", ()):
            yield next(iter(values["kinds"]))


def _is_in_force(pen: Pen, kind: str, row: int) -> bool:
    return any(r.kind == kind and r.row == row and r.until is None for r in pen.case.consumer.restrictions)


# ── numbers ──


def check_number(pen: Pen, command: CheckNumber) -> Decision:
    """Keep what the reassigned numbers database said of a number."""
    faults = {
        "There is no such number on file.": pen.case.consumer.number_at(command.row) is None,
        f"A look-up says one of: {', '.join(RESULTS)}.": command.result not in RESULTS,
        "That day is still to come.": command.on > pen.today,
    }
    if fault := next((fault for fault, is_so in faults.items() if is_so), ""):
        return Refused(sentence=fault)
    pen.write(ev.NumberChecked(row=command.row, on=command.on, result=command.result))
    return pen.accepted(f"The number was looked up on {command.on:%d %b %Y}: {command.result}.")


# ── leave ──


def record_consent(pen: Pen, command: RecordConsent) -> Decision:
    """Keep leave to reach the consumer: theirs to us, or what they gave to the creditor, which is not ours."""
    if fault := _leave_fault(pen, command):
        return Refused(sentence=fault)
    call = pen.case.call
    debts = command.debts or (call.debts if call is not None and command.medium == "call" else ())
    pen.write(
        ev.ConsentGiven(
            debts=debts,
            until=command.until,
            words=command.words.strip(),
            row=command.row,
            medium=command.medium,
            given_to=command.given_to,
        )
    )
    return pen.accepted(f"{_told(command)} until {command.until:%d %b}.")


def _told(command: RecordConsent) -> str:
    if command.given_to != SOURCES[0]:
        return f"The {command.given_to} has leave ({command.medium.replace('_', ' ')})"
    is_call = command.medium == "call"
    return "They said that we may call" if is_call else f"Leave recorded ({command.medium.replace('_', ' ')})"


def _leave_fault(pen: Pen, command: RecordConsent) -> str:
    faults = {
        f"Leave is for one of: {', '.join(MEDIA)}.": command.medium not in MEDIA,
        f"Leave is given to one of: {', '.join(SOURCES)}.": command.given_to not in SOURCES,
        _who_fault(pen, command): bool(_who_fault(pen, command)),
        "Write down the words in which they said that we may call.": not command.words.strip(),
        "That day has passed already.": command.until < pen.today,
        "That debt is not on this case.": unknown_debts(pen.case, command.debts),
        "There is no such number or e-mail address on file.": not _is_on_file(pen.case.consumer, command.row),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _who_fault(pen: Pen, command: RecordConsent) -> str:
    """Leave to us is given by the verified person on the line; leave to write, by what they wrote as well."""
    call, given = pen.case.call, command.given_to == SOURCES[0]
    if not given or (call is not None and call.verified and call.speaker in THROUGH):
        return ""
    if command.medium == "call":
        return "Only the verified consumer can say that we may call; verify them first."
    return "" if _has_written(pen, command) else NOT_WRITTEN


def _has_written(pen: Pen, command: RecordConsent) -> bool:
    """Whether what they wrote last may be leave: it came by that medium, from that row, and refused nothing.

    Leave for what is no writing, or for notices, may be in any; where that came from a number or an address, in one
    from there.
    """
    consumer, own = pen.case.consumer, (command.medium,) if command.medium in ACTION_OF else ()
    theirs = [m for m in consumer.messages if m.is_inbound and m.medium in (own or WRITTEN)]
    rows = {command.row} if own else {0, command.row}
    last = next((m for m in reversed(theirs) if m.row in rows), None)
    if last is None or last.refused:
        return False
    kinds = set(_kinds_refusing(pen, last.medium))
    return not any(r.kind in kinds and r.row in {0, last.row} and r.id > last.id for r in consumer.restrictions)


def _kinds_refusing(pen: Pen, medium: str) -> Iterable[str]:
    """The kinds of restriction that refuse writing by a medium, as the rules in force name them."""
    for rule in pen.handbook.rulebook.rules:
        values = rule.values_on(pen.today) if rule.check == REFUSING else None
        if values is not None and values["medium"] == medium:
            yield from values["kinds"]


def _is_on_file(consumer: Consumer, row: int) -> bool:
    return not row or consumer.number_at(row) is not None or consumer.email_at(row) is not None
