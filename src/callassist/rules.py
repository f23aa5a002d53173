"""The law and our own limits as dated data: a rule names a check, which finds evidence; a finding says it.

No statutory number, deadline or wording stands in Python. A check returns evidence or None: it never formats
and never decides how severe a thing is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec

from callassist.calendars import Geography
from callassist.casefile import CaseFile, ContactPoint, Debt
from callassist.policy import Agency, ClientPolicy

ALLOW, SAY, WARN, BLOCK = "allow", "say", "warn", "block"
SEVERITY: Final = {ALLOW: 0, SAY: 1, WARN: 2, BLOCK: 3}
SCOPES: Final = ("person", "number", "debt")
Values = Mapping[str, Any]


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a duty is written."""

    title: str
    note: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One duty. `values` are (in force from, values), oldest first; `when` narrows to kinds of case.

    `scope` says what it judges: the person, each number, or each debt. `verified` is V (text read), V2
    (secondary source) or U (unverified, and shown as such).
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
    values: tuple[tuple[date, dict[str, Any]], ...]
    when: dict[str, tuple[str, ...]] = {}
    override: str = "none"
    file: str = ""

    def values_on(self, day: date) -> Values | None:
        """The values in force on a day, or None before the rule began."""
        index = bisect_right([since for since, _ in self.values], day)
        return self.values[index - 1][1] if index else None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What stays the same from case to case: who we are, what clients ask, where numbers and ZIPs lie."""

    agency: Agency
    clients: Mapping[str, ClientPolicy]
    geography: Geography


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What a check looks at. `zones`: wherever the consumer may be when `number` is called; `day` is theirs.

    `number` is set for number scope, `debt` for debt scope.
    """

    case: CaseFile
    now: datetime
    day: date
    setting: Setting
    zones: tuple[str, ...]
    line: str
    number: ContactPoint | None = None
    debt: Debt | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: words for the rule's sentence, and when it ends (None: not by time alone)."""

    words: dict[str, str | int] = {}
    opens: datetime | None = None


Check = Callable[[Situation, Values], Evidence | None]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that has something to say.

    `opens` is the first clear moment (aware UTC) when time alone will clear it.
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


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """All rules with their checks bound, by action."""

    rules: tuple[Rule, ...]
    bound: Mapping[tuple[str, str], tuple[tuple[Rule, Check], ...]]
    digest: str = ""

    def of(self, action: str, scope: str) -> tuple[tuple[Rule, Check], ...]:
        """The rules that judge an action at a scope, each with its check."""
        return self.bound.get((action, scope), ())


def bind(rules: Iterable[Rule], checks: Mapping[str, Check], digest: str = "") -> Rulebook:
    """A rulebook; KeyError names a check that does not exist, so a typo fails at load, not on a call."""
    kept = tuple(rules)
    bound: dict[tuple[str, str], list[tuple[Rule, Check]]] = {}
    for rule in kept:
        for action in rule.on:
            bound.setdefault((action, rule.scope), []).append((rule, checks[rule.check]))
    return Rulebook(rules=kept, bound={key: tuple(pairs) for key, pairs in bound.items()}, digest=digest)


def applies(rule: Rule, situation: Situation) -> bool:
    """Whether a rule's `when` fits: by line, state, client, role, debt kind or number kind."""
    return all(_trait(situation, trait) in wanted for trait, wanted in rule.when.items())


def _trait(situation: Situation, trait: str) -> str:
    match trait:
        case "line":
            return situation.line
        case "state":
            return situation.case.consumer.state
        case "client":
            return situation.debt.client if situation.debt else ""
        case "role":
            return situation.case.role(situation.debt.id) if situation.debt else ""
        case "number":
            return situation.number.kind if situation.number else ""
        case _:
            return ""


def judge(rule: Rule, check: Check, situation: Situation) -> Finding | None:
    """The finding of one rule in one situation, or None when it has nothing to say."""
    values = rule.values_on(situation.day)
    if values is None or not applies(rule, situation):
        return None
    evidence = check(situation, values)
    if evidence is None:
        return None
    words = {**values, "opens": _clock(evidence.opens, situation), **evidence.words}
    return Finding(
        rule=rule.id,
        effect=rule.effect,
        say=rule.say.format_map(words),
        cite="; ".join(c.title + (f" ({c.note})" if c.note else "") for c in rule.cite),
        verified=rule.verified,
        opens=evidence.opens,
        debt=situation.debt.id if situation.debt else 0,
        row=situation.number.row if situation.number else 0,
        override=rule.override,
    )


def _clock(opens: datetime | None, situation: Situation) -> str:
    """The opening moment on the consumer's own clock."""
    from callassist.calendars import local_clock

    if opens is None:
        return "when this changes"
    return local_clock(opens, situation.zones[0] if situation.zones else "UTC", situation.day)


def strictest(findings: Iterable[Finding]) -> str:
    """The strictest effect among findings; `allow` when there are none."""
    return max((finding.effect for finding in findings), key=SEVERITY.__getitem__, default=ALLOW)
