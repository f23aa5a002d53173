"""What the rules say about a case at a moment: one verdict for each action, number and debt.

A debt that a rule stops drops out of a call; a call is stopped when a rule stops the person or the number, or
when every open debt of the line has dropped out. A clear verdict means that no rule on file stops it, nothing
more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from callassist.calendars import span_zones
from callassist.casefile import CaseFile, Consumer, ContactPoint
from callassist.checklist import CHECKS
from callassist.contact_points import Preference, preference, record_of
from callassist.rules import (
    BLOCK,
    OF_A_NUMBER,
    OF_AN_ADDRESS,
    SAY,
    SEVERITY,
    WARN,
    Finding,
    Rulebook,
    Setting,
    Situation,
    strictest,
)
from callassist.sifting import Sifted, sift
from callassist.situations import Subject, at, not_checked, on, placed, situation_of
from callassist.turning import NEVER, turns_at

LOOKS: Final = 30
FIRST_ASKED: Final = "place_call"
"""The one action that queues and lists ask about: it is judged alone, until another is asked about too."""
NOT_STOPPED: Final = "no rule on file stops this call"
OF_A_POINT: Final = OF_A_NUMBER | OF_AN_ADDRESS
TO_WRITE_TO: Final = OF_AN_ADDRESS | {"text"}
AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)
LETTING: Final = frozenset({"restricted"})
"""The checks whose `notices` may go in spite of them: those of others are what they look for."""
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

    `base` is the situation of the person, `debts` are the open ones of the line. The rest keeps what was worked out
    when it was asked for, so that nothing is twice: `found` what all rules found now on a subject, `called` what those
    found that judge FIRST_ASKED, `ahead` when they open, `made` verdicts, `later` the case at other moments, `turns`
    the moment of `until`.
    """

    base: Situation
    rulebook: Rulebook
    debts: tuple[int, ...]
    found: dict[Subject, By] = {}
    called: dict[Subject, tuple[Finding, ...]] = {}
    ahead: dict[tuple[datetime, str, Subject], datetime] = {}
    made: dict[tuple[str, int, int], Verdict] = {}
    later: dict[datetime, Situation] = {}
    turns: dict[datetime, datetime] = {}

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

    @property
    def rules(self) -> Sifted:
        """The rules in force for this case now."""
        return _sifted(self.rulebook, self.base)

    @property
    def until(self) -> datetime:
        """When the clock alone may next change a verdict."""
        if self.now not in self.turns:
            self.turns[self.now] = turns_at(self.base, self.rules, self._findings())
        return self.turns[self.now]

    def complete(self) -> Verdicts:
        """The same with everything judged now, for whoever must not wait for an answer later."""
        self.turns[self.now] = self.until
        return self

    def _findings(self) -> Iterable[Finding]:
        """All that all rules find on every subject."""
        for point in self.case.consumer.emails:
            self._all_on((point.row, 0))
        for row in (0, *(point.row for point in self.case.consumer.numbers)):
            for debt in (0, *self.debts):
                for findings in self._all_on((row, debt)).values():
                    yield from findings

    def of(self, action: str, row: int = 0, debt: int = 0) -> Verdict:
        """The verdict on an action: with a number, about one debt or about all that are open.

        A call without a number means the best one; a text or an e-mail without one the first that nothing stops.
        """
        point = (row or self._point(action, debt)) if action in OF_A_POINT else 0
        key = (action, point, debt)
        if key not in self.made:
            self.made[key] = self._make(action, point, debt)
        return self.made[key]

    def of_notice(self, kind: str, action: str, row: int = 0, debt: int = 0) -> Verdict:
        """The same for a message that is a notice of a kind: a rule whose `notices` name it does not stop it."""
        verdict = self.of(action, row, debt)
        kept = tuple(each for each in verdict.findings if not (kind and kind in self._let_through(each)))
        if len(kept) == len(verdict.findings):
            return verdict
        effect = strictest(kept)
        return replace(verdict, effect=effect, findings=kept, opens=verdict.opens if effect == BLOCK else None)

    def _let_through(self, finding: Finding) -> Collection[str]:
        rule = self.rulebook.rule(finding.rule)
        values = rule.values_on(self.base.day) if rule else None
        return (values or {}).get("notices", ()) if rule and rule.check in LETTING else ()

    def _point(self, action: str, debt: int) -> int:
        """The row of the number or address to go by when none is named; 0 when there is none on file."""
        if action not in TO_WRITE_TO:
            return self.best_row
        consumer = self.case.consumer
        numbers = (point.row for point in consumer.numbers if point.is_usable)
        rows = tuple(numbers if action in OF_A_NUMBER else (point.row for point in consumer.emails))
        return next((row for row in rows if not self.of(action, row, debt).is_stopped), rows[0] if rows else 0)

    def duties(self) -> tuple[Finding, ...]:
        """What we owe the person, what is due first first; what has no day comes last."""
        return tuple(sorted(self.of("owe").findings, key=_due))

    def words(self, text: str, action: str = "write") -> tuple[Finding, ...]:
        """What the rules say of words that are typed or said (`write`), or to be left in a message; strictest first."""
        base = replace(self.base, text=text)
        subjects = ((0, 0), *((0, debt) for debt in self.debts))
        found = [finding for each in subjects for finding in _judged_for(action, self.rules, on(base, each))]
        return tuple(sorted((*found, *self._spoken_of(found)), key=_rank))

    def _spoken_of(self, found: Iterable[Finding]) -> Iterable[Finding]:
        """What is said of the actions that words speak of: who may not sue may not threaten to."""
        rules = (self.rulebook.rule(name) for name in dict.fromkeys(finding.rule for finding in found))
        values = (rule.values_on(self.base.day) if rule else None for rule in rules)
        for action in dict.fromkeys((each or {}).get("speaks_of") for each in values):
            yield from (each for each in self.of(action).findings if each.effect != SAY) if action else ()

    def grounds(self, action: str, row: int = 0) -> tuple[Finding, ...]:
        """All that rules found on an action with a number, strictest first: each finding as it was made."""
        whole = (*self._now((0, 0), action), *(self._now((row, 0), action) if row else ()))
        return tuple(sorted((*whole, *(f for debt in self.debts for f in self._on_debt(action, row, debt))), key=_rank))

    def facts(self) -> frozenset[str]:
        """`may_<action>` for every action that nothing stops: what the guards of call scripts ask for."""
        judged = {action for action, _ in self.rulebook.bound}
        return frozenset(f"may_{action}" for action in judged if not self.of(action).is_stopped)

    # ── which number ──

    @property
    def best_row(self) -> int:
        """The row of the number to try first; 0 when there is none on file."""
        point = self.best_number() or next(iter(self.case.consumer.numbers), None)
        return point.row if point else 0

    def best_number(self, tried: Collection[int] = ()) -> ContactPoint | None:
        """The number to call first: not stopped before stopped, then as contact_points ranks them at this hour.

        `tried` leaves out numbers by row. None when no number is left.
        """
        points = [p for p in self.case.consumer.numbers if p.is_usable and p.row not in tried]
        return points[0] if len(points) == 1 else min(points, key=self._preference, default=None)

    def _preference(self, point: ContactPoint) -> tuple[bool, Preference]:
        record = record_of(self.case.consumer, point.row, self.now, next(iter(self.zones), "UTC"))
        return self.is_stopped_on(point.row), preference(point, record)

    def is_stopped_on(self, row: int) -> bool:
        """Whether a rule stops a call to a number right now."""
        return self._clears(self.now, "place_call", row, self.debts) != AT_ONCE

    def best_call(self) -> Verdict:
        """The verdict on calling at all: that of the best number, opening as soon as any number does."""
        best = self.of("place_call", self.best_row)
        if not best.is_stopped:
            return best
        moments = [self.of("place_call", point.row).opens for point in self.case.consumer.numbers]
        return replace(best, opens=min((moment for moment in moments if moment), default=best.opens))

    # ── a verdict from findings ──

    def _make(self, action: str, row: int, debt: int) -> Verdict:
        debts = (debt,) if debt else self.debts
        by_debt = {each: self._on_debt(action, row, each) for each in debts}
        free = tuple(each for each, found in by_debt.items() if strictest(found) != BLOCK)
        fixed = [*self._now((0, 0), action), *(self._now((row, 0), action) if row else ())]
        findings = tuple(sorted((*fixed, *self._told(by_debt, free)), key=_rank))
        effect = strictest(findings)
        return Verdict(
            effect=effect,
            findings=findings,
            not_checked=tuple(not_checked(self.base, self.rulebook, action, row)),
            opens=self._opens(action, row, debts) if effect == BLOCK else None,
            debts=free,
        )

    def _now(self, subject: Subject, action: str) -> tuple[Finding, ...]:
        if action != FIRST_ASKED or subject in self.found:
            return self._all_on(subject).get(action, ())
        if subject not in self.called:
            self.called[subject] = tuple(_judged_for(action, self.rules, on(self.base, subject)))
        return self.called[subject]

    def _all_on(self, subject: Subject) -> By:
        if subject not in self.found:
            self.found[subject] = _judged(self.rules, on(self.base, subject))
        return self.found[subject]

    def _on_debt(self, action: str, row: int, debt: int) -> tuple[Finding, ...]:
        return (*self._now((0, debt), action), *(self._now((row, debt), action) if row else ()))

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

    # ── when it opens ──

    def _opens(self, action: str, row: int, debts: Sequence[int]) -> datetime | None:
        """The first moment at which nothing stops it: judged again at each moment at which a rule opens."""
        moment = self.now
        for _ in range(LOOKS):
            clears = self._clears(moment, action, row, debts)
            if clears == AT_ONCE:
                return moment
            if clears == NEVER or clears <= moment:
                return None
            moment = clears
        return None

    def _clears(self, moment: datetime, action: str, row: int, debts: Sequence[int]) -> datetime:
        """When what stops it at a moment will have opened: person, number and at least one debt."""
        whole = self._stops(moment, action, (0, 0), (row, 0))
        return max(whole, min((self._stops(moment, action, (0, d), (row, d)) for d in debts), default=AT_ONCE))

    def _stops(self, moment: datetime, action: str, subject: Subject, with_number: Subject) -> datetime:
        alone = self._stop(moment, action, subject)
        return max(alone, self._stop(moment, action, with_number)) if with_number != subject else alone

    def _stop(self, moment: datetime, action: str, subject: Subject) -> datetime:
        """When the last rule that stops an action on a subject opens: AT_ONCE if none does, NEVER if not by time."""
        if moment == self.now:
            found = [finding for finding in self._now(subject, action) if finding.effect == BLOCK]
            return max((finding.opens or NEVER for finding in found), default=AT_ONCE)
        key = (moment, action, subject)
        if key not in self.ahead:
            self.ahead[key] = _stopped(action, self.rulebook, on(self._at(moment), subject))
        return self.ahead[key]

    def _at(self, moment: datetime) -> Situation:
        if moment not in self.later:
            self.later[moment] = at(self.base, moment)
        return self.later[moment]


def survey(case: CaseFile, guide: Guide, now: datetime, line: str | None = None) -> Verdicts:
    """Judge a case at a moment, for one line of business (the case's own unless said)."""
    return glance(case, guide, now, line).complete()


def glance(case: CaseFile, guide: Guide, now: datetime, line: str | None = None) -> Verdicts:
    """The same verdicts, each worked out when it is asked for: for whoever asks about calling alone."""
    base = situation_of(case, guide.setting, now.astimezone(UTC), line or case.line)
    debts = tuple(debt.id for debt in case.open_debts(base.line))
    return Verdicts(base=base, rulebook=guide.rulebook, debts=debts)


def open_zones(guide: Guide, now: datetime) -> Callable[[str], bool]:
    """Whether a group of zones (calendars.span_key) is inside calling hours now, as far as the place tells."""
    nobody = CaseFile(id=0, consumer=Consumer(), obligations=(), debts=(), versions={}, last_rows={}, texts={})
    known: dict[str, bool] = {}

    def is_open(key: str) -> bool:
        if key not in known:
            base = placed(nobody, guide.setting, now.astimezone(UTC), span_zones(key), "")
            stops = _sifted(guide.rulebook, base).stops.get(("place_call", "person"), ())
            known[key] = all(each.weigh(base) is None for each in stops if CHECKS[each.rule.check].is_of_place)
        return known[key]

    return is_open


# ── judging a subject ──


def _scope(situation: Situation) -> str:
    if situation.email is not None:
        return "address" if situation.debt is None else ""
    if situation.number is None:
        return "person" if situation.debt is None else "debt"
    return "number" if situation.debt is None else "number_debt"


def _sifted(rulebook: Rulebook, situation: Situation) -> Sifted:
    return sift(rulebook, situation.case.consumer.state, situation.line, situation.day)


def _judged(rules: Sifted, situation: Situation) -> By:
    """Findings by action; each rule of the subject is judged once for all actions."""
    found: dict[str, tuple[Finding, ...]] = {}
    for each in rules.by_scope.get(_scope(situation), ()):
        finding = each.judge(situation)
        if finding is not None:
            for action in each.rule.acts:
                found[action] = (*found.get(action, ()), finding)
    return found


def _judged_for(action: str, rules: Sifted, situation: Situation) -> Iterable[Finding]:
    """Findings of the rules that judge one action."""
    found = (each.judge(situation) for each in rules.by_action.get((action, _scope(situation)), ()))
    return (finding for finding in found if finding is not None)


def _stopped(action: str, rulebook: Rulebook, situation: Situation) -> datetime:
    """When the last rule that stops an action opens."""
    last = AT_ONCE
    for each in _sifted(rulebook, situation).stops.get((action, _scope(situation)), ()):
        evidence = each.weigh(situation)
        if evidence is not None:
            last = max(last, evidence.opens or NEVER)
    return last


def _rank(finding: Finding) -> tuple[int, int, bool, int]:
    """The strictest first, of those the greatest stake, and what concerns the whole call before a debt."""
    return -SEVERITY[finding.effect], -finding.stake, bool(finding.debt), finding.debt


def _due(finding: Finding) -> tuple[bool, date]:
    return finding.due is None, finding.due or date.max
