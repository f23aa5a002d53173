"""A wrap-up as it is filled in: the code, an outcome a debt, what was typed, and the command that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec

from callassist.calendars import local_day
from callassist.casefile import CaseFile
from callassist.commands import DebtCode, LogOutcome
from callassist.deals import Deal
from callassist.decide import draft_note
from callassist.desk import Opened
from callassist.handbook import Handbook
from callassist.identity import LAST_FOUR, NATIONAL_DIGITS
from callassist.money import format_cents
from callassist.outcomes import NEEDS, Outcome, Outcomes
from callassist.plain_words import day_words, windows_words
from callassist.screens.call_words import moment, zone_of
from callassist.typed import read_amount, read_day, read_leave, read_moment, read_party, read_windows

NUMBER, LEAVE, TALK = "number", "leave", "talk"
MINUTE: Final = 60
FIELDS: Final = (NUMBER, *NEEDS, LEAVE, TALK)
LABELS: Final = {
    NUMBER: "Which number",
    "amount": "Amount",
    "due": "Due",
    "at": "Call back",
    "party": "Name, phone",
    "words": "Their words",
    "windows": "May call",
    LEAVE: "Before then?",
    TALK: "Talk was",
}
HINTS: Final = {
    NUMBER: "last four, or 1 (first)",
    "amount": "1,284.50",
    "due": "15  6/15  fr  +3d",
    "at": "fr 5p  6/15 10:30  +2h",
    "party": "Roe and Lee 614-555-0142",
    "words": "in a few words",
    "windows": "after 5p  not mornings",
    LEAVE: "their words; empty is no",
    TALK: "minutes: 4 or 4:30",
}
IN_PAYMENTS, TO_COME, AT_ONCE, FOR_LESS = "PLAN", "PTP", "PIF", "SIF"
"""The codes under which a deal is kept: in payments, one to come, all of it at once, less than all at once."""
ASKED: Final = "May we call before then about this?"
UNREADABLE: Final = {
    NUMBER: "That is no number on file; write its last four digits, or 1 for the first.",
    "amount": "That is no amount; write it like 1,284.50.",
    "due": "That is no day to come; write it like 15, 6/15, fr or +3d.",
    "at": "That is no time to come; write it with the hour, like fr 5p or 6/15 10:30.",
    "windows": "Those are no times; write them like after 5p, weekdays 9-5 or not mornings.",
    TALK: "That is no length; write it in minutes, like 4 or 4:30.",
}
_TALK: Final = re.compile(r"(\d{1,3})(?::([0-5]\d))?")


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is filled in: `ticked` are the debts discussed, `codes` those that came out otherwise, `typed` by field.

    `is_numberless` when the caller's number was withheld: a code about a number has to say which. `is_cut` when the
    talk was cut off, so that its length is theirs to correct.
    """

    code: str = ""
    ticked: tuple[int, ...] = ()
    codes: dict[int, str] = {}
    typed: dict[str, str] = {}
    note: str | None = None
    is_numberless: bool = False
    is_cut: bool = False


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot be read, and in which field ('' when in none)."""

    sentence: str
    field: str = ""


def begun(opened: Opened, code: str) -> Form:
    """A fresh wrap-up of the open call, about every debt that it was about."""
    call = opened.case.call
    return Form(code=code, ticked=call.debts if call else (), is_numberless=not (call and call.row))


def agreed(opened: Opened, outcomes: Outcomes) -> Form | None:
    """A wrap-up of what was agreed on this call, its first payment filled in; None when nothing was.

    None too where the table has no such code.
    """
    call = opened.case.call
    deals = (deal for deal in reversed(opened.case.consumer.deals) if call and deal.call == call.id and deal.is_live)
    deal = next(deals, None)
    code = _code_of(deal, today_of(opened)) if deal else ""
    row = outcomes.of(code)
    if deal is None or call is None or row is None or not row.fits(call):
        return None
    first = deal.terms.payments[0]
    due = f"{first.due.month}/{first.due.day}/{first.due.year}"
    typed = {name: text for name, text in (("amount", format_cents(first.cents)), ("due", due)) if name in row.needs}
    return msgspec.structs.replace(begun(opened, code), typed=typed)


def _code_of(deal: Deal, today: date) -> str:
    """The code of a deal: in payments, one to come, or one that was made at once."""
    first = deal.terms.payments[0]
    if len(deal.terms.payments) > 1:
        return IN_PAYMENTS
    if first.due > today:
        return TO_COME
    return AT_ONCE if deal.total_cents == deal.terms.owed_cents else FOR_LESS


def restored(opened: Opened, command: LogOutcome, typed: dict[str, str]) -> Form:
    """A wrap-up that was cut off or undone."""
    call = opened.case.call
    about = call.debts if call else ()
    return Form(
        code=command.code,
        ticked=command.debts or about,
        codes={each.debt: each.code for each in command.codes},
        typed=dict(typed),
        note=command.note,
        is_numberless=not (call and call.row),
    )


def half(form: Form) -> LogOutcome:
    """What of it can be kept as a command; what was typed is kept beside it."""
    codes = tuple(DebtCode(debt=debt, code=code) for debt, code in form.codes.items())
    return LogOutcome(code=form.code, debts=form.ticked, codes=codes, note=form.note)


# ── which fields ──


def in_play(form: Form, outcomes: Outcomes) -> tuple[Outcome, ...]:
    """The outcomes that are named, the call's own first."""
    named = dict.fromkeys((form.code, *(code for debt, code in form.codes.items() if debt in form.ticked)))
    return tuple(row for code in named if (row := outcomes.of(code)) is not None)


def wanted(form: Form, outcomes: Outcomes) -> tuple[str, ...]:
    """Fields that the outcomes take, in their order; of them, `needed` must be filled."""
    rows = in_play(form, outcomes)
    takes = {name for row in rows for name in (*row.needs, *row.asks)}
    has_gap = any(row.only_verified and _has_gap(row, form) for row in rows)
    number = (NUMBER,) if form.is_numberless and any(map(_is_of_number, rows)) else ()
    last = (*((LEAVE,) if has_gap else ()), *((TALK,) if form.is_cut else ()))
    return (*number, *(name for name in NEEDS if name in takes), *last)


def _is_of_number(row: Outcome) -> bool:
    return row.limit is not None and row.limit.scope == "number"


def _has_gap(row: Outcome, form: Form) -> bool:
    """Whether time will pass until a day that is named, in which we might want to call."""
    return bool({"at", "due"} & {*row.needs}) or ("at" in row.asks and bool(form.typed.get("at", "").strip()))


def needed(form: Form, outcomes: Outcomes) -> frozenset[str]:
    """Fields without which an outcome cannot be logged."""
    must = frozenset(name for row in in_play(form, outcomes) for name in row.needs)
    return must | {NUMBER} if NUMBER in wanted(form, outcomes) else must


def owed_text(case: CaseFile, form: Form) -> str:
    """What is owed on the debts that are ticked, for the amount to begin with."""
    return format_cents(sum(debt.balance_cents for debt in case.debts if debt.id in form.ticked and debt.is_open))


# ── what was typed, as a command ──


def command_of(form: Form, opened: Opened, outcomes: Outcomes, talk_seconds: int) -> LogOutcome | Fault:
    """The command that the form makes, or what in it cannot be read."""
    if not form.code:
        return Fault(sentence="Pick an outcome first: a letter or two, or F4 and a word.")
    fields = wanted(form, outcomes)
    text = {name: form.typed.get(name, "").strip() for name in fields}
    read = {name: _read(name, value, opened) for name, value in text.items() if value and name != LEAVE}
    for name, value in read.items():
        if not value and name in UNREADABLE:
            return Fault(sentence=UNREADABLE[name], field=name)
    party, phone = read_party(text.get("party", ""))
    due, at = read.get("due"), read.get("at")
    end = due or (local_day(at, zone_of(opened)) if at else today_of(opened))
    return LogOutcome(
        code=form.code,
        talk_seconds=talk_seconds,
        debts=form.ticked,
        codes=tuple(DebtCode(debt=debt, code=code) for debt, code in form.codes.items() if debt in form.ticked),
        note=form.note,
        amount_cents=read.get("amount") or 0,
        due=due,
        at=at,
        row=read.get(NUMBER) or 0,
        words=text.get("words", ""),
        consent=read_leave(text.get(LEAVE, ""), today_of(opened), end),
        party=party,
        party_phone=phone,
        windows=read.get("windows") or (),
    )


def with_words(command: LogOutcome, words: str, case: CaseFile, handbook: Handbook, now: datetime) -> LogOutcome:
    """The command with what was typed during the call behind the note that the code drafts; an edited note stays."""
    if command.note is not None or not words.strip():
        return command
    drafted = draft_note(case, command, handbook, now)
    return msgspec.structs.replace(command, note=f"{drafted} {words.strip()}".strip())


def talk_of(form: Form) -> int | None:
    """The length of the talk in seconds as it was corrected; None when it was not, or cannot be read."""
    return read_talk(form.typed.get(TALK, "").strip()) if form.is_cut else None


def read_talk(text: str) -> int | None:
    """Seconds of minutes, or of minutes and seconds."""
    found = _TALK.fullmatch(text)
    return int(found[1]) * MINUTE + int(found[2] or 0) if found else None


def today_of(opened: Opened) -> date:
    """The consumer's day."""
    return local_day(opened.now, zone_of(opened))


def _read(name: str, text: str, opened: Opened) -> Any:  # noqa: ANN401 - a value of the field's own kind
    match name:
        case "number":
            return _read_number(text, opened)
        case "amount":
            return read_amount(text)
        case "due":
            return read_day(text, today_of(opened))
        case "at":
            return read_moment(text, opened.now, zone_of(opened))
        case "windows":
            return read_windows(text)
        case "talk":
            return read_talk(text) is not None
        case _:
            return text


def _read_number(text: str, opened: Opened) -> int:
    """The row of a number on file: by its last four digits or more, or by its place in the list; 0 for none."""
    numbers = opened.case.consumer.numbers
    digits = "".join(char for char in text if char.isdecimal())
    if len(digits) < LAST_FOUR:
        index = int(digits or 0)
        return numbers[index - 1].row if 1 <= index <= len(numbers) else 0
    return next((point.row for point in numbers if str(point.number).endswith(digits[-NATIONAL_DIGITS:])), 0)


def reading(name: str, text: str, opened: Opened) -> str:
    """How a field is understood, as it is typed."""
    if not text.strip():
        return ASKED if name == LEAVE else HINTS.get(name, "")
    if name == LEAVE:
        return _leave_reading(text, opened)
    value = _read(name, text, opened)
    told = _told(name, value, opened) if value else ""
    return f"= {told}" if told else UNREADABLE.get(name, "")


def _told(name: str, value: Any, opened: Opened) -> str:  # noqa: ANN401 - a value of the field's own kind
    match name:
        case "number":
            point = opened.case.consumer.contact_at(value)
            return f"the {point.kind} number" if point else ""
        case "amount":
            return f"${format_cents(value)}"
        case "due":
            return day_words(value, today_of(opened))
        case "at":
            return moment(opened, value)
        case "windows":
            return windows_words(value)
        case "talk":
            return "the length of the talk"
        case "party":
            return ", ".join(part for part in read_party(value) if part)
        case _:
            return ""


def _leave_reading(text: str, opened: Opened) -> str:
    today = today_of(opened)
    leave = read_leave(text, today, date.max)
    if leave is None:
        return "= no"
    until = "that day" if leave.until == date.max else day_words(leave.until, today)
    return f"= yes, about the debts ticked, until {until}"


# ── the list of codes ──


def offered(outcomes: Outcomes, opened: Opened) -> tuple[Outcome, ...]:
    """Outcomes that do not contradict what happened on the call."""
    call = opened.case.call
    return tuple(row for row in outcomes.rows if row.reached != "system" and call is not None and row.fits(call))


def begins(rows: tuple[Outcome, ...], typed: str) -> tuple[Outcome, ...]:
    """Outcomes whose key begins so."""
    return tuple(row for row in rows if row.key.startswith(typed))


def groups(rows: tuple[Outcome, ...]) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """By the first letter of the key, single letters first."""
    for letter in dict.fromkeys(sorted((row.key[0] for row in rows), key=lambda key: _is_group(rows, key))):
        yield letter, begins(rows, letter)


def _is_group(rows: tuple[Outcome, ...], letter: str) -> bool:
    return any(len(row.key) > 1 for row in rows if row.key[0] == letter)
