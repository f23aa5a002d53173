"""Decisions that end a call: what an outcome's code brings about, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist import events as ev
from callassist.calendars import day_of
from callassist.casefile import Call, CaseFile
from callassist.commands import LogOutcome, UndoOutcome
from callassist.deals import Deal
from callassist.disputes import disputed_by_nothing_else
from callassist.handbook import Decision, Handbook, Refused
from callassist.money import allocate_cents
from callassist.outcomes import Outcome
from callassist.pen import Pen
from callassist.wrapup_faults import Ending, fault_of
from callassist.wrapup_words import drafted_note, told

LETTER_WAIT: Final = timedelta(seconds=5)  # an undo must still be able to stop it
CALLBACK_GRACE: Final = timedelta(minutes=30)  # a call this much before the time that was named keeps it
PLAN: Final = "plan"
"""The letter that writes a plan out."""
UNDO_FOR: Final = timedelta(hours=12)  # a shift


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Debts that came out alike, and how."""

    outcome: Outcome
    debts: tuple[int, ...]


# ── logging ──


def log_outcome(pen: Pen, command: LogOutcome) -> Decision:
    """End the open call with a code, and everything that follows from it."""
    ending = ending_of(pen.case, command, pen.handbook)
    if isinstance(ending, Refused):
        return ending
    if fault := fault_of(ending, pen):
        return Refused(sentence=fault)
    _write(pen, ending)
    return pen.accepted(" ".join(told(pen.entries, pen, is_open=ending.is_verified)))


def ending_of(case: CaseFile, command: LogOutcome, handbook: Handbook) -> Ending | Refused:
    """The command with its codes looked up and its debts filled in."""
    outcomes = handbook.outcomes
    outcome = outcomes.of(command.code)
    if outcome is None:
        return Refused(sentence="There is no such outcome code.")
    is_system = outcome.reached == "system"
    call = None if is_system and not outcome.is_abandoned else case.call
    if call is None and (not is_system or outcome.is_abandoned):
        return Refused(sentence="No call waits for an outcome.")
    others = {each.debt: outcomes.of(each.code) for each in command.codes}
    if None in others.values() or len(others) < len(command.codes):
        return Refused(sentence="Give each debt one code out of the table.")
    about = call.debts if call else tuple(debt.id for debt in case.debts)
    deal = _deal_of(case, call)
    return Ending(
        command=_as_agreed(command, deal) if deal else command,
        outcome=outcome,
        call=call,
        about=about,
        debts=tuple(dict.fromkeys(command.debts)) or about,
        others=tuple((debt, other) for debt, other in others.items() if other),
        deal=deal,
    )


def _deal_of(case: CaseFile, call: Call | None) -> Deal | None:
    """The deal that was accepted on a call and still runs."""
    deals = (deal for deal in reversed(case.consumer.deals) if call and deal.call == call.id and deal.is_live)
    return next(deals, None)


def _as_agreed(command: LogOutcome, deal: Deal) -> LogOutcome:
    """With the amount and the day of the deal's first payment, where they were left out."""
    first = deal.terms.payments[0]
    return msgspec.structs.replace(
        command, amount_cents=command.amount_cents or first.cents, due=command.due or first.due
    )


def _parts(ending: Ending) -> tuple[Part, ...]:
    """The call's own code first, then every other with its debts."""
    other = {debt: outcome for debt, outcome in ending.others if outcome.code != ending.outcome.code}
    own = tuple(debt for debt in ending.debts if debt not in other)
    by_code = {outcome.code: outcome for outcome in other.values()}
    rest = (
        Part(outcome=outcome, debts=tuple(debt for debt, its in other.items() if its.code == code))
        for code, outcome in by_code.items()
    )
    return (Part(outcome=ending.outcome, debts=own), *rest)


def _write(pen: Pen, ending: Ending) -> None:
    """The outcome first, naming all that follows from it; then the codes of debts that came out otherwise."""
    first = pen.reserve()
    parts = _parts(ending)
    if ending.call and ending.command.is_attested and not ending.call.verified:
        speaker = ending.call.speaker or "consumer"
        pen.write(ev.IdentityVerified(call=ending.call.id, factors=("attested",), speaker=speaker))
    note = pen.note(drafted_note(ending, pen), ending.call.id if ending.call else 0)
    marked = _mark(pen, ending)
    disputes = tuple(debt for part in parts for debt in _dispute(pen, part))
    for part in parts:
        _limit(pen, ending, part)
        _promise(pen, ending, part)
        if part.outcome.letter:
            at = pen.at + LETTER_WAIT
            pen.write(ev.LetterRequested(kind=part.outcome.letter, not_before=at, debts=part.debts))
    _copy_plan(pen, ending, parts)
    if ending.outcome.breaks_promise:
        _break(pen, ending.debts)
    _call_again(pen, ending)
    following = _next_day(pen, ending, parts)
    for part in parts[1:]:
        pen.write(_logged(ending, part, following))
    event = _logged(ending, parts[0], following)
    effects = pen.written_since(first)
    pen.fill(first, msgspec.structs.replace(event, note=note, effects=effects, disputes=disputes, marked=marked))


def _logged(ending: Ending, part: Part, following: date | None) -> ev.OutcomeLogged:
    outcome, reached = part.outcome, ending.reached
    return ev.OutcomeLogged(
        call=ending.call.id if ending.call else 0,
        code=outcome.code,
        debts=part.debts,
        reached=reached,
        is_connected=outcome.is_connected,
        is_conversation=_is_conversation(outcome, reached) and not (ending.call and ending.call.is_location),
        talk_seconds=ending.command.talk_seconds,
        status=ending.outcome.status,
        next_day=following,
    )


def _is_conversation(outcome: Outcome, reached: str) -> bool:
    """Of a call that nobody ended it is known only that whoever was verified was spoken with."""
    talked = reached == "right" if outcome.is_abandoned else outcome.is_conversation
    return talked and reached not in {"third", "wrong"}


def _mark(pen: Pen, ending: Ending) -> int:
    """Change the standing of the number; its row when that changed anything."""
    standing = ending.outcome.standing
    point = pen.case.consumer.contact_at(ending.row)
    if not standing or point is None or point.standing == standing:
        return 0
    pen.write(ev.NumberMarked(row=point.row, standing=standing, why=ending.outcome.label.lower()))
    return point.row


def _dispute(pen: Pen, part: Part) -> tuple[int, ...]:
    """Mark debts as disputed, once for each person who disputes; those that were marked now."""
    if not part.outcome.dispute:
        return ()
    fresh = [d.id for d in pen.case.debts if d.id in part.debts and pen.case.id not in d.disputed_by]
    for debt in fresh:
        pen.write_debt(debt, ev.DebtDisputed(by=pen.case.id, reason=part.outcome.dispute))
    return tuple(fresh)


def _limit(pen: Pen, ending: Ending, part: Part) -> None:
    command, limit = ending.command, part.outcome.limit or part.outcome.claim
    words = command.words.strip()
    party = pen.party(command.party, command.party_phone) if part.outcome is ending.outcome else 0
    if limit:
        pen.write(
            ev.RestrictionPlaced(
                kind=limit.kind,
                debts=part.debts if limit.scope == "debt" else (),
                row=ending.row if limit.scope == "number" else 0,
                windows=command.windows if limit.kind == "inconvenient_time" else (),
                words=words,
                source=part.outcome.code,
                is_written=limit.is_written,
                party=party,
            )
        )
    elif party:
        pen.write(ev.FactAdded(row=party, source=part.outcome.code))
    if part.outcome.hold_days and part.debts:
        until = pen.today + timedelta(days=part.outcome.hold_days)
        what = part.outcome.hold_kind
        pen.write(
            ev.RestrictionPlaced(kind="hold", debts=part.debts, until=until, words=what, source=part.outcome.code)
        )


# ── promises ──


def promise_shares(case: CaseFile, debts: Sequence[int], amount_cents: int) -> tuple[ev.Share, ...]:
    """An amount over debts by what is owed on each, to the cent; a debt that gets nothing is left out."""
    owed = [debt for debt in case.debts if debt.id in debts and debt.is_open]
    if not owed or amount_cents <= 0:
        return ()
    parts = allocate_cents(amount_cents, [debt.balance_cents for debt in owed])
    pairs = zip(owed, parts, strict=True)
    return tuple(ev.Share(debt=debt.id, cents=cents) for debt, cents in pairs if cents)


def _promise(pen: Pen, ending: Ending, part: Part) -> None:
    if not part.outcome.promise or ending.deal:
        return  # what was agreed on is promised already
    debts = ending.payable(pen.case, part.debts)
    owed = sum(debt.balance_cents for debt in pen.case.debts if debt.id in debts and debt.is_open)
    amount = owed if part.outcome.promise == "full" else ending.command.amount_cents
    shares = promise_shares(pen.case, debts, amount)
    if not shares:
        return
    taken = {share.debt for share in shares}
    for old in pen.case.consumer.promises:
        if old.state == "open" and not old.deal and taken & {share.debt for share in old.shares}:
            pen.write(ev.PromiseCancelled(promise=old.id, why="another took its place"))
    pen.write(ev.PromiseMade(shares=shares, due=_due(pen, ending, part)))


def _copy_plan(pen: Pen, ending: Ending, parts: Sequence[Part]) -> None:
    """A deal of several payments is written out to them, once, under whatever code the call ended."""
    deal = ending.deal
    is_asked = any(part.outcome.letter == PLAN for part in parts)
    if deal is None or is_asked or len(deal.terms.payments) == 1:
        return
    sent = (letter for letter in pen.case.consumer.letters if letter.kind == PLAN and letter.id > deal.id)
    if not any(sent):
        pen.write(ev.LetterRequested(kind=PLAN, not_before=pen.at + LETTER_WAIT, debts=deal.debts))


def _break(pen: Pen, debts: Sequence[int]) -> None:
    """Promises about these debts whose day has come did not bring the money."""
    for promise in pen.case.consumer.promises:
        is_about = any(share.debt in debts for share in promise.shares)
        if is_about and promise.state == "open" and promise.due <= pen.today:
            pen.write(ev.PromiseBroken(promise=promise.id))
            if promise.deal:
                why = f"the payment due {promise.due:%d %b %Y} did not come"
                pen.write(ev.DealBroken(deal=promise.deal, why=why))


def _due(pen: Pen, ending: Ending, part: Part) -> date:
    """The day that was named, where the code asks for one; what is paid on the phone is due today."""
    asked = "due" in (*part.outcome.needs, *part.outcome.asks)
    return ending.command.due if asked and ending.command.due else pen.today


# ── when to call again ──


def _call_again(pen: Pen, ending: Ending) -> None:
    """Clear callbacks that this call kept, set the one that was asked for, and keep the leave that was given."""
    command, at = ending.command, ending.callback_at
    for old in pen.case.consumer.callbacks:
        if ending.call and (at or old.at <= pen.at + CALLBACK_GRACE):
            pen.write(ev.CallbackCleared(callback=old.id, why="called"))
    if at:
        asked_by = "consumer" if ending.reached == "right" else "somebody else"
        words = command.words.strip()
        pen.write(ev.CallbackSet(at=at, row=command.row, words=words, asked_by=asked_by))
    if command.consent:
        leave = command.consent
        words = leave.words.strip()
        pen.write(ev.ConsentGiven(debts=ending.debts, until=leave.until, words=words, row=command.row))


def _next_day(pen: Pen, ending: Ending, parts: Sequence[Part]) -> date | None:
    """The day of the callback; else the earliest that any of the codes names."""
    at = ending.callback_at
    if at:
        return day_of(at, pen.zones)
    named = [_following(pen, ending, part) for part in parts]
    return min((day for day in named if day), default=None)


def _following(pen: Pen, ending: Ending, part: Part) -> date | None:
    match part.outcome.next:
        case "never" | "callback":
            return None
        case "promise":
            return _due(pen, ending, part)
        case "hold":
            return pen.today + timedelta(days=part.outcome.hold_days + 1)
        case days:
            return pen.today + timedelta(days=int(days))


# ── undoing ──


def undo_outcome(pen: Pen, _command: UndoOutcome) -> Decision:
    """Take the newest outcome back: its effects end, the number, the callbacks and the status are as before."""
    undo = pen.case.consumer.undo
    if undo is None:
        return Refused(sentence="There is no outcome to undo, or another call has begun since.")
    if undo.actor != pen.actor:
        return Refused(sentence="Somebody else logged that outcome; only they can undo it.")
    if pen.at - undo.at > UNDO_FOR:
        return Refused(sentence="That outcome is from an earlier shift; write a note instead.")
    gone = {x.id: x for x in pen.case.consumer.letters if x.id in undo.effects and x.not_before <= pen.at}
    effects = tuple(seq for seq in undo.effects if seq not in gone)
    pen.write(
        ev.OutcomeRetracted(
            call=undo.call.id if undo.call else 0,
            outcome=undo.seq,
            effects=effects,
            status=undo.status,
            next_day=undo.next_day,
        )
    )
    _unmark(pen, undo.marked)
    for debt in disputed_by_nothing_else(pen, undo.disputes, call=undo.call.id if undo.call else 0):
        pen.write_debt(debt, ev.DisputeWithdrawn(by=pen.case.id, why="outcome undone"))
    late = " A letter from it may have gone out." if gone else ""
    return pen.accepted(f"Undone: the call is open again.{late}" if undo.call else f"Undone.{late}")


def _unmark(pen: Pen, row: int) -> None:
    """Give the number the standing it had before the outcome."""
    undo = pen.case.consumer.undo
    before = next((p.standing for p in undo.numbers if p.row == row), "") if undo else ""
    now = pen.case.consumer.contact_at(row)
    if before and now and now.standing != before:
        pen.write(ev.NumberMarked(row=row, standing=before, why="outcome undone"))
