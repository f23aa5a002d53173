"""What the panes of a call say: whom to ask for, numbers, the account, its history. Prepared content, no markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from textual.content import Content

from callassist.calendars import local_clock, local_day
from callassist.casefile import Call, CaseFile, ContactPoint, Debt
from callassist.desk import Opened
from callassist.desk.cards import clocks
from callassist.desk.heard import heard_history, heard_promises
from callassist.desk.stories import stories
from callassist.desk.timeline import clock
from callassist.desk.views import calls_in_week
from callassist.dialogue import Library, Note, Position, Say, facts_with, is_open, step_at
from callassist.handbook import Handbook
from callassist.hearing import may_hear
from callassist.money import format_cents
from callassist.outcomes import Outcomes
from callassist.owing import UNTOLD, insurance
from callassist.rules import BLOCK, Setting, creditor_of
from callassist.screens.call_fields import neutral
from callassist.screens.deal_words import brief, heard_deals
from callassist.screens.text import clean
from callassist.survey import Verdict
from callassist.worklist import why_now

LANGUAGES: Final = {
    "en": "English",
    "es": "Spanish",
    "zh": "Chinese",
    "vi": "Vietnamese",
    "ko": "Korean",
    "tl": "Tagalog",
    "ru": "Russian",
    "ar": "Arabic",
    "fr": "French",
    "ht": "Haitian Creole",
    "pt": "Portuguese",
    "pl": "Polish",
}
US_DIGITS: Final = 11
KEPT: Final = "not told"
REACHED: Final = {"right": "spoke", "third": "another answered", "wrong": "wrong number", "none": "no contact"}


def said(label: str, text: str, style: str = "") -> Content:
    """One labelled line."""
    return Content.assemble((f"{label:<10}", "dim"), (clean(text), style))


def plain(text: str, style: str = "") -> Content:
    """One line of untrusted text."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


# ── the script ──


def spoken(line: Say | Note) -> Content:
    """Said aloud in bold and quotes; a note to the collector dimmed."""
    text = clean(line.text)
    return Content.styled(f'"{text}"', "bold") if isinstance(line, Say) else Content.styled(text, "dim italic")


def choice_lines(library: Library, position: Position, known: frozenset[str]) -> Iterator[Content]:
    """The numbered choices of a step; one that is closed stands in brackets."""
    true = facts_with(position, known)
    for choice in step_at(library, position).choices[:9]:
        label = clean(choice.label)
        shown: str | tuple[str, str] = label if is_open(choice, true) else (f"({label})", "dim")
        yield Content.assemble((f"{choice.number} ", "bold"), shown)


# ── telephone numbers ──


def number_text(point: ContactPoint) -> str:
    """A number as one dials it."""
    digits = str(point.number)
    if len(digits) == US_DIGITS and digits[0] == "1":
        text = f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}"
    else:
        text = f"+{digits}"
    return f"{text} x{clean(point.extension)}" if point.extension else text


def number_masked(point: ContactPoint) -> str:
    """A number that is not being dialled: its last four are an answer that could verify somebody."""
    digits = str(point.number)
    return f"({digits[1:4]}) xxx-xxxx" if len(digits) == US_DIGITS else "+ xxx xxxx"


def number_lines(opened: Opened, picked: int, *, is_locked: bool = False) -> Iterator[Content]:
    """Every number with its verdict, the one picked first and in full. Locked: whether and when, not why."""
    best = opened.verdicts.best_row
    numbered = enumerate(opened.case.consumer.numbers, 1)
    for index, point in sorted(numbered, key=lambda pair: pair[1].row != picked):
        is_picked = point.row == picked
        verdict = opened.verdicts.of("place_call", point.row)
        mark = ">" if is_picked else " "
        shown = number_text(point) if is_picked else number_masked(point)
        standing = "" if point.standing == "untried" else f", {point.standing.replace('_', ' ')}"
        is_best = " best" if point.row == best and not verdict.is_stopped else ""
        yield Content.assemble(
            (f"{mark}{index} {shown} {point.kind}{standing}{is_best}  ", "bold" if is_picked else ""),
            (verdict_word(opened, verdict), "" if not verdict.is_stopped else "$error"),
        )
        if not is_locked and (verdict.is_stopped or is_picked):
            yield from (plain(f"    {line}", "dim") for line in verdict_lines(verdict))
    unseen = () if is_locked else opened.verdicts.of("place_call", picked).not_checked
    if unseen:
        yield plain(f"Not checked: {' '.join(unseen)}", "dim")


def whose(point: ContactPoint) -> str:
    """Which number it is; of somebody else's, who they are to the person, and their name."""
    name = f", {clean(point.whose)}" if point.whose else ""
    return f"their {point.relation}{name}" if point.relation else point.kind


def asked_lines(opened: Opened, point: ContactPoint) -> Iterator[Content]:
    """Somebody else's number that is marked: whom it would ask, and whether the rules let it."""
    verdict = opened.verdicts.of("location_call", point.row)
    yield Content.assemble(
        (f"> {number_text(point)} {whose(point)}  ", "bold"),
        (verdict_word(opened, verdict), "" if not verdict.is_stopped else "$error"),
    )
    yield plain("    asks where they are, and nothing else", "dim")
    for finding in verdict.findings:
        if not finding.debt or finding.effect == BLOCK:
            yield plain(f"    {finding.effect}: {finding.say} [{finding.cite}]", "dim")


def verdict_word(opened: Opened, verdict: Verdict) -> str:
    """Clear, or closed and until when."""
    if not verdict.is_stopped:
        return "[clear]"
    return f"[closed until {moment(opened, verdict.opens)}]" if verdict.opens else "[closed]"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """What the rules say before anybody is on the line, each with where it is written; no account by its number."""
    if not verdict.is_stopped:
        yield f"{verdict.says}."
    for finding in verdict.findings:
        if not finding.debt or finding.effect == BLOCK:
            yield f"{finding.effect}: {finding.say} [{finding.cite}]"


def moment(opened: Opened, at: datetime | None) -> str:
    """A moment on the consumer's own clock: the time when it is today, else day and time."""
    if at is None:
        return ""
    zone = zone_of(opened)
    text = local_clock(at, zone)
    day = local_day(at, zone)
    return text if day == local_day(opened.now, zone) else f"{day:%a %d %b} {text}"


def zone_of(opened: Opened) -> str:
    """The zone whose clock is shown; Eastern when nothing on file says."""
    return next(iter(opened.verdicts.zones), "America/New_York")


# ── the person ──


def person_lines(opened: Opened, count: str = "Calls") -> Iterator[Content]:
    """Whom to ask for and how: nothing about why. `count` is what the number of calls is called."""
    consumer = opened.case.consumer
    asks_about = opened.case.call is not None and opened.case.call.is_location
    yield said("About" if asks_about else "Ask for", consumer.full_name or "name unknown", "bold")
    yield said("Clock", f"{clocks(opened.now, opened.verdicts.zones)}, {language(consumer.language)}")
    if opened.has_namesake:
        yield said("Mind", "another of that name lives here", "bold")
    last = last_call(opened)
    yield said(count, f"{calls_in_week(opened)} in 7 days")
    if last:
        yield said("Last call", last)


def language(code: str) -> str:
    """A language, and whether to offer an interpreter."""
    name = LANGUAGES.get(code, code or "unknown")
    return name if code in {"en", ""} else f"{name}: offer an interpreter"


def last_call(opened: Opened) -> str:
    """What came of the last call and on which day of theirs, in words that tell nothing of why we call."""
    done = next((call for call in reversed(opened.case.consumer.calls) if call.outcome), None)
    return f"{REACHED.get(done.reached, 'ended')} {local_day(done.at, zone_of(opened)):%d %b}" if done else ""


def preview_lines(opened: Opened, outcomes: Outcomes, picked: int) -> Iterator[Content]:
    """Before dialling: whom to ask for, why now, what the last call left behind, each number with its verdict."""
    zone = zone_of(opened)
    yield from person_lines(opened)
    yield said("Why now", "; ".join(why_now(opened.case, opened.now, zone)))
    prompt = outcomes.prompt(opened.case)
    if prompt:
        yield said("Last time", prompt)
    yield Content("")
    other = next((point for point in opened.case.consumer.others if point.row == picked), None)
    if other:
        yield from asked_lines(opened, other)
    if not opened.case.consumer.numbers:
        yield plain("No number on file.", "bold")
    yield from number_lines(opened, picked)


def ringing_lines(opened: Opened) -> Iterator[Content]:
    """While it rings: the number, the attempt, whom to ask for."""
    call = opened.case.call
    point = opened.case.consumer.contact_at(call.row) if call else None
    if point:
        yield said("Dial", number_text(point) if point.relation else f"{number_text(point)} {point.kind}", "bold")
        if point.relation:
            yield said("Of", whose(point))
    yield from person_lines(opened, "Attempt")


# ── the account, once verified ──


def account_lines(opened: Opened, setting: Setting) -> Iterator[Content]:
    """The debts that this call may be about; how many more are another line's."""
    case, call = opened.case, opened.case.call
    debts = _spoken_of(case, call)
    heard = may_hear(opened.verdicts, (debt.id for debt in debts))
    for debt in debts:
        yield from _debt_lines(case, debt, setting, heard[debt.id])
    others = sum(debt.is_open and debt.line != case.line for debt in case.debts)
    if others:
        yield plain(f"{others} more with another line of business: transfer")
    for deal in heard_deals(opened):
        if deal.is_live:
            yield plain(brief(deal))
    for promise in heard_promises(opened, heard)[-2:]:
        yield plain(f"{format_cents(promise.total_cents):>10} promised for {promise.due:%d %b %Y}: {promise.state}")


def _debt_lines(case: CaseFile, debt: Debt, setting: Setting, heard: frozenset[str]) -> Iterator[Content]:
    """One debt: what whoever is speaking may hear of it, and what they may not."""
    if "disclose" not in heard:
        yield plain("An account: say nothing of it to whoever is speaking.")
        return
    amount = format_cents(debt.balance_cents) if "disclose_amount" in heard else KEPT
    state = "" if debt.state == "open" else f" {debt.state}"
    disputed = " DISPUTED" if case.id in debt.disputed_by else ""
    yield Content.assemble((f"{amount:>10} ", "bold"), clean(f"{debt.account}{state}{disputed} {case.role(debt.id)}"))
    creditor = creditor_of(debt, setting) if "disclose_creditor" in heard else KEPT
    if "disclose_care" not in heard:
        yield plain(f"{creditor}. Say nothing of the care: not where, when or what.")
        return
    facility = neutral(debt.facility, setting.clients.get(debt.client))
    where = facility if facility and facility != creditor else ""
    day = f"{debt.service:%d %b %Y}" if debt.service else "day unknown"
    yield plain(f"{creditor}{f', {where}' if where else ''}, {day}. {cover(debt)}")


def cover(debt: Debt) -> str:
    """What is on file of the cover on the day of the care."""
    known = insurance(debt.details)
    return f"Cover: {known}" if known else "Cover: not on file, ask"


def _spoken_of(case: CaseFile, call: Call | None) -> tuple[Debt, ...]:
    """Debts of the call first, then the line's others."""
    about = call.debts if call else ()
    mine = [debt for debt in case.debts if debt.line == case.line]
    return tuple(sorted(mine, key=lambda debt: (debt.id not in about, not debt.is_open)))


def story_lines(opened: Opened, handbook: Handbook) -> Iterator[Content]:
    """Why the balance is what it is, debt by debt, as far as whoever is speaking may hear; asides are dim."""
    found = stories(opened, handbook)
    if not found:
        yield plain(UNTOLD)
    for story in found:
        first, *rest = story.lines
        yield Content.assemble((clean(story.account), "bold"), clean(f"  {first}"))
        yield from (plain(f"  {line}") for line in rest)
        yield from (plain(f"  {aside}", "dim") for aside in story.asides)


def timeline_lines(opened: Opened) -> Iterator[Content]:
    """The history that whoever is speaking may hear, newest first."""
    zone = zone_of(opened)
    for line in reversed(heard_history(opened, zone)):
        yield Content.assemble((f"{clock(line, zone)} ", "dim"), clean(line.text))
