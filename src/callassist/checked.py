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
from callassist.checklist import near
from callassist.events import CheckMade, RuleFound
from callassist.rules import Evidence, Finding, Rule, Rulebook, Situation, Values, sentence
from callassist.sifting import Sifted, sift
from callassist.survey import Verdicts

COUNTING: Final = "calls_within"
"""How the names of the checks begin that count calls within `days` days."""
PERSONAL: Final = frozenset({"words", "party", "name", "who", "asked", "quoted"})
"""What a check calls the words of the person, or somebody's name, in a sentence."""
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
        counts=_counts(base, standing, action),
        zones=base.zones,
        not_checked=verdicts.of(action, row).not_checked,
        overridden=answer.overridden,
        why=answer.why,
        by_role=answer.by_role,
    )


def _found(finding: Finding, rule: Rule, base: Situation, texts: tuple[str, ...]) -> RuleFound:
    values = rule.values_on(base.day) or {}
    words = {name: UNSAID if _is_personal(name, word, texts) else word for name, word in finding.words.items()}
    evidence = Evidence(words=words, opens=finding.opens, due=finding.due)
    return RuleFound(
        rule=finding.rule,
        effect=finding.effect,
        say=finding.say if words == finding.words else sentence(rule, evidence, values, base),
        values=msgspec.to_builtins(dict(values), str_keys=True),
        opens=finding.opens,
        debt=finding.debt,
    )


def _is_personal(name: str, word: str | int, texts: tuple[str, ...]) -> bool:
    """Whether a word of a sentence is the person's own, or names somebody."""
    return isinstance(word, str) and (name in PERSONAL or _is_theirs(word, texts))


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
