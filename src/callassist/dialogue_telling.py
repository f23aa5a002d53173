"""A fault of a script told to whoever wrote it: where, the sentence, the case, the call that leads there, what helps.

And a script as a collector sees it, step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from callassist.dialogue import find_step
from callassist.dialogue_shapes import Act, Choice, Fault, Library, Place, Say, Script, Step
from callassist.dialogue_worlds import World, gate

REMEDIES: Final[Mapping[str, str]] = {
    "syntax": "write the line in one of the shapes of docs/scripts.md.",
    "twice": "give one of the two another name.",
    "kind": "write one of the kinds that are named, or leave the line out for a call.",
    "dangling": "correct the name, or write what it names.",
    "unknown-duty": "write the duty as docs/scripts.md has it.",
    "unknown-field": "write a field that docs/scripts.md lists, in braces.",
    "unknown-guard": "write a guard that docs/scripts.md lists.",
    "choices": "move some of the choices to a step of their own.",
    "words": "without the list nothing of this language is proved.",
    "unreachable": "add a choice that leads here, or take the step out.",
    "dead-end": "add a choice that goes on: to a step, to a wrap-up, or back.",
    "stuck": "add one choice without a guard for when all the others are closed.",
    "unsaid": "say it in the step, or take the duty out of 'says' (words.*.yaml lists under evidence what counts).",
    "forbidden": "say it without those words (words.*.yaml lists them under forbidden).",
    "message": "leave out everything but the permitted sentences (words.*.yaml, message).",
    "grade": "shorten the sentences and take shorter words.",
    "untranslated": "bring the two files into step; the words may differ, the ways may not.",
    "identity": "take the words out, or close the way here with the guard `is_verified`.",
    "agency": "leave {agency} out, or let the step answer only who asked (says: agency-if-asked).",
    "recording": "say that the call is recorded first, in the step named under recording-notice.",
    "disclosure": "let every way here pass the step named under collector-disclosure.",
    "coverage": "let every way here pass the question about coverage, or close it with `has_coverage_answer`.",
    "time-barred": "close the way here with `may_demand`, `may_offer` or `may_take_payment`, or read the words first.",
    "aid": "close the way here with `may_demand`, `may_offer` or `may_take_payment`, or name help with bills first.",
    "read-back": "let every way here pass a step that reads out {payment_terms} (says: payment-read-back).",
    "teach-back": "read back what was agreed (says: plan-read-back) and ask them to say it in their own words.",
    "estate": "speak of the estate alone; nobody who is left owes anything.",
    "payer": "say our name and {facility} first, and nothing of what the consumer said or owes.",
    "walk": "correct the walk, or the script if the walk is right.",
}
"""What helps, by kind of fault."""
_FIRST_WORDS = 60


def told(fault: Fault, library: Library) -> Iterator[str]:
    """The lines to print of a fault; `library` is that of its language."""
    step = f", step '{fault.step}'" if fault.step else ""
    yield f"{fault.file}:{fault.line}{step}: {fault.says}{'' if fault.says.endswith('?') else '.'} [{fault.kind}]"
    if fault.sentence:
        yield f"    the words:   {fault.sentence}"
    if fault.world:
        yield f"    in this case: {fault.world}"
    if fault.path:
        yield "    the call that leads there:"
        yield from (f"      {line}" for line in call_of(fault.path, library))
    if remedy := REMEDIES.get(fault.kind, ""):
        yield f"    to mend it:  {remedy}"


def call_of(path: tuple[str, ...], library: Library) -> Iterator[str]:
    """A path as a call: what we say in each step and what they do then."""
    places = tuple(map(_place, path))
    for index, place in enumerate(places):
        step = find_step(library, place)
        yield f"{index + 1}. {place}{_first_words(step)}"
        following = places[index + 1] if index + 1 < len(places) else None
        taken = _leading_to(library, step, following) if step and following else None
        if taken is not None:
            guard = f"  (open when {taken.guard})" if taken.guard else ""
            yield f"   then: {taken.label}{guard}"


def _place(text: str) -> Place:
    script, _, step = text.partition("#")
    return Place(script=script, step=step)


def _first_words(step: Step | None) -> str:
    said = " ".join(line.text for line in step.lines if isinstance(line, Say)) if step else ""
    short = said if len(said) <= _FIRST_WORDS else f"{said[:_FIRST_WORDS].rsplit(' ', 1)[0]} ..."
    return f'   "{short}"' if short else ""


def _leading_to(library: Library, step: Step, place: Place) -> Choice | None:
    for choice in step.choices:
        if isinstance(choice.target, Place):
            there = find_step(library, choice.target)
            if there and (choice.target.script, there.id) == (place.script, place.step):
                return choice
    return None


# ── a script as it is seen ──


class ShownChoice(Struct, frozen=True, kw_only=True):
    """A way on: its key, what happened, where it leads, the guard that it needs, whether it can ever be open here."""

    number: int
    label: str
    to: str
    needs: str
    is_open: bool


class ShownLine(Struct, frozen=True, kw_only=True):
    """`say` is said aloud, `note` is for the collector's eyes."""

    kind: str
    text: str


class ShownStep(Struct, frozen=True, kw_only=True):
    """A step with the duties that it is there for."""

    id: str
    title: str
    file: str
    line: int
    says: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    choices: tuple[ShownChoice, ...]


class ShownScript(Struct, frozen=True, kw_only=True):
    """A script as it is in one language, for a state, a client and a speaker."""

    id: str
    title: str
    language: str
    kind: str
    start: str
    seen_by: tuple[str, ...]
    steps: tuple[ShownStep, ...]


def shown(script: Script, worlds: Iterable[World]) -> ShownScript:
    """The script as a collector sees it; a choice is closed that can be open in none of the worlds."""
    every = tuple(worlds)
    return ShownScript(
        id=script.id,
        title=script.title,
        language=script.language,
        kind=script.kind,
        start=script.start,
        seen_by=tuple(dict.fromkeys(filter(None, map(str, every)))),
        steps=tuple(_step(script, step, every) for step in script.steps),
    )


def _step(script: Script, step: Step, worlds: tuple[World, ...]) -> ShownStep:
    lines = (ShownLine(kind="say" if isinstance(line, Say) else "note", text=line.text) for line in step.lines)
    return ShownStep(
        id=step.id,
        title=step.title,
        file=step.file or script.file,
        line=step.line,
        says=tuple(duty.name for duty in script.says if duty.step == step.id),
        lines=tuple(lines),
        choices=tuple(_choice(choice, worlds) for choice in step.choices),
    )


def _choice(choice: Choice, worlds: tuple[World, ...]) -> ShownChoice:
    return ShownChoice(
        number=choice.number,
        label=choice.label,
        to=_to(choice.target),
        needs=choice.guard or "",
        is_open=not worlds or any(gate(choice.guard, world) is not None for world in worlds),
    )


def _to(target: Place | Act) -> str:
    if isinstance(target, Place):
        return str(target) if target.step else target.script
    return f"!{target.name}:{target.outcome}" if target.outcome else f"!{target.name}"


def in_lines(script: ShownScript) -> Iterator[str]:
    """The script in text, a step after another."""
    yield f"{script.title} ({script.id}, {script.language}, {script.kind})"
    yield from (f"as seen: {world}" for world in script.seen_by)
    for step in script.steps:
        duties = f"   [{', '.join(step.says)}]" if step.says else ""
        yield f"\n== {step.title}   ({step.file}:{step.line} #{step.id}){duties}"
        for line in step.lines:
            yield f"   SAY  {line.text}" if line.kind == "say" else f"        ({line.text})"
        for choice in step.choices:
            needs = f"   needs {choice.needs}" if choice.needs else ""
            closed = "" if choice.is_open else "   CLOSED"
            yield f"   {choice.number}    {choice.label} -> {choice.to}{needs}{closed}"
