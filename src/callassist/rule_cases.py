"""Cases that prove the rules: a story, a question, the answer that is expected and the one that is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.calendars import Geography
from callassist.rule_shapes import Asked, Trial
from callassist.rule_stories import NEVER, Story
from callassist.rules import (
    ALLOW,
    BLOCK,
    OF_AN_ADDRESS,
    OF_WORDS,
    SEVERITY,
    Finding,
    Rulebook,
    Setting,
    strictest,
)
from callassist.survey import Verdict, Verdicts, survey

PERSON: Final = "person"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How a case came out. `says` is why it failed; `rule` and `effect` what was asked of which rule.

    `saw` is, for one that failed, what there was to see: where and when it was, what was counted, what each rule said.
    """

    file: str
    name: str
    rule: str
    effect: str
    says: str = ""
    saw: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Whether the answer was the one expected."""
        return not self.says


class _Guide(msgspec.Struct, frozen=True, kw_only=True):
    setting: Setting
    rulebook: Rulebook


def try_case(trial: Trial, rulebook: Rulebook, geography: Geography, file: str = "") -> Tried:
    """Ask one case. BadInput when it cannot be understood."""
    story = Story(trial, geography)
    asked, guide = trial.when, _Guide(setting=story.setting(), rulebook=rulebook)
    verdicts = survey(story.case(), guide, story.asked_at, asked.line)
    number = 0 if asked.action in OF_AN_ADDRESS else asked.number
    verdict = _answer(verdicts, asked, story.row_of(number, asked.address))
    tried = Tried(file=file, name=trial.name, rule=trial.rule, effect=trial.then)
    says = "; ".join(_differences(trial, verdict, story))
    return replace(tried, says=says, saw=tuple(_seen(trial, verdicts, verdict)) if says else ())


def _answer(verdicts: Verdicts, asked: Asked, row: int) -> Verdict:
    """What all rules say of an action, of words, or of an action with the words that it is done in."""
    if asked.action in OF_WORDS:
        findings = verdicts.words(asked.text, asked.action)
        return Verdict(effect=strictest(findings), findings=findings)
    verdict = verdicts.of_notice(asked.notice, asked.action, row, asked.debt)
    if not asked.text:
        return verdict
    findings = tuple(sorted(_with_words(verdicts, verdict, asked), key=lambda each: -SEVERITY[each.effect]))
    effect = strictest(findings)
    return replace(verdict, effect=effect, findings=findings, opens=verdict.opens if effect == BLOCK else None)


def _with_words(verdicts: Verdicts, verdict: Verdict, asked: Asked) -> Iterator[Finding]:
    """What is found of the action, but of the whole person with the words in view; then what is found of the words."""
    said = verdicts.words(asked.text, asked.action)
    yield from (each for each in verdict.findings if _scope(verdicts, each) != PERSON)
    yield from (each for each in said if _scope(verdicts, each) == PERSON)
    known = {(each.rule, each.debt) for each in verdict.findings}
    of_debts = (each for each in said if _scope(verdicts, each) != PERSON and asked.debt in {0, each.debt})
    yield from (each for each in of_debts if (each.rule, each.debt) not in known)
    yield from verdicts.words(asked.text)


def _scope(verdicts: Verdicts, finding: Finding) -> str:
    rule = verdicts.rulebook.rule(finding.rule)
    return rule.scope if rule else ""


def _differences(trial: Trial, verdict: Verdict, story: Story) -> Iterator[str]:
    found = [finding for finding in verdict.findings if finding.rule == trial.rule]
    effect = strictest(found)
    if effect != trial.then:
        yield f"{trial.rule} says {effect}, expected {trial.then} (in all: {_in_all(verdict)})"
    elif trial.opens and found:
        yield from _untimely("it", found[0].opens, story.moment(trial.opens))
    if trial.due and trial.due not in {finding.due for finding in found}:
        yield f"it is due {', '.join(str(f.due) for f in found) or NEVER}, expected {trial.due}"
    overall = ALLOW if verdict.effect == "say" else verdict.effect
    if trial.verdict and overall != trial.verdict:
        yield f"in all it is {overall}, expected {trial.verdict} ({_in_all(verdict)})"
    if trial.clear:
        yield from _untimely("all", verdict.opens, story.moment(trial.clear))


def _untimely(what: str, opens: datetime | None, expected: datetime | None) -> Iterator[str]:
    if opens != expected:
        yield f"{what} opens {opens or NEVER}, expected {expected or NEVER}"


def _in_all(verdict: Verdict) -> str:
    return ", ".join(f"{finding.rule} {finding.effect}" for finding in verdict.findings) or "nothing"


# ── what there was to see ──


def _seen(trial: Trial, verdicts: Verdicts, verdict: Verdict) -> Iterator[str]:
    """For a case that failed: the moment and the places, what was counted, what each rule found, the rule's figures."""
    base = verdicts.base
    places = ", ".join(base.zones) or "unknown"
    yield f"asked at {base.now:%Y-%m-%d %H:%M} UTC, the day there {base.day}; zones {places}"
    counted = {days for days in base.counts.values() if any(days)}
    for days in sorted(counted):
        yield "counted on " + " and on ".join(
            ", ".join(f"{date.fromordinal(d)}" for d in zone) for zone in days if zone
        )
    for finding in verdict.findings:
        yield _told(finding)
    rule = verdicts.rulebook.rule(trial.rule)
    if rule is None:
        yield f"{trial.rule} is no rule on file"
    elif all(finding.rule != rule.id for finding in verdict.findings):
        values = rule.values_on(base.day)
        figures = "not in force that day" if values is None else f"in force with {dict(values)}"
        when = f", judges only {rule.when}" if rule.when else ""
        yield f"{rule.id} found nothing: {figures}{when}"


def _told(finding: Finding) -> str:
    about = "".join(f" {name} {value}" for name, value in (("debt", finding.debt), ("number", finding.row)) if value)
    ends = f"; opens {finding.opens:%Y-%m-%d %H:%M} UTC" if finding.opens else ""
    due = f"; due {finding.due}" if finding.due else ""
    return f"{finding.rule} {finding.effect}{about}: {finding.say}{ends}{due}"
