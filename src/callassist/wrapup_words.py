"""What an outcome brings about, in the words a collector reads before Enter, and the note it drafts.

While nobody is verified the words hold no account, no amount and no mention of a debt: the screen is still
locked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from callassist import events as ev
from callassist.casefile import USABLE, CaseFile, Entry
from callassist.money import format_cents
from callassist.outcomes import Outcome
from callassist.pen import Pen
from callassist.plain_words import LIMITS, day_words, letter_words, moment_words, number_words, windows_words
from callassist.recap import noted
from callassist.wrapup_faults import Ending

MINUTE: Final = 60
BLANK: Final = "…"
"""Stands in a drafted note for what is still to be filled in."""
NO_MESSAGE: Final = "Policy did not allow a message."
WHO: Final = {
    "household": "somebody who lives there",
    "unknown": "somebody who does not know them",
    "wrong_number": "a stranger",
    "child": "a child",
    "coworker": "a co-worker",
    "facility": "staff of a facility",
}


# ── the note ──


def drafted_note(ending: Ending, pen: Pen) -> str:
    """The collector's own note, or else the one that the code drafts and the facts that the journal has of the call."""
    warning = NO_MESSAGE if is_message_stopped(ending.outcome, pen) else ""
    text = _with_facts(ending, pen) if ending.command.note is None else ending.command.note
    return text if warning in text else f"{text} {warning}".strip()


def is_message_stopped(outcome: Outcome, pen: Pen) -> bool:
    """Whether a message was left that a rule on file stops; it is recorded all the same, since it happened."""
    if not outcome.leaves_message or pen.case.call is None:
        return False
    from callassist.survey import survey  # the other codes need no judgement

    return survey(pen.case, pen.handbook, pen.at).of("voicemail", pen.case.call.row).is_stopped


def _with_facts(ending: Ending, pen: Pen) -> str:
    """What the code drafts, then the facts of the call; none of them is guessed."""
    return f"{_drafted(ending, pen)} {noted(pen.case, ending.call, pen.zones[0])}".strip()


def _drafted(ending: Ending, pen: Pen) -> str:
    command = ending.command
    fields = {
        "amount": f"${format_cents(_amount(ending, pen))}",
        "due": day_words(command.due, pen.today) if command.due else "today",
        "at": moment_words(command.at, pen) if command.at else "",
        "party": command.party.strip(),
        "words": command.words.strip(),
        "windows": windows_words(command.windows),
        "talk": f"{command.talk_seconds // MINUTE}:{command.talk_seconds % MINUTE:02d}",
        "number": number_words(pen.case, ending.row),
        "who": WHO.get(_answered_by(ending), "somebody else"),
    }
    given = {"amount": bool(command.amount_cents), "due": command.due, "at": command.at}
    blank = {name: BLANK for name in ending.outcome.needs if not given.get(name, fields[name])}
    text = " ".join(ending.outcome.note.format_map({**fields, **blank}).split())
    return text[:1].upper() + text[1:]


def _answered_by(ending: Ending) -> str:
    """Who else is on the call, or last was; '' when nobody is known to have been."""
    call = ending.call
    return (call.third_party or next(reversed(call.answered), "")) if call else ""


def _amount(ending: Ending, pen: Pen) -> int:
    if ending.deal and ending.outcome.promise == "full":
        return ending.deal.total_cents
    if ending.outcome.promise != "full":
        return ending.command.amount_cents
    payable = ending.payable(pen.case, ending.debts)
    return sum(debt.balance_cents for debt in pen.case.debts if debt.id in payable and debt.is_open)


# ── what follows ──


def told(entries: Sequence[Entry], pen: Pen, *, is_open: bool) -> tuple[str, ...]:
    """One sentence for each thing that is brought about; `is_open` when the desk may show the account."""
    words = (_event_told(entry, pen, is_open=is_open) for entry in entries)
    return tuple(dict.fromkeys(text for text in words if text))


def _event_told(entry: Entry, pen: Pen, *, is_open: bool) -> str:
    match entry.event:
        case ev.OutcomeLogged() as logged:
            return _logged_told(logged, pen, is_open=is_open)
        case ev.RestrictionPlaced() as placed:
            return _limit_told(placed, pen, is_open=is_open)
        case ev.PromiseMade() as promise:
            return _promise_told(promise, pen)
        case ev.DebtDisputed() if is_open:
            return f"Account {_account(pen.case, entry.stream >> 1)} is marked as disputed."
        case event:
            return _said_told(event, pen)


def _said_told(event: ev.Event, pen: Pen) -> str:
    match event:
        case ev.LetterRequested(kind=kind):
            return f"Letter: {letter_words(kind)}, to be drafted."
        case ev.CallbackSet(at=at):
            return f"Call back {moment_words(at, pen)}."
        case ev.ConsentGiven(until=until):
            return f"May be called before then, until {day_words(until, pen.today)}."
        case ev.NumberMarked(row=row, standing=standing):
            where = number_words(pen.case, row)
            marked = f"{where[:1].upper()}{where[1:]} is marked {standing.replace('_', ' ')}."
            return f"{marked}{_none_left(row, standing, pen)}"
        case ev.CallbackCleared():
            return "The old callback is done."
        case ev.PromiseCancelled():
            return "The earlier promise gives way to this one."
        case ev.PromiseBroken() | ev.DealBroken():
            return "The promise is marked broken."
        case _:
            return ""


def _none_left(row: int, standing: str, pen: Pen) -> str:
    others = (point.is_usable for point in pen.case.consumer.numbers if point.row != row)
    is_gone = standing not in USABLE and not any(others)
    return " No number is left: goes to the skip list." if is_gone else ""


def _logged_told(logged: ev.OutcomeLogged, pen: Pen, *, is_open: bool) -> str:
    outcome = pen.handbook.outcomes.of(logged.code)
    label = outcome.label if outcome else logged.code
    if not logged.effects and is_open and _is_companion(logged, pen):
        accounts = ", ".join(_account(pen.case, debt) for debt in logged.debts)
        return f"{accounts}: {label}."
    is_promised = any(isinstance(entry.event, ev.PromiseMade) for entry in pen.entries)
    comes = logged.next_day and not is_promised
    again = f" Comes back {day_words(logged.next_day, pen.today)}." if logged.next_day and comes else ""
    warning = f" {NO_MESSAGE}" if outcome and is_message_stopped(outcome, pen) else ""
    return f"{label}.{again}{warning}"


def _is_companion(logged: ev.OutcomeLogged, pen: Pen) -> bool:
    first = next((e.event for e in pen.entries if isinstance(e.event, ev.OutcomeLogged)), logged)
    return first is not logged


def _limit_told(placed: ev.RestrictionPlaced, pen: Pen, *, is_open: bool) -> str:
    party = f" {pen.names[placed.party]} is recorded." if placed.party in pen.names else ""
    if placed.kind == "hold" and placed.until:
        until = day_words(placed.until + timedelta(days=1), pen.today)
        about = f" about {_these(pen.case, placed.debts)}" if is_open else ""
        return f"No calls{about} before {until}: {placed.words.replace('_', ' ')}."
    if placed.kind == "do_not_call":
        return f"No more calls to {number_words(pen.case, placed.row)}." if placed.row else "No more calls."
    if placed.kind == "inconvenient_time":
        return f"Calls only {windows_words(placed.windows)}."
    return LIMITS.get(placed.kind, f"{placed.kind.replace('_', ' ').capitalize()}.") + party


def _these(case: CaseFile, debts: Sequence[int]) -> str:
    if len(debts) == len(case.debts):
        return "this debt" if len(debts) == 1 else "these debts"
    return "account " + ", ".join(_account(case, debt) for debt in debts)


def _account(case: CaseFile, debt: int) -> str:
    return next((each.account for each in case.debts if each.id == debt), "?")


def _promise_told(promise: ev.PromiseMade, pen: Pen) -> str:
    total = format_cents(sum(share.cents for share in promise.shares))
    parts: Mapping[str, int] = {_account(pen.case, share.debt): share.cents for share in promise.shares}
    split = ", ".join(f"{account} ${format_cents(cents)}" for account, cents in parts.items())
    detail = f" ({split})" if len(parts) > 1 else ""
    return f"Promise of ${total} for {day_words(promise.due, pen.today)}{detail}."
