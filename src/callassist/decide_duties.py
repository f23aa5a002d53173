"""Decisions about what is owed: notices that went out or came back, requests, complaints, reports to a bureau.

What happened elsewhere is written down as it was, whether a rule wanted it so or not; the answer says what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from callassist import events as ev
from callassist import notices as nt
from callassist.casefile import CaseFile
from callassist.commands import (
    AnswerComplaint,
    AnswerRequest,
    MakeComplaint,
    MakeRequest,
    RecordFurnishing,
    RecordNotice,
    ReturnNotice,
    WithdrawRequest,
)
from callassist.decide_records import note_fault, unknown_debts
from callassist.decide_traces import mark_returned
from callassist.disputes import disputed_by_nothing_else
from callassist.dossier import NoteText
from callassist.handbook import Decision, Refused
from callassist.journal import evolve
from callassist.kinds import COMPLAINTS, NOTICES, REQUESTS, WRITTEN
from callassist.pen import Pen
from callassist.rules import BLOCK, Values
from callassist.standing import Request
from callassist.survey import survey

FAR_BACK: Final = date(1970, 1, 1)


def _told(kind: str) -> str:
    return kind.replace("_", " ")


def _open_debts(pen: Pen, named: tuple[int, ...]) -> tuple[int, ...]:
    """Those that were named; else all that are still collected, or all there are."""
    return named or tuple(d.id for d in pen.case.open_debts()) or tuple(d.id for d in pen.case.debts)


def _day_fault(pen: Pen, on: date | None, since: date = FAR_BACK) -> str:
    """Why a day cannot be that of something past; '' when it can."""
    if on is not None and on > pen.today:
        return "That day is still to come."
    return f"That is before {since:%d %b %Y}, when it began." if on is not None and on < since else ""


def _first(faults: dict[str, bool]) -> str:
    return next((fault for fault, is_so in faults.items() if fault and is_so), "")


# ── notices ──


def record_notice(pen: Pen, command: RecordNotice) -> Decision:
    """Keep that a notice went out; a request that it answers on all its debts is answered by it."""
    on = command.on or pen.today
    values = nt.period_values(pen.handbook.rulebook, on)
    if fault := _notice_fault(pen, command, values):
        return Refused(sentence=fault)
    debts = _open_debts(pen, command.debts)
    sent = ev.NoticeSent(kind=command.kind, debts=debts, on=on, medium=command.medium, ends=command.ends)
    pen.write(sent)
    after = evolve(pen.case, pen.entries, pen.rows)
    answered = [r for r in after.consumer.requests if _is_answered_by(after, r, command.kind)]
    for request in answered:
        pen.write(ev.RequestAnswered(request=request.id, on=on, how=command.kind))
    says = f"{_told(command.kind).capitalize()}: recorded as sent on {on:%d %b %Y}."
    return pen.accepted(" ".join((says, *_follows(after, sent, values, len(answered)))))


def _notice_fault(pen: Pen, command: RecordNotice, values: Values | None) -> str:
    stated, on = command.ends, command.on or pen.today
    least = nt.earliest_end(on, values) if values and stated else None
    return _first(
        {
            f"A notice is one of: {', '.join(NOTICES)}.": command.kind not in NOTICES,
            f"It went out by one of: {', '.join(WRITTEN)}.": command.medium not in WRITTEN,
            "That debt is not on this case.": bool(unknown_debts(pen.case, command.debts)),
            _day_fault(pen, command.on): True,
            "Only a validation notice states a last day.": stated is not None and command.kind != nt.VALIDATION,
            f"Sent on {on:%d %b %Y}, the period may not end before {least:%d %b %Y}." if least else "": bool(
                stated and least and stated < least
            ),
        }
    )


def _is_answered_by(case: CaseFile, request: Request, kind: str) -> bool:
    """Whether a notice of a kind has answered a request on every debt that it is about."""
    if request.answered is not None or kind not in nt.answer_kinds(request):
        return False
    return not any(nt.is_open(case, request, debt) for debt in request.debts)


def _follows(case: CaseFile, sent: ev.NoticeSent, values: Values | None, answered: int) -> Iterable[str]:
    if sent.kind == nt.VALIDATION and values:
        end = nt.validation_end(case, sent.debts[0], values) if sent.debts else None
        if end:
            yield f"They may dispute until {end:%d %b %Y}."
    if answered:
        yield "It answers what they asked for." if answered == 1 else f"It answers {answered} requests."


def return_notice(pen: Pen, command: ReturnNotice) -> Decision:
    """Keep that a notice came back: it then counts as never sent."""
    held = next((n for n in pen.case.consumer.notices if n.id == command.notice), None)
    if held is None:
        return Refused(sentence="There is no such notice; callassist notice CASE lists them.")
    if held.returned:
        return Refused(sentence=f"It is on file as returned on {held.returned:%d %b %Y} already.")
    if fault := _day_fault(pen, command.on, held.on):
        return Refused(sentence=fault)
    on = command.on or pen.today
    pen.write(ev.NoticeReturned(notice=held.id, on=on))
    if held.medium == "mail":
        mark_returned(pen, held.on, on)
    more = " A new period runs from the next one." if held.kind == nt.VALIDATION else ""
    return pen.accepted(f"{_told(held.kind).capitalize()} of {held.on:%d %b %Y} came back: send it again.{more}")


# ── requests ──


def make_request(pen: Pen, command: MakeRequest) -> Decision:
    """Keep what was asked for, in force at once; a dispute marks the debts, in whatever way it was made."""
    if fault := _request_fault(pen, command):
        return Refused(sentence=fault)
    debts, on = _open_debts(pen, command.debts), command.on or pen.today
    made = ev.RequestMade(
        kind=command.kind,
        debts=debts,
        on=on,
        is_written=command.is_written,
        words=command.words.strip(),
        is_new=command.is_new,
    )
    pen.write(made)
    if command.kind == "dispute":
        how = "in writing" if command.is_written else "said aloud"
        for debt in (d for d in pen.case.debts if d.id in debts and pen.case.id not in d.disputed_by):
            pen.write_debt(debt.id, ev.DebtDisputed(by=pen.case.id, reason=how))
    return pen.accepted(f"{_told(command.kind).capitalize()}: recorded. {_what_now(pen, made)}".strip())


def _request_fault(pen: Pen, command: MakeRequest) -> str:
    is_repeat = not command.is_new
    return _first(
        {
            f"A request is one of: {', '.join(REQUESTS)}.": command.kind not in REQUESTS,
            "That debt is not on this case.": bool(unknown_debts(pen.case, command.debts)),
            _day_fault(pen, command.on): True,
            "Only a dispute can repeat an earlier one.": is_repeat and command.kind != "dispute",
            "No dispute in writing was answered yet, so this one repeats none.": is_repeat and not _was_answered(pen),
            note_fault(command.words): True,
        }
    )


def _was_answered(pen: Pen) -> bool:
    return any(r.kind == "dispute" and r.is_written and r.answered for r in pen.case.consumer.requests)


def _what_now(pen: Pen, made: ev.RequestMade) -> str:
    """What the collector has to know at once."""
    if made.kind not in ("dispute", "original_creditor"):
        return "What is due, and when: duties."
    values = nt.period_values(pen.handbook.rulebook, made.on)
    ends = [nt.validation_end(pen.case, debt, values, pen.zones) if values else None for debt in made.debts]
    last = max((end for end in ends if end), default=None)
    is_running = last is None or None in ends or made.on <= last
    if made.is_written:
        until = "collecting on it stops until we have answered." if is_running else "the time for it is over."
        return f"In writing: {until}"
    if not is_running:
        return "Said aloud, and the time to do so in writing is over."
    by = f" by {last:%d %b %Y}" if last else " once they have our notice"
    return f"Said aloud: tell them that in writing{by} it stops us until we answer."


def answer_request(pen: Pen, command: AnswerRequest) -> Decision:
    """Keep that what was asked for was given or decided; what a notice must answer is answered by that alone."""
    held = next((r for r in pen.case.consumer.requests if r.id == command.request), None)
    if held is None:
        return Refused(sentence="There is no such request; callassist request CASE lists them.")
    needed = nt.answer_kinds(held)[:1] if held.is_written else ()
    fault = _first(
        {
            "It has been answered already.": held.answered is not None,
            _day_fault(pen, command.on, held.on): True,
            f"In writing only a notice answers it: notice CASE sent {''.join(needed)}.": bool(needed),
            "Say how it was answered.": not command.how.strip(),
            note_fault(command.how): True,
        }
    )
    if fault:
        return Refused(sentence=fault)
    on = command.on or pen.today
    pen.write(ev.RequestAnswered(request=held.id, on=on, how=command.how.strip()))
    return pen.accepted(f"{_told(held.kind).capitalize()} of {held.on:%d %b %Y}: answered on {on:%d %b %Y}.")


def withdraw_request(pen: Pen, command: WithdrawRequest) -> Decision:
    """End a request that was none, or that they take back; a debt that nothing else disputes is marked no longer."""
    held = next((r for r in pen.case.consumer.requests if r.id == command.request), None)
    if held is None:
        return Refused(sentence="There is no such request; callassist request CASE lists them.")
    why = command.why.strip()
    is_waiting = held.answered is None or any(nt.is_open(pen.case, held, debt) for debt in held.debts)
    fault = _first(
        {
            "It has been answered already.": not is_waiting,
            "Say why it is withdrawn.": not why,
            note_fault(why): True,
        }
    )
    if fault:
        return Refused(sentence=fault)
    pen.write(ev.RequestWithdrawn(request=held.id, why=why))
    for debt in _no_longer_disputed(pen, held):
        pen.write_debt(debt, ev.DisputeWithdrawn(by=pen.case.id, why=why))
    return pen.accepted(f"{_told(held.kind).capitalize()} of {held.on:%d %b %Y}: withdrawn.")


def _no_longer_disputed(pen: Pen, request: Request) -> Iterable[int]:
    """The debts that only this request disputed."""
    if request.kind != "dispute":
        return ()
    return disputed_by_nothing_else(pen, request.debts, request=request.id)


# ── complaints ──


def make_complaint(pen: Pen, command: MakeComplaint) -> Decision:
    """Keep a complaint with its words; it stops nothing by itself."""
    fault = _first(
        {
            f"A complaint is about one of: {', '.join(COMPLAINTS)}.": command.kind not in COMPLAINTS,
            "Write down what they are dissatisfied with.": not command.words.strip(),
            "That debt is not on this case.": bool(unknown_debts(pen.case, command.debts)),
            note_fault(command.words): True,
        }
    )
    if fault:
        return Refused(sentence=fault)
    row = pen.keep(NoteText(text=command.words.strip()))
    call = pen.case.call.id if pen.case.call else 0
    pen.write(ev.ComplaintMade(kind=command.kind, row=row, debts=command.debts, call=call))
    return pen.accepted(" ".join(("Complaint: recorded.", *_due_for(pen))))


def _due_for(pen: Pen) -> Iterable[str]:
    """What is owed now that was not before."""
    before = {finding.rule for finding in survey(pen.case, pen.handbook, pen.at).duties()}
    after = evolve(pen.case, pen.entries, pen.rows)
    return (f.say for f in survey(after, pen.handbook, pen.at).duties() if f.rule not in before)


def answer_complaint(pen: Pen, command: AnswerComplaint) -> Decision:
    """A step towards the answer of a complaint: acknowledged, then resolved."""
    held = next((c for c in pen.case.consumer.complaints if c.id == command.complaint), None)
    if held is None:
        return Refused(sentence="There is no such complaint; callassist complaint CASE lists them.")
    following = {"open": ("acknowledged", "resolved"), "acknowledged": ("resolved",)}.get(held.step, ())
    fault = _first(
        {
            "The complaint has been resolved.": held.step == "resolved",
            "A complaint is acknowledged, then resolved.": command.step not in following,
            "Say how it was resolved.": command.step == "resolved" and not command.words.strip(),
            note_fault(command.words): True,
        }
    )
    if fault:
        return Refused(sentence=fault)
    pen.write(ev.ComplaintAnswered(complaint=held.id, step=command.step, words=command.words.strip()))
    return pen.accepted(f"Complaint about {_told(held.kind)}: {command.step}.")


# ── reports to a credit bureau ──


def record_furnishing(pen: Pen, command: RecordFurnishing) -> Decision:
    """Keep that whoever reports for the client reported a debt, or had the report deleted."""
    debt = next((d for d in pen.case.debts if d.id == command.debt), None)
    if debt is None:
        return Refused(sentence="That debt is not on this case.")
    if fault := _day_fault(pen, command.on):
        return Refused(sentence=fault)
    if command.is_deleted and debt.furnished is None:
        return Refused(sentence="It is not on file as reported.")
    on = command.on or pen.today
    if command.is_deleted:
        pen.write_debt(debt.id, ev.DebtUnfurnished(on=on))
        return pen.accepted(f"Account {debt.account}: its report is deleted.")
    verdict = survey(pen.case, pen.handbook, pen.at, debt.line).of("furnish", 0, debt.id)
    pen.write_debt(debt.id, ev.DebtFurnished(on=on))
    doubts = (finding.say for finding in verdict.findings if finding.effect == BLOCK)
    return pen.accepted(" ".join((f"Account {debt.account}: on file as reported on {on:%d %b %Y}.", *doubts)))
