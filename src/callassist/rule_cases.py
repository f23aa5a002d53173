"""Cases that prove the rules: a story, a question, the answer that is expected and the one that is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from callassist.calendars import Geography
from callassist.rule_shapes import Asked, Trial
from callassist.rule_stories import NEVER, Story
from callassist.rules import ALLOW, OF_WORDS, Rulebook, Setting, strictest
from callassist.survey import Verdict, Verdicts, survey


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How a case came out. `says` is why it failed; `rule` and `effect` what was asked of which rule."""

    file: str
    name: str
    rule: str
    effect: str
    says: str = ""

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
    verdict = _answer(verdicts, asked, story.row_of(asked.number, asked.address))
    tried = Tried(file=file, name=trial.name, rule=trial.rule, effect=trial.then)
    return replace(tried, says="; ".join(_differences(trial, verdict, story)))


def _answer(verdicts: Verdicts, asked: Asked, row: int) -> Verdict:
    """What all rules say of an action, or of words."""
    if asked.action not in OF_WORDS:
        return verdicts.of(asked.action, row, asked.debt)
    findings = verdicts.words(asked.text, asked.action)
    return Verdict(effect=strictest(findings), findings=findings)


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
