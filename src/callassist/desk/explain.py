"""Why a call or a message was allowed, or refused, on the day: each check as kept, beside the rules that then stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final

import msgspec

from callassist.calendars import ALL_ZONES, local_day
from callassist.casefile import CaseFile, Entry, consumer_stream
from callassist.checked import KeptRule, own_words
from callassist.desk.books import kept_rules
from callassist.desk.cases import Cases
from callassist.events import CallPlaced, CallReceived, CheckMade, MessageSent, RuleFound
from callassist.journal import fold

DIAL: Final = "place_call"
KEPT, MISSING = "kept", "missing"
ASKED_ALIKE: Final = ("state", "line")
"""What of a rule's `when` was settled by the case before any rule was asked."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that stood when a check was made: its values then, and what it found ('' effect: nothing).

    `debt` is the debt that it found this of, 0 the person or the number.
    """

    rule: str
    title: str
    effect: str
    say: str
    values: Mapping[str, Any]
    cite: tuple[str, ...]
    verified: str
    when: Mapping[str, tuple[str, ...]]
    debt: int = 0
    opens: datetime | None = None
    file: str = ""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A check: `call` is the number of the call, or by its `action` of the message, that followed; 0 when none did.

    `rulebook` is the digest of the rules; `rules` is `kept` when the store still holds them as they stood, else
    `missing`, and then `asked` holds only what spoke.
    """

    case: str
    call: int
    at: datetime
    by: str
    action: str
    effect: str
    number: int
    kind: str
    debts: tuple[int, ...]
    day: date
    zones: tuple[str, ...]
    counts: Mapping[str, int]
    not_checked: tuple[str, ...]
    overridden: tuple[str, ...]
    why: str
    by_role: str
    rulebook: str
    rules: str
    judged: int
    asked: tuple[Asked, ...]


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A call, or a message we sent, to be explained by its number; `is_kept` says whether a check was kept with it.

    `medium` is `call`, or how the message went.
    """

    call: int
    at: datetime
    by: str
    is_inbound: bool
    is_kept: bool
    medium: str = "call"


class _Check(msgspec.Struct, frozen=True, kw_only=True):
    """A check in a journal, and the number of the call or message that was written right after it; 0 when none was."""

    entry: Entry
    made: CheckMade
    call: int


def calls(cases: Cases, case: int) -> tuple[Placed, ...]:
    """Every call of a case and every message that we sent, oldest first; UnknownCase."""
    home = _home(case, cases.store.load(case)[1])
    kept = {check.call for check in _checks(home)}
    return tuple(
        Placed(
            call=each.seq,
            at=each.at,
            by=each.actor,
            is_inbound=isinstance(each.event, CallReceived),
            is_kept=each.seq in kept,
            medium=each.event.medium if isinstance(each.event, MessageSent) else "call",
        )
        for each in home
        if isinstance(each.event, CallPlaced | CallReceived | MessageSent)
    )


def explain(cases: Cases, case: int, call: int) -> Explained | None:
    """Why a call was allowed, or a message; None when no check was kept with it. UnknownCase."""
    rows, entries = cases.store.load(case)
    check = next((each for each in _checks(_home(case, entries)) if each.call == call), None)
    return None if check is None else _explained(cases, fold(case, rows, _before(entries, check.entry)), check)


def refused(cases: Cases, case: int) -> tuple[Explained, ...]:
    """Every check after which no call was placed and no message sent, oldest first. UnknownCase."""
    rows, entries = cases.store.load(case)
    return tuple(
        _explained(cases, fold(case, rows, _before(entries, check.entry)), check)
        for check in _checks(_home(case, entries))
        if not check.call
    )


def _home(case: int, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.stream == consumer_stream(case)]


def _checks(home: Sequence[Entry]) -> Iterator[_Check]:
    for entry, following in zip_longest(home, home[1:]):
        if isinstance(entry.event, CheckMade):
            done = CallPlaced if entry.event.action == DIAL else MessageSent
            is_done = following is not None and isinstance(following.event, done) and following.at == entry.at
            yield _Check(entry=entry, made=entry.event, call=following.seq if is_done else 0)


def _before(entries: Iterable[Entry], check: Entry) -> list[Entry]:
    """What was on file when a check was made: by number in its own journal, by the clock in those of debts."""
    return [e for e in entries if (e.seq < check.seq if e.stream == check.stream else e.at <= check.at)]


def _explained(cases: Cases, case: CaseFile, check: _Check) -> Explained:
    made, at = check.made, check.entry.at
    day = min(local_day(at, zone) for zone in made.zones or ALL_ZONES)
    book = kept_rules(cases.store, made.book)
    number = case.consumer.contact_at(made.row)
    place = {"state": case.consumer.state, "line": case.line}
    return Explained(
        case=f"C{case.id}",
        call=check.call,
        at=at,
        by=check.entry.actor,
        action=made.action,
        effect=made.effect,
        number=made.row,
        kind=number.kind if number else "",
        debts=made.debts,
        day=day,
        zones=made.zones,
        counts=dict(made.counts),
        not_checked=made.not_checked,
        overridden=made.overridden,
        why=made.why,
        by_role=made.by_role,
        rulebook=made.book,
        rules=MISSING if book is None else KEPT,
        judged=made.judged,
        asked=tuple(_asked(made, book or (), place, day)),
    )


# ── rule by rule ──


def _asked(made: CheckMade, book: Iterable[KeptRule], place: Mapping[str, str], day: date) -> Iterable[Asked]:
    """What spoke, as it was found, then every rule that stood and had nothing to say."""
    known = {rule.id: rule for rule in book}
    for found in made.found:
        yield _spoke(found, known.get(found.rule), day)
    spoke = {found.rule for found in made.found}
    for rule in known.values():
        values = rule.values_on(day)
        if values is not None and made.action in rule.on and rule.id not in spoke and _is_meant(rule, place):
            yield _of_rule(rule, values)


def _is_meant(rule: KeptRule, place: Mapping[str, str]) -> bool:
    return all(place[trait] in rule.when.get(trait, (place[trait],)) for trait in ASKED_ALIKE)


def _spoke(found: RuleFound, rule: KeptRule | None, day: date) -> Asked:
    """What a rule found; what the journal leaves out, since the rules as they stood have it, is told from those."""
    values = found.values or (rule.values_on(day) if rule else None) or {}
    return Asked(
        rule=found.rule,
        title=rule.title if rule else "",
        effect=found.effect,
        say=found.say or (own_words(rule.say, values) if rule else ""),
        values=values,
        cite=rule.cite if rule else (),
        verified=rule.verified if rule else "",
        when=rule.when if rule else {},
        debt=found.debt,
        opens=found.opens,
        file=rule.file if rule else "",
    )


def _of_rule(rule: KeptRule, values: Mapping[str, Any]) -> Asked:
    return Asked(
        rule=rule.id,
        title=rule.title,
        effect="",
        say="",
        values=values,
        cite=rule.cite,
        verified=rule.verified,
        when=rule.when,
        file=rule.file,
    )
