"""Every case asked whether it may be called: how many are stopped, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from callassist.desk.cases import Cases
from callassist.rules import ALLOW, BLOCK, SAY, WARN, Rulebook
from callassist.survey import Verdict, glance

Watch = Callable[[int], None]
TOLD: Final = (ALLOW, WARN, BLOCK)


class OfRule(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases a rule stops, and how many it only says something of."""

    rule: str
    title: str
    block: int
    warn: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Verdicts on all cases at a moment; one case may stand under several rules.

    `lasting` are those that no time opens.
    """

    at: datetime
    cases: int
    allow: int
    warn: int
    block: int
    lasting: int
    rules: tuple[OfRule, ...]


def check_all(cases: Cases, watch: Watch) -> Tally:
    """Judge the call of every case now; `watch` hears how many are done."""
    at, verdicts, lasting = cases.clock(), Counter[str](), 0
    stops, others = Counter[str](), Counter[str]()
    for done, verdict in enumerate(_judged(cases, at), start=1):
        watch(done)
        verdicts[ALLOW if verdict.effect == SAY else verdict.effect] += 1
        lasting += verdict.is_stopped and verdict.opens is None
        stops.update({each.rule for each in verdict.findings if each.effect == BLOCK})
        others.update({each.rule for each in verdict.findings if each.effect != BLOCK})
    return Tally(
        at=at,
        cases=verdicts.total(),
        lasting=lasting,
        rules=_by_rule(stops, others, cases.handbook.rulebook),
        **{effect: verdicts[effect] for effect in TOLD},
    )


def _judged(cases: Cases, at: datetime) -> Iterator[Verdict]:
    for case in cases.store.scan():
        yield glance(cases.read(case), cases.handbook, at).best_call()


def _by_rule(stops: Counter[str], others: Counter[str], book: Rulebook) -> tuple[OfRule, ...]:
    titles = {rule.id: rule.title for rule in book.rules}
    names: Iterable[str] = sorted({*stops, *others}, key=lambda name: (-stops[name], -others[name], name))
    return tuple(OfRule(rule=n, title=titles[n], block=stops[n], warn=others[n]) for n in names)
