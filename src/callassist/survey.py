"""What the rules say about a case at a moment: one verdict for each action, number and debt.

A debt that a rule stops drops out of a call; a call is stopped when a rule stops the person or the number, or
when every open debt of the line has dropped out. A clear verdict means that no rule on file stops it, nothing
more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from callassist.calendars import Window, Windows, closes_at, is_inside, next_inside, span_zones
from callassist.casefile import CaseFile, Consumer, ContactPoint
from callassist.checklist import CHECKS, day_begins, places
from callassist.checks_times import daily
from callassist.rules import (
    BLOCK,
    OF_A_NUMBER,
    SEVERITY,
    WARN,
    Finding,
    Rulebook,
    Setting,
    Situation,
    judge,
    strictest,
)
from callassist.situations import Subject, at, not_checked, on, placed, situation_of

LOOKS: Final = 30
NOT_STOPPED: Final = "no rule on file stops this call"
BEST_FIRST: Final = {"good": 0, "untried": 1}
By = Mapping[str, tuple[Finding, ...]]


class Guide(Protocol):
    """What a survey goes by beside the case."""

    @property
    def setting(self) -> Setting:
        """Who we are, our clients, the map."""

    @property
    def rulebook(self) -> Rulebook:
        """The rules."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say about one action. `findings` are the strictest first.

    `opens` is, for what is stopped, the first moment at which no rule on file stops it; None when time alone
    will not do it. `debts` are those the action may be about.
    """

    effect: str
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...] = ()
    opens: datetime | None = None
    debts: tuple[int, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether a rule on file stops it."""
        return self.effect == BLOCK

    @property
    def says(self) -> str:
        """The answer in one line."""
        return self.findings[0].say if self.is_stopped else NOT_STOPPED


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """Every verdict on a case at `now`, good `until` a moment or until the case changes.

    `base` is the situation of the person; `seen` keeps what was judged, by moment and subject, so that no
    rule is judged twice.
    """

    base: Situation
    rulebook: Rulebook
    until: datetime
    seen: dict[tuple[str, datetime, Subject], By]

    @property
    def case(self) -> CaseFile:
        """The case that was judged."""
        return self.base.case

    @property
    def now(self) -> datetime:
        """When it was judged."""
        return self.base.now

    @property
    def zones(self) -> tuple[str, ...]:
        """Every zone the consumer may be in."""
        return self.base.zones

    def of(self, action: str, row: int = 0, debt: int = 0) -> Verdict:
        """The verdict on an action: with a number, about one debt or about all that are open.

        A call without a number means the best one.
        """
        number = row or (self.best_row if action in OF_A_NUMBER else 0)
        fixed, by_debt = self._parts(self.now, action, number, debt)
        free = tuple(each for each, findings in by_debt.items() if strictest(findings) != BLOCK)
        findings = tuple(sorted((*fixed, *self._told(by_debt, free)), key=_rank))
        effect = strictest(findings)
        return Verdict(
            effect=effect,
            findings=findings,
            not_checked=self._not_checked(action, number),
            opens=self._opens(action, number, debt) if effect == BLOCK else None,
            debts=free,
        )

    def facts(self) -> frozenset[str]:
        """`may_<action>` for every action that nothing stops: what the guards of call scripts ask for."""
        judged = {action for action, _ in self.rulebook.bound}
        return frozenset(f"may_{action}" for action in judged if not self.of(action).is_stopped)

    def callable_debts(self, row: int = 0) -> tuple[int, ...]:
        """Debts of the line that a call to a number may be about; () when the call itself is stopped."""
        verdict = self.of("place_call", row)
        return () if verdict.is_stopped else verdict.debts

    # ── which number ──

    @property
    def best_row(self) -> int:
        """The row of the number to try first; 0 when there is none on file."""
        point = self.best_number() or next(iter(self.case.consumer.numbers), None)
        return point.row if point else 0

    def best_number(self, tried: Collection[int] = ()) -> ContactPoint | None:
        """The number to call first: not stopped before stopped, known to be good, least recently called.

        `tried` leaves out numbers by row. None when no number is left.
        """
        points = [p for p in self.case.consumer.numbers if p.is_usable and p.row not in tried]
        return min(points, key=self._preference, default=None)

    def _preference(self, point: ContactPoint) -> tuple[bool, int, int, int]:
        fixed, by_debt = self._parts(self.now, "place_call", point.row, 0)
        last = max((call.id for call in self.case.consumer.calls if call.row == point.row), default=0)
        return _is_stopped(fixed, by_debt), BEST_FIRST[point.standing], last, point.row

    def best_call(self) -> Verdict:
        """The verdict on calling at all: that of the best number, opening as soon as any number does."""
        best = self.of("place_call", self.best_row)
        if not best.is_stopped:
            return best
        moments = [self._opens("place_call", point.row, 0) for point in self.case.consumer.numbers]
        return replace(best, opens=min((moment for moment in moments if moment), default=best.opens))

    # ── judging ──

    def _parts(
        self, moment: datetime, action: str, row: int, debt: int
    ) -> tuple[tuple[Finding, ...], dict[int, tuple[Finding, ...]]]:
        """Findings on the person and the number, and those on each debt."""
        number = row if action in OF_A_NUMBER else 0
        fixed = self._look(moment, action, (0, 0))
        if number:
            fixed = (*fixed, *self._look(moment, action, (number, 0)))
        debts = (debt,) if debt else tuple(each.id for each in self.case.open_debts(self.base.line))
        by_debt = {each: self._look(moment, action, (0, each)) for each in debts}
        if number:
            by_debt = {each: (*found, *self._look(moment, action, (number, each))) for each, found in by_debt.items()}
        return fixed, by_debt

    def _look(self, moment: datetime, action: str, subject: Subject) -> tuple[Finding, ...]:
        """Findings for an action on a subject; at `now` each of its rules is judged once for all actions."""
        asked = "" if moment == self.now else action
        key = (asked, moment, subject)
        if key not in self.seen:
            self.seen[key] = _judged(self.rulebook, asked, on(at(self.base, moment), subject))
        return self.seen[key].get(action, ())

    def _told(self, by_debt: Mapping[int, tuple[Finding, ...]], free: Sequence[int]) -> Iterable[Finding]:
        """What is said of the debts: of one that is left out of a call that goes on, that it is left out."""
        for each, findings in by_debt.items():
            if each in free or not free:
                yield from findings
            else:
                account = self.case.debt(each).account
                for finding in findings:
                    if finding.effect == BLOCK:
                        yield replace(finding, effect=WARN, say=f"Leave account {account} out: {finding.say}")

    def _opens(self, action: str, row: int, debt: int) -> datetime | None:
        """The first moment at which nothing stops it.

        Found by judging again at each moment that a rule opens.
        """
        moment = self.now
        for _ in range(LOOKS):
            fixed, by_debt = self._parts(moment, action, row, debt)
            if not _is_stopped(fixed, by_debt):
                return moment
            following = _following(fixed, by_debt)
            if following is None or following <= moment:
                return None
            moment = following
        return None

    # ── what no rule could look at ──

    def _not_checked(self, action: str, row: int) -> tuple[str, ...]:
        return tuple(not_checked(self.base, self.rulebook, action, row))


def survey(case: CaseFile, guide: Guide, now: datetime, line: str | None = None) -> Verdicts:
    """Judge a case at a moment, for one line of business (the case's own unless said)."""
    moment = now.astimezone(UTC)
    base = situation_of(case, guide.setting, moment, line or case.line)
    verdicts = Verdicts(base=base, rulebook=guide.rulebook, until=moment, seen={})
    rows = (0, *(point.row for point in case.consumer.numbers))
    debts = (0, *(debt.id for debt in case.open_debts(base.line)))
    for row in rows:
        for debt in debts:
            verdicts._look(moment, "", (row, debt))  # noqa: SLF001
    return replace(verdicts, until=_until(verdicts))


def open_zones(guide: Guide, now: datetime) -> Callable[[str], bool]:
    """Whether a group of zones (calendars.span_key) is inside calling hours now.

    As far as the place alone tells.
    """
    nobody = CaseFile(id=0, consumer=Consumer(), obligations=(), debts=(), versions={}, last_rows={}, texts={})
    rules = [pair for pair in guide.rulebook.of("place_call", "person") if CHECKS[pair[0].check].is_of_place]
    known: dict[str, bool] = {}

    def is_open(key: str) -> bool:
        if key not in known:
            base = placed(nobody, guide.setting, now.astimezone(UTC), span_zones(key), "")
            found = (judge(rule, check, base) for rule, check in rules if rule.effect == BLOCK)
            known[key] = all(finding is None for finding in found)
        return known[key]

    return is_open


# ── judging a subject ──


def _judged(rulebook: Rulebook, action: str, situation: Situation) -> By:
    """Findings by action; with an action, of that one alone."""
    scope = "_".join(name for name, has in (("number", situation.number), ("debt", situation.debt)) if has is not None)
    pairs = rulebook.of(action, scope or "person") if action else rulebook.by_scope.get(scope or "person", ())
    found: dict[str, tuple[Finding, ...]] = {}
    for rule, check in pairs:
        finding = judge(rule, check, situation)
        if finding is not None:
            for each in (action,) if action else rule.on:
                found[each] = (*found.get(each, ()), finding)
    return found


def _rank(finding: Finding) -> tuple[int, bool, int]:
    """The strictest first; of those, what concerns the whole call before what concerns a debt."""
    return -SEVERITY[finding.effect], bool(finding.debt), finding.debt


# ── when ──


def _is_stopped(fixed: Iterable[Finding], by_debt: Mapping[int, tuple[Finding, ...]]) -> bool:
    if strictest(fixed) == BLOCK:
        return True
    return bool(by_debt) and all(strictest(findings) == BLOCK for findings in by_debt.values())


def _following(fixed: Iterable[Finding], by_debt: Mapping[int, tuple[Finding, ...]]) -> datetime | None:
    """When all that stops it will have opened: person and number, and at least one debt."""
    moments = [_last(fixed)]
    if by_debt and all(strictest(findings) == BLOCK for findings in by_debt.values()):
        free = [moment for findings in by_debt.values() if (moment := _last(findings)) != NEVER]
        moments.append(min(free, default=NEVER))
    last = max(moments)
    return None if last in {NEVER, AT_ONCE} else last


AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)
NEVER: Final = datetime.max.replace(tzinfo=UTC)


def _last(findings: Iterable[Finding]) -> datetime:
    """When the last of the findings that stop opens.

    AT_ONCE when none does, NEVER when time will not open one.
    """
    return max((f.opens or NEVER for f in findings if f.effect == BLOCK), default=AT_ONCE)


def _until(verdicts: Verdicts) -> datetime:
    """When the clock alone may next change a verdict: at midnight, an edge of hours, as a finding opens."""
    base = verdicts.base
    zones = zip(places(base), base.today, strict=True)
    moments = [day_begins(day + 1, (zone,)) for zone, day in zones]
    moments += [f.opens for by in verdicts.seen.values() for found in by.values() for f in found if f.opens]
    for windows, ahead in _watched(verdicts):
        moments.append(_edge(base.now + ahead, base.zones, windows) - ahead)
    return min(moment for moment in moments if moment > base.now)


def _edge(now: datetime, zones: tuple[str, ...], windows: Windows) -> datetime:
    """When it next goes from inside to outside, or the other way."""
    turn = closes_at if is_inside(now, zones, windows) else next_inside
    return turn(now, zones, windows) or NEVER - timedelta(days=1)


def _watched(verdicts: Verdicts) -> Iterable[tuple[Windows, timedelta]]:
    """All hours that a rule, the agency or the consumer has set, and how far ahead a rule looks at them."""
    base = verdicts.base
    for rule in verdicts.rulebook.rules:
        values = rule.values_on(base.day) or {}
        if "open" in values:
            yield daily(values["open"], values["close"]), timedelta(minutes=values.get("minutes", 0))
    agency = base.setting.agency
    window = Window(days=agency.open_days, start_minute=agency.open_minute, end_minute=agency.close_minute)
    yield (window,), timedelta()
    for restriction in base.case.consumer.restrictions:
        if restriction.windows:
            yield restriction.windows, timedelta()
