"""The rules that can bear on a case at all: those in force on a day, for a state and a line of business, by action.

Worked out once for each stretch of days between two changes of the law, so that judging a case does not ask three
hundred rules, each time, whether they have begun.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.calendars import Windows
from callassist.checks_times import daily
from callassist.rules import BLOCK, Check, Evidence, Finding, Rule, Rulebook, Situation, Values, fits, found_by

HOLIDAYS: Final = "on_holiday"
SHORT: Final = ("minutes", "consent_minutes")
"""The values that are short spans."""
SETTLED: Final = frozenset({"state", "line"})
"""What a rule's `when` may name that the key of a sift answers."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in force: its check, its values, and what of its `when` is still to be asked."""

    rule: Rule
    check: Check
    values: Values
    when: tuple[tuple[str, tuple[str, ...]], ...]

    def weigh(self, situation: Situation) -> Evidence | None:
        """What the check finds, when the rule fits."""
        for trait, wanted in self.when:
            if not fits(situation, trait, wanted):
                return None
        return self.check(situation, self.values)

    def judge(self, situation: Situation) -> Finding | None:
        """The finding, or None when the rule has nothing to say."""
        evidence = self.weigh(situation)
        return None if evidence is None else found_by(self.rule, evidence, self.values, situation)


class Sifted(msgspec.Struct, frozen=True, kw_only=True):
    """Rules in force, `stops` those that block.

    `hours` are those that rules set, with how far ahead a rule looks; `spans` its short spans. `has_holidays` says
    whether a rule keeps the holidays of this very state.
    """

    by_action: dict[tuple[str, str], tuple[Ready, ...]]
    stops: dict[tuple[str, str], tuple[Ready, ...]]
    by_scope: dict[str, tuple[Ready, ...]]
    hours: tuple[tuple[Windows, timedelta], ...]
    spans: tuple[timedelta, ...]
    has_holidays: bool

    def standing(self, action: str) -> tuple[Rule, ...]:
        """The rules that judge an action, whatever their scope."""
        return tuple(each.rule for (judged, _), pairs in self.by_action.items() if judged == action for each in pairs)


def sift(rulebook: Rulebook, state: str, line: str, day: date) -> Sifted:
    """The rules in force for a state and a line of business on a day; worked out when first asked for."""
    turns = rulebook.sifted.get(())
    if turns is None:
        turns = rulebook.sifted[()] = sorted({since for rule in rulebook.rules for since, _ in rule.values})
    key = (state, line, bisect_right(turns, day))
    found: Sifted | None = rulebook.sifted.get(key)
    if found is None:
        found = rulebook.sifted[key] = _sift(rulebook, state, line, day)
    return found


def _sift(rulebook: Rulebook, state: str, line: str, day: date) -> Sifted:
    kept = {scope: tuple(_ready(pairs, state, line, day)) for scope, pairs in rulebook.by_scope.items()}
    every = [each for pairs in kept.values() for each in pairs]
    by_action: dict[tuple[str, str], list[Ready]] = {key: [] for key in rulebook.bound}
    stops: dict[tuple[str, str], list[Ready]] = {key: [] for key in rulebook.bound}
    for each in every:
        for action in each.rule.acts:
            by_action[action, each.rule.scope].append(each)
            if each.rule.effect == BLOCK:
                stops[action, each.rule.scope].append(each)
    return Sifted(
        by_action={key: tuple(pairs) for key, pairs in by_action.items()},
        stops={key: tuple(pairs) for key, pairs in stops.items()},
        by_scope=kept,
        hours=tuple(_hours(each.values) for each in every if "open" in each.values),
        spans=tuple({timedelta(minutes=m) for each in every for name in SHORT if (m := each.values.get(name))}),
        has_holidays=any(r.check == HOLIDAYS and state in r.when.get("state", ()) for r in rulebook.rules),
    )


def _ready(pairs: Iterable[tuple[Rule, Check]], state: str, line: str, day: date) -> Iterable[Ready]:
    for rule, check in pairs:
        values = rule.values_on(day)
        is_meant = state in rule.when.get("state", (state,)) and line in rule.when.get("line", (line,))
        if values is not None and is_meant:
            rest = tuple((trait, wanted) for trait, wanted in rule.when.items() if trait not in SETTLED)
            yield Ready(rule=rule, check=check, values=values, when=rest)


def _hours(values: Values) -> tuple[Windows, timedelta]:
    return daily(values["open"], values["close"]), timedelta(minutes=values.get("minutes", 0))
