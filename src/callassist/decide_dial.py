"""The decision to dial: what the rules say at this very moment, kept in the journal whether they allow it or not.

Where a rule leaves it to a role, whoever has that role may go on in spite of it, with a reason that is kept too.
"""

from __future__ import annotations

from typing import Final

import msgspec

from callassist.casefile import CaseFile, ContactPoint
from callassist.checked import Answer, book_of, check_made
from callassist.commands import Override, PlaceCall
from callassist.events import CallPlaced
from callassist.handbook import Decision, Refused
from callassist.kinds import LOCATION
from callassist.pen import Pen
from callassist.rules import BLOCK, ROLES, SAID_OF, SEATS, Finding
from callassist.survey import Verdict, Verdicts, glance

DIAL: Final = "place_call"
ASK: Final = "location_call"


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A dial as the rules judged it."""

    command: PlaceCall
    point: ContactPoint | None
    verdicts: Verdicts
    verdict: Verdict

    @property
    def action(self) -> str:
        """What rules judge: a call to the consumer, or one that asks somebody else where they are."""
        return action_of(self.command.purpose)

    def grounds(self) -> tuple[Finding, ...]:
        """All that rules found, as it was found."""
        return self.verdicts.grounds(self.action, self.command.row)


def action_of(purpose: str) -> str:
    """The action that rules judge a call of a purpose by."""
    return ASK if purpose == LOCATION else DIAL


def place_call(pen: Pen, command: PlaceCall) -> Decision:
    """Dial a number about every debt that may be spoken of, as the rules say at this very moment.

    Somebody else's number is dialled to ask where the consumer is, and no number of the consumer's for that.
    """
    case = pen.case
    consumer = case.consumer
    point = consumer.contact_at(command.row) if command.purpose == LOCATION else consumer.number_at(command.row)
    if refused := _cannot_dial(case, point, command):
        return refused
    verdicts = glance(case, pen.handbook, pen.at)
    verdict = verdicts.of(action_of(command.purpose), command.row)
    asked = _Asked(command=command, point=point, verdicts=verdicts, verdict=verdict)
    if command.override is not None and not command.has_happened:
        return _in_spite(pen, asked, command.override)
    if command.has_happened:
        return _recorded(pen, asked)
    if asked.verdict.is_stopped:
        return _stopped(pen, asked, asked.verdict.findings)
    return _dialled(pen, asked, asked.verdict.debts)


def _cannot_dial(case: CaseFile, point: ContactPoint | None, command: PlaceCall) -> Refused | None:
    if case.call is not None:
        return Refused(sentence="The last call has no outcome yet; log it before you dial again.")
    if point is None and case.consumer.contact_at(command.row):
        return Refused(sentence="That number is somebody else's: it is rung only to ask where the consumer is.")
    if point is None:
        return Refused(sentence="There is no such number on file.")
    if command.purpose == LOCATION and not point.relation:
        return Refused(sentence="That number is on file as the consumer's own; keep it as somebody else's first.")
    if not point.is_usable and not command.has_happened:
        standing = point.standing.replace("_", " ")
        return Refused(sentence=f"That number is marked {standing}; mark it untried before you dial it.")
    if not case.open_debts(case.line):
        return Refused(sentence="There is nothing to call about on this case.")
    return None


# ── what is written ──


def _write_check(pen: Pen, asked: _Asked, answer: Answer) -> None:
    book = book_of(pen.handbook.rulebook).digest
    pen.write(check_made(asked.verdicts, asked.action, asked.command.row, book, answer))


def _dialled(pen: Pen, asked: _Asked, debts: tuple[int, ...]) -> Decision:
    _write_check(pen, asked, Answer(effect=asked.verdict.effect, debts=debts))
    return _placed(pen, asked, debts, "Dialling")


def _placed(pen: Pen, asked: _Asked, debts: tuple[int, ...], does: str, also: str = "") -> Decision:
    case = pen.case
    pen.write(CallPlaced(row=asked.command.row, debts=debts, line=case.line, purpose=asked.command.purpose))
    if asked.action == ASK:
        whose = asked.point.relation if asked.point else ""
        return pen.accepted(f"{does} the {whose}'s number, to ask where they are; nothing of a debt.{also}")
    held_back = len(case.open_debts(case.line)) - len(debts)
    left_out = f"; {held_back} of its debts may not be spoken of" if held_back else ""
    return pen.accepted(f"{does} the {asked.point.kind if asked.point else ''} number{left_out}.{also}")


def _stopped(pen: Pen, asked: _Asked, findings: tuple[Finding, ...], why_not: str = "") -> Refused:
    """A refusal by the rules, the strictest of which speaks; that it was asked is kept."""
    _write_check(pen, asked, Answer(effect=asked.verdict.effect, debts=()))
    sentence = why_not or f"{findings[0].say} [{findings[0].cite}]"
    return Refused(sentence=sentence, findings=findings, entries=tuple(pen.entries))


def _recorded(pen: Pen, asked: _Asked) -> Decision:
    """A call that was placed elsewhere: where rules stop all of its debts, it was about all of them."""
    verdict = asked.verdict
    debts = verdict.debts or asked.verdicts.debts
    _write_check(pen, asked, Answer(effect=verdict.effect, debts=debts))
    first = verdict.findings[0] if verdict.is_stopped else None
    also = f" A rule stops such a call: {first.say} [{first.cite}]" if first else ""
    return _placed(pen, asked, debts, "Recorded: a call to", also)


# ── in spite of a rule ──


def _in_spite(pen: Pen, asked: _Asked, override: Override) -> Decision:
    """Dial although rules stop it: each of them named, left to this role by the rule itself, and a reason given."""
    stops = tuple(finding for finding in asked.grounds() if finding.effect == BLOCK)
    if fault := _fault_of(override, stops, pen.handbook.role):
        return _stopped(pen, asked, asked.verdict.findings, fault)
    named = set(override.rules)
    left = tuple(finding for finding in stops if finding.rule not in named)
    held = {finding.debt for finding in left}
    debts = tuple(debt for debt in asked.verdicts.debts if debt not in held)
    if 0 in held or not debts:
        return _stopped(pen, asked, left)
    answer = Answer(
        effect=asked.verdict.effect,
        debts=debts,
        overridden=tuple(sorted(named)),
        why=override.why.strip(),
        by_role=pen.handbook.role,
    )
    _write_check(pen, asked, answer)
    return _placed(pen, asked, debts, "Dialling", f" In spite of {' and '.join(answer.overridden)}.")


def purpose_of(case: CaseFile, row: int) -> str:
    """What a number may be rung for: somebody else's to ask where the consumer is, the consumer's own ('')."""
    return LOCATION if case.consumer.is_other(row) else ""


def may_go_on(verdicts: Verdicts, row: int, role: str) -> tuple[str, ...]:
    """The rules that stop a dial, when whoever has this role may go on in spite of all of them; else ().

    For a screen that offers it: these are the rules of an Override, which still wants its reason.
    """
    stops = _stopping(verdicts, row)
    return () if why_not_go_on(verdicts, row, role) else tuple(stops)


def why_not_go_on(verdicts: Verdicts, row: int, role: str) -> str:
    """Why whoever has this role may not go on in spite of what stops a dial, as a sentence; '' when they may."""
    faults = (_fault(name, stop, role) for name, stop in _stopping(verdicts, row).items())
    return next(filter(None, faults), "")


def _stopping(verdicts: Verdicts, row: int) -> dict[str, Finding]:
    action = action_of(purpose_of(verdicts.case, row))
    return {f.rule: f for f in verdicts.grounds(action, row) if f.effect == BLOCK}


def _fault_of(override: Override, stops: tuple[Finding, ...], role: str) -> str:
    """Why these rules may not be gone on in spite of; '' when they may."""
    if not override.rules or not override.why.strip():
        return "Name the rule that you go on in spite of, and say why."
    stopping = {finding.rule: finding for finding in stops}
    faults = (_fault(name, stopping.get(name), role) for name in override.rules)
    return next((fault for fault in faults if fault), "")


def _fault(name: str, stop: Finding | None, role: str) -> str:
    if stop is None:
        return f"{name} does not stop this call; leave it out."
    if stop.override == ROLES[0]:
        return f"Nobody may go on in spite of {name}: {stop.say} [{stop.cite}]"
    if SEATS.index(role) < SEATS.index(stop.override):
        return f"Going on in spite of {name} takes {SAID_OF[stop.override]}; you work as {SAID_OF[role]}."
    return ""
