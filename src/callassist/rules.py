"""The law and our own limits as dated data: a rule names a check, which finds evidence; a finding says it.

No statutory number, deadline or wording stands in Python. A check returns evidence or None: it never formats
and never decides how severe a thing is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

import msgspec

from callassist.calendars import Geography, every_zone, local_clock, local_day
from callassist.casefile import Call, CaseFile, Consumer, ContactPoint, Debt, EmailPoint
from callassist.policy import Agency, ClientPolicy

ALLOW, SAY, WARN, BLOCK = "allow", "say", "warn", "block"
EFFECTS: Final = (SAY, WARN, BLOCK)
SEVERITY: Final = {ALLOW: 0, SAY: 1, WARN: 2, BLOCK: 3}
SCOPES: Final = ("person", "number", "debt", "number_debt", "address")
ACTIONS: Final = (
    *("place_call", "prerecorded", "autodial", "voicemail", "location_call"),  # reaching a number
    *("text", "email", "letter"),  # writing
    *("speak", "record", "disclose", "disclose_creditor", "disclose_amount", "disclose_care"),  # on a call
    *("demand", "offer", "take_payment", "sue", "furnish", "sell"),  # doing something about the debt
    *("write", "message"),  # words that are typed or said; words to be left in a message
    "owe",  # nothing is done: what we owe the person, and by when
    "erase",  # destroying what is on file
)
OF_A_NUMBER: Final = frozenset({"place_call", "prerecorded", "autodial", "voicemail", "location_call", "text"})
BY_MACHINE: Final = ("prerecorded", "autodial")
"""Calls all the same: whatever stops or is said of a call by hand does so of these too."""
OF_WORDS: Final = frozenset({"write", "message"})
OF_AN_ADDRESS: Final = frozenset({"email"})
TRAITS: Final = (
    *("line", "state", "zip", "client", "role", "number", "direction"),
    *("speaker", "creditor", "basis"),
)
ROLES: Final = ("none", "supervisor", "compliance")
SEATS: Final = ("collector", "supervisor", "compliance")
SAID_OF: Final = {"collector": "a collector", "supervisor": "a supervisor", "compliance": "compliance"}
"""As what somebody works, each with all that the one before may do."""
STAKES: Final = {1: "courtesy", 2: "duty", 3: "harm"}
VERIFIED: Final = {
    "V": "the text was read",
    "V2": "read in a secondary source only",
    "U": "unverified",
}
READ, UNREAD = "V", "U"
LONGEST_WINDOW: Final = 60  # days back that a rule may count; calls before that are not looked at
Values = Mapping[str, Any]


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a duty is written."""

    title: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.note})" if self.note else self.title


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that was read: what it is, where it can be found again, as of which day it stood."""

    title: str
    where: str
    as_of: date


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One duty. `values` are (in force from, values), oldest first, None from when it is no longer; `when` narrows it.

    `scope` says what it judges: the person, each number, each e-mail address, each debt, or each debt on each number.
    `verified` is V (text read), V2 (secondary source) or U (unverified, and shown as such); `source` names entries of
    sources.yaml, `as_of` the day on which the text was looked at. `override` is who may go on in spite of it, one of
    ROLES; `stake` ranks what is said, as STAKES. `file` is relative to the rules.
    """

    id: str
    title: str
    on: tuple[str, ...]
    scope: str
    check: str
    effect: str
    say: str
    cite: tuple[Citation, ...]
    verified: str
    values: tuple[tuple[date, dict[str, Any] | None], ...]
    when: dict[str, tuple[str, ...]] = {}
    override: str = "none"
    stake: int = 2
    source: tuple[str, ...] = ()
    as_of: date | None = None
    file: str = ""

    @property
    def acts(self) -> tuple[str, ...]:
        """The actions that it judges: those it names, and with a call by hand those by a machine."""
        return _acts(self.on)

    def values_on(self, day: date) -> Values | None:
        """The values in force on a day, or None before the rule began and after it ended."""
        since, values = self.values[-1]
        if since <= day:
            return values
        index = bisect_right([began for began, _ in self.values], day)
        return self.values[index - 1][1] if index else None


@cache
def _acts(on: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*on, *BY_MACHINE))) if "place_call" in on else on


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What stays the same from case to case: who we are, what clients ask, where numbers and ZIPs lie.

    `attempts_through` is the last day whose attempts have arrived, for each other system that also calls.
    """

    agency: Agency
    clients: Mapping[str, ClientPolicy]
    geography: Geography
    attempts_through: Mapping[str, date] = {}


def creditor_of(debt: Debt, setting: Setting) -> str:
    """The creditor as it may be named to whoever owes the debt: as placed, else the client by its own name; else ''.

    A client's code is ours and is never spoken.
    """
    policy = setting.clients.get(debt.client)
    return debt.creditor or (policy.name if policy else "")


FACTS: Final = ("client", "creditor", "guarantor", "date of service", "itemisation date", "state")


def missing_facts(case: CaseFile, debt: Debt, setting: Setting) -> tuple[str, ...]:
    """Those of FACTS that a debt still needs before anyone may call about it."""
    needed = (
        debt.client,
        creditor_of(debt, setting),
        case.consumer.last and case.role(debt.id),
        debt.service,
        debt.itemised,
        case.consumer.state,
    )
    return tuple(name for name, value in zip(FACTS, needed, strict=True) if not value)


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A call with its day in each of a situation's zones, as day numbers (date.toordinal)."""

    call: Call
    days: tuple[int, ...]


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What a check looks at.

    `zones`: wherever the consumer may be; `day` is theirs (the earliest, when zones differ). `number` is set
    for number scope, `debt` for debt scope, both for number_debt, `email` for address scope; `text` holds words
    that are to be judged, '' when there are none. `attempts` are the calls of the last
    LONGEST_WINDOW days, oldest first; `today` is the day number in each zone, or, where the place is unknown,
    in each zone of the country. `counts` keeps what checks have counted; it is shared by all
    situations of one case.
    """

    case: CaseFile
    now: datetime
    day: date
    setting: Setting
    zones: tuple[str, ...]
    line: str
    number: ContactPoint | None = None
    debt: Debt | None = None
    email: EmailPoint | None = None
    text: str = ""
    attempts: tuple[Attempt, ...] = ()
    today: tuple[int, ...] = ()
    counts: dict[tuple[Any, ...], tuple[tuple[int, ...], ...]] = {}


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: words for the rule's sentence, and when it ends (None: not by time alone).

    `due` is the last local day on which something owed is done in time.
    """

    words: dict[str, str | int] = {}
    opens: datetime | None = None
    due: date | None = None


Check = Callable[[Situation, Values], Evidence | None]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that has something to say.

    `opens` is the first clear moment (aware UTC) when time alone will clear it; `due` the last day of something owed;
    `words` is what the check put into the sentence.
    """

    rule: str
    effect: str
    say: str
    cite: str
    verified: str
    opens: datetime | None = None
    debt: int = 0
    row: int = 0
    override: str = "none"
    stake: int = 2
    due: date | None = None
    words: dict[str, str | int] = {}


Bound = tuple[tuple[Rule, Check], ...]


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """All rules with their checks bound, by action and by scope.

    `researched` says, for each state whose law was looked at, what was looked for; other states were not. `sources`
    are the texts that were read, by the name that rules use.
    """

    rules: tuple[Rule, ...]
    bound: Mapping[tuple[str, str], Bound]
    by_scope: Mapping[str, Bound] = {}
    researched: Mapping[str, str] = {}
    sources: Mapping[str, Source] = {}
    digest: str = ""
    sifted: dict[tuple[Any, ...], Any] = {}

    def of(self, action: str, scope: str) -> Bound:
        """The rules that judge an action at a scope, each with its check."""
        return self.bound.get((action, scope), ())

    def rule(self, name: str) -> Rule | None:
        """The rule of that id."""
        return next((rule for rule in self.rules if rule.id == name), None)


def bind(
    rules: Iterable[Rule],
    checks: Mapping[str, Check],
    digest: str = "",
    researched: Mapping[str, str] | None = None,
    sources: Mapping[str, Source] | None = None,
) -> Rulebook:
    """A rulebook; KeyError names a check that does not exist, so a typo fails at load, not on a call."""
    kept = tuple(rules)
    bound: dict[tuple[str, str], list[tuple[Rule, Check]]] = {}
    scoped: dict[str, list[tuple[Rule, Check]]] = {}
    for rule in kept:
        pair = (rule, checks[rule.check])
        scoped.setdefault(rule.scope, []).append(pair)
        for action in rule.acts:
            bound.setdefault((action, rule.scope), []).append(pair)
    return Rulebook(
        rules=kept,
        bound={key: tuple(pairs) for key, pairs in bound.items()},
        by_scope={scope: tuple(pairs) for scope, pairs in scoped.items()},
        researched=researched or {},
        sources=sources or {},
        digest=digest,
    )


def whereabouts(consumer: Consumer, geography: Geography) -> tuple[str, ...]:
    """Every zone the consumer may be in: by the newest address and by each number that may still reach them.

    A home telephone rings at the address, so of its area code only the address's own zones count, where they
    agree. () when nothing on file says.
    """
    home = geography.zones_of_address(consumer.zip, consumer.state)
    groups = [home]
    for point in consumer.numbers:
        if point.is_usable:
            zones = geography.zones_of_number(point.number)
            shared = tuple(zone for zone in zones if zone in home)
            groups.append(shared if point.kind == "home" and shared else zones)
    return every_zone(groups)


def fits(situation: Situation, trait: str, wanted: tuple[str, ...]) -> bool:
    """Whether one of a rule's TRAITS has a value it names: a ZIP by how it begins."""
    if trait == "zip":
        return situation.case.consumer.zip.startswith(wanted)
    return _trait(situation, trait) in wanted


def _trait(situation: Situation, trait: str) -> str:
    """Of the case or the call, else of the debt or the number that is judged; '' where there is none."""
    case, number = situation.case, situation.number
    match trait:
        case "line":
            return situation.line
        case "state":
            return case.consumer.state
        case "number":
            return number.kind if number else ""
        case "direction" | "speaker":
            return _call_trait(case.call, trait)
        case _:
            return _debt_trait(situation, situation.debt, trait) if situation.debt else ""


def _call_trait(call: Call | None, trait: str) -> str:
    """Of the open call: inbound or outbound, and who is speaking."""
    if call is None:
        return ""
    if trait == "speaker":
        return call.speaker
    return "inbound" if call.is_inbound else "outbound"


def _debt_trait(situation: Situation, debt: Debt, trait: str) -> str:
    match trait:
        case "client":
            return debt.client
        case "role":
            return situation.case.role(debt.id)
        case "basis":
            return debt.basis
        case _:
            policy = situation.setting.clients.get(debt.client)
            return policy.kind if policy else ""


def found_by(rule: Rule, evidence: Evidence, values: Values, situation: Situation) -> Finding:
    """What a rule says of evidence, with its values in force."""
    return Finding(
        rule=rule.id,
        effect=rule.effect,
        say=sentence(rule, evidence, values, situation),
        cite="; ".join(map(str, rule.cite)),
        verified=rule.verified,
        opens=evidence.opens,
        debt=situation.debt.id if situation.debt else 0,
        row=situation.number.row if situation.number else 0,
        override=rule.override,
        stake=rule.stake,
        due=evidence.due,
        words=evidence.words,
    )


def sentence(rule: Rule, evidence: Evidence, values: Values, situation: Situation) -> str:
    """The rule's sentence, filled in."""
    due = f"{evidence.due:%a %d %b %Y}" if evidence.due else "not known"
    opens = _told(evidence.opens, situation)
    return rule.say.format_map({**values, "opens": opens, "due": due, **evidence.words})


def _told(opens: datetime | None, situation: Situation) -> str:
    """The opening moment on the consumer's own clock: a time today, a day, or both."""
    if opens is None:
        return "when this changes"
    if not situation.zones:
        return f"{opens:%a %d %b %H:%M} UTC"
    zone = situation.zones[0]
    day = local_day(opens, zone)
    clock = local_clock(opens, zone)
    if day == situation.day:
        return clock
    is_whole_day = clock.startswith(f"{time():%H:%M}")
    return f"{day:%a %d %b}" if is_whole_day else f"{day:%a %d %b} {clock}"


def strictest(findings: Iterable[Finding]) -> str:
    """The strictest effect among findings; `allow` when there are none."""
    return max((finding.effect for finding in findings), key=SEVERITY.__getitem__, default=ALLOW)
