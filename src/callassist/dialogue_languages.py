"""Whether a script in another language is the English one: the same steps, the same ways on, the same duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callassist.dialogue_names import ENGLISH
from callassist.dialogue_shapes import Choice, Duty, Fault, Say, Script, Step
from callassist.dialogue_wording import fault_at

KIND = "untranslated"


def untranslated(scripts: Iterable[Script]) -> Iterator[Fault]:
    """What a language lacks of what English has, or has beside it; a step has its English name whatever its title."""
    every = tuple(scripts)
    english = {_key(script): script for script in every if script.language == ENGLISH}
    for language in sorted({script.language for script in every} - {ENGLISH}):
        spoken = {_key(script): script for script in every if script.language == language}
        for key, script in english.items():
            if key in spoken:
                yield from _of_script(script, spoken[key])
            else:
                says = f"there is no such script in the language '{language}': write {language}/{script.file}"
                yield fault_at(script, None, KIND, says)
        for key in spoken.keys() - english.keys():
            yield fault_at(spoken[key], None, KIND, "there is no English script of this id, state and client")


def _key(script: Script) -> tuple[str, str, str]:
    return script.id, script.state, script.client


def _of_script(english: Script, other: Script) -> Iterator[Fault]:
    steps = {step.id: step for step in other.steps}
    for name in ("kind", "start"):
        if getattr(english, name) != getattr(other, name):
            says = f"its {name} is '{getattr(other, name)}', in English '{getattr(english, name)}'"
            yield fault_at(other, None, KIND, says)
    yield from _of_duties(english.says, other)
    for step in english.steps:
        if step.id in steps:
            yield from _of_step(english, step, other, steps[step.id])
        else:
            says = f"the step '{step.id}' of {english.file}:{step.line} is missing"
            yield fault_at(other, None, KIND, says)
    for name in steps.keys() - {step.id for step in english.steps}:
        says = f"the step '{name}' is not in English; a step keeps its English name: '## Title {{#name}}'"
        yield fault_at(other, steps[name], KIND, says)


def _of_duties(english: Iterable[Duty], other: Script) -> Iterator[Fault]:
    for duty in english:
        if duty not in other.says:
            says = f"'says' does not name {duty.name} at {duty.step}, as in English"
            yield fault_at(other, None, KIND, says)


def _of_step(english: Script, step: Step, other: Script, spoken: Step) -> Iterator[Fault]:
    where = f"{english.file}:{step.line}"
    if len(step.choices) != len(spoken.choices):
        says = f"{len(spoken.choices)} choices, in English ({where}) {len(step.choices)}"
        yield fault_at(other, spoken, KIND, says)
        return
    if [each.target for each in step.includes] != [each.target for each in spoken.includes]:
        yield fault_at(other, spoken, KIND, f"takes in other parts than in English ({where})")
    for one, same in zip(step.choices, spoken.choices, strict=True):
        if problem := _of_choice(one, same):
            yield fault_at(other, spoken, KIND, f"choice {one.number} {problem} ({english.file}:{one.line})", same.line)
    if missing := _said(step) - _said(spoken):
        says = f"does not say {{{min(missing)}}}, and in English ({where}) it does"
        yield fault_at(other, spoken, KIND, says)


def _of_choice(english: Choice, other: Choice) -> str:
    if english.target != other.target:
        return "leads elsewhere than in English"
    if english.guard != other.guard:
        return f"has the guard {other.guard or 'none'}, in English {english.guard or 'none'}"
    return ""


def _said(step: Step) -> frozenset[str]:
    """The fields that it says aloud."""
    return frozenset(field for line in step.lines if isinstance(line, Say) for field in line.fields)
