"""The record of a check: what the rules were asked and what they answered, so that it can be told years later.

The journal keeps figures and names of rules, no words of the person. The rules themselves are kept once for each
rulebook (Book), under a digest of their own text: the journal's chain vouches for the digest, the digest for the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from hashlib import blake2b
from operator import sub
from typing import Any, Final

import msgspec

from callassist.casefile import CaseFile
from callassist.checklist import CHECKS, near
from callassist.checks_machines import counted
from callassist.events import CheckMade, RuleFound
from callassist.rules import (
    Evidence,
    Finding,
    Rule,
    Rulebook,
    Situation,
    Values,
    fits,
    sentence,
)
from callassist.sifting import Ready, Sifted, sift
from callassist.situations import on
from callassist.survey import Verdicts

ATTEMPTS: Final = "attempts_within"
COUNTING: Final = "calls_within"
"""How the names of the checks begin that count calls within `days` days."""
UNSAID: Final = "…"
FEWEST: Final = 4


# ── the rules as they stood ──


class KeptRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule as it is kept for years: plain fields, values by the day on which they began, null when it ended."""

    id: str
    title: str
    on: tuple[str, ...]
    scope: str
    check: str
    effect: str
    say: str
    cite: tuple[str, ...]
    verified: str
    values: tuple[tuple[date, dict[str, Any] | None], ...]
    when: dict[str, tuple[str, ...]] = {}
    override: str = "none"
    stake: int = 2
    file: str = ""

    def values_on(self, day: date) -> Values | None:
        """The values in force on a day; None when it was not in force."""
        return next((values for since, values in reversed(self.values) if since <= day), None)


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A rulebook to keep: the digest by which journals name it, and its text, JSON of KeptRules."""

    digest: str
    text: str


def book_of(rulebook: Rulebook) -> Book:
    """The rulebook as it is kept; worked out once."""
    found: Book | None = rulebook.sifted.get(("book",))
    if found is None:
        text = msgspec.json.encode([_kept(rule) for rule in rulebook.rules]).decode()
        found = rulebook.sifted["book",] = Book(digest=digest_of(text), text=text)
    return found


def digest_of(text: str) -> str:
    """The name of a kept rulebook: whoever has the text can work it out again."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def rules_from(text: str) -> tuple[KeptRule, ...]:
    """The rules of a kept book; ValueError when it is none."""
    return msgspec.json.decode(text, type=tuple[KeptRule, ...])


def _kept(rule: Rule) -> KeptRule:
    return KeptRule(
        id=rule.id,
        title=rule.title,
        on=rule.acts,
        scope=rule.scope,
        check=rule.check,
        effect=rule.effect,
        say=rule.say,
        cite=tuple(map(str, rule.cite)),
        verified=rule.verified,
        values=rule.values,
        when=rule.when,
        override=rule.override,
        stake=rule.stake,
        file=rule.file,
    )


# ── one check ──


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a check: its effect, the debts that may be spoken of, and what was gone on in spite of."""

    effect: str
    debts: tuple[int, ...]
    overridden: tuple[str, ...] = ()
    why: str = ""
    by_role: str = ""


def check_made(verdicts: Verdicts, action: str, row: int, book: str, answer: Answer) -> CheckMade:
    """The event that keeps a check: of `action` with the number in `row`, by the rules of `book`."""
    base, grounds = verdicts.base, verdicts.grounds(action, row)
    standing = sift(verdicts.rulebook, base.case.consumer.state, base.line, base.day)
    rules = {each.id: each for each in standing.standing(action)}
    texts = tuple(_texts(base.case))
    return CheckMade(
        action=action,
        effect=answer.effect,
        row=row,
        debts=answer.debts,
        book=book,
        judged=len(rules),
        found=tuple(_found(each, rules[each.rule], base, texts) for each in grounds),
        counts=(*_counts(base, standing, action), *_attempts(verdicts, standing, action, row)),
        zones=base.zones,
        not_checked=verdicts.of(action, row).not_checked,
        overridden=answer.overridden,
        why=answer.why,
        by_role=answer.by_role,
    )


def _found(finding: Finding, rule: Rule, base: Situation, texts: tuple[str, ...]) -> RuleFound:
    """What it found. Its values are in the book, and so is a sentence that holds nothing but those."""
    values = rule.values_on(base.day) or {}
    personal = CHECKS[rule.check].personal
    words = {
        name: UNSAID if isinstance(word, str) and (name in personal or _is_theirs(word, texts)) else word
        for name, word in finding.words.items()
    }
    evidence = Evidence(words=words, opens=finding.opens, due=finding.due)
    said = finding.say if words == finding.words else sentence(rule, evidence, values, base)
    return RuleFound(
        rule=finding.rule,
        effect=finding.effect,
        say="" if said == own_words(rule.say, values) else said,
        opens=finding.opens,
        debt=finding.debt,
    )


def own_words(say: str, values: Values) -> str:
    """The sentence of a rule that needs nothing but its own values; '' when it needs what was found."""
    try:
        return say.format_map(values)
    except KeyError:
        return ""


def _is_theirs(word: str, texts: tuple[str, ...]) -> bool:
    """Whether a word is a text on file, or how one begins (checklist.shortened)."""
    start = " ".join(word.split()).removesuffix("…").casefold()
    return len(start) >= FEWEST and any(text.startswith(start) for text in texts)


def _texts(case: CaseFile) -> Iterable[str]:
    """The words on file that are the person's own, or name somebody."""
    who = case.consumer
    limits = (limit.words for limit in who.restrictions)
    others = (*(c.words for c in who.consents), *(c.words for c in who.callbacks), *(a.words for a in who.authorities))
    names = (who.full_name, who.first, who.last, *(email.address for email in who.emails))
    for text in (*limits, *others, *names, *case.texts.values()):
        if text:
            yield " ".join(text.split()).casefold()


def _counts(base: Situation, rules: Sifted, action: str) -> tuple[tuple[str, int], ...]:
    """The calls that were counted, by debt and span of days, and the days since the last talk, the strictest zone's."""
    spans = sorted({_span(rule, base.day) for rule in rules.standing(action) if rule.check.startswith(COUNTING)})
    most: dict[str, int] = {}
    for key, by_zone in base.counts.items():
        for name, count in _counted(key, by_zone, base.today, spans):
            most[name] = max(count, most.get(name, 0))
    return tuple(sorted(most.items()))


def _attempts(verdicts: Verdicts, rules: Sifted, action: str, row: int) -> Iterable[tuple[str, int]]:
    """What each rule counts that looks at calls and messages alike: of the person, the number or the debts."""
    debts = verdicts.debts
    subjects = {
        "person": ((0, 0),),
        "number": ((row, 0),),
        "debt": tuple((0, debt) for debt in debts),
        "number_debt": tuple((row, debt) for debt in debts),
    }
    for scope, those in subjects.items():
        for ready in rules.by_action.get((action, scope), ()):
            if ready.rule.check == ATTEMPTS:
                for subject in those:
                    yield from _attempted(ready, on(verdicts.base, subject))


def _attempted(ready: Ready, situation: Situation) -> Iterable[tuple[str, int]]:
    values = ready.values
    is_meant = all(fits(situation, trait, wanted) for trait, wanted in ready.when)
    count = counted(situation, values) if is_meant else None
    if count is not None:
        about = _about(situation.debt.id if situation.debt else 0)
        yield f"{about}: {' and '.join(values['media'])} in {values['days']} days ({ready.rule.id})", count


def _counted(
    key: tuple[Any, ...], by_zone: tuple[tuple[int, ...], ...], today: tuple[int, ...], spans: list[int]
) -> Iterable[tuple[str, int]]:
    """What one list of days comes to; by_zone of a talk is its last day, zone by zone."""
    match key:
        case ("talk", int(debt), *_):
            if by_zone[0]:
                yield f"{_about(debt)}: days since a talk", min(map(sub, today, by_zone[0]))
        case (int(debt), int(), tuple() as kinds, *_):
            for days in spans:
                name = f"{' '.join((_about(debt), *kinds))}: calls in {days} days"
                yield name, max(map(partial(near, span=days), by_zone, today), default=0)
        case _:
            pass


def _about(debt: int) -> str:
    return f"debt {debt}" if debt else "person"


def _span(rule: Rule, day: date) -> int:
    return int((rule.values_on(day) or {})["days"])
