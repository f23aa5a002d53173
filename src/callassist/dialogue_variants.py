"""The scripts of one call: those of its language, with what differs in its state and for its client, parts taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from callassist.dialogue_shapes import Choice, Duty, Library, Note, Place, Say, Script, Step


def library_of(scripts: Iterable[Script], language: str = "en", state: str = "", client: str = "") -> Library:
    """The scripts of one language by id, as they are in a state and for a client (each by its code, or '').

    Where more than one variant has a step, the one for the client and the state goes before the one for the
    client, and that before the one for the state.
    """
    spoken = tuple(script for script in scripts if script.language == language)
    found = {script.id: script for script in spoken if not is_variant(script)}
    fitting = (each for each in spoken if is_variant(each) and _fits(each, state, client))
    for variant in sorted(fitting, key=lambda each: (bool(each.client), bool(each.state))):
        if variant.id in found:
            found[variant.id] = _overlaid(found[variant.id], variant)
    return {name: _whole(script, found) for name, script in found.items()}


def is_variant(script: Script) -> bool:
    """Whether it holds only the steps that differ in a state or for a client."""
    return bool(script.state or script.client)


def _fits(variant: Script, state: str, client: str) -> bool:
    return variant.state in {"", state} and variant.client in {"", client}


def _overlaid(base: Script, variant: Script) -> Script:
    """The base with the variant's steps in place of its own, new ones at the end; what they say goes with them."""
    own = {step.id: replace(step, file=variant.file) for step in variant.steps}
    known = {step.id for step in base.steps}
    kept = tuple(own.get(step.id, step) for step in base.steps)
    fresh = tuple(step for step in own.values() if step.id not in known)
    said = tuple(duty for duty in base.says if duty.step not in own)
    steps = (*kept, *fresh)
    return replace(base, steps=steps, says=(*said, *variant.says), start=variant.start or base.start)


# ── parts that a step takes in ──


def _whole(script: Script, scripts: Mapping[str, Script]) -> Script:
    """The script with all parts taken in, and the duties that are met by saying them."""
    if not any(step.includes for step in script.steps):
        return script
    steps = tuple(_taken_in(step, scripts) for step in script.steps)
    more = (duty for step in script.steps for duty in _brought(step, scripts))
    return replace(script, steps=steps, says=tuple(dict.fromkeys((*script.says, *more))))


def _brought(step: Step, scripts: Mapping[str, Script]) -> Iterator[Duty]:
    for include in step.includes:
        part = scripts.get(include.target.script)
        for duty in part.says if part else ():
            if duty.step == include.target.step:
                yield Duty(name=duty.name, step=step.id)


def _taken_in(step: Step, scripts: Mapping[str, Script]) -> Step:
    """The step with what each part has in the place of its `+`; faults in it are told at that line."""
    lines: list[Say | Note] = list(step.lines)
    choices: list[Choice] = list(step.choices)
    for include in reversed(step.includes):
        part = included(include.target, scripts)
        if part is not None:
            lines[include.after_lines : include.after_lines] = [replace(each, line=include.line) for each in part.lines]
            here = include.after_choices
            choices[here:here] = [replace(each, line=include.line) for each in part.choices]
    numbered = tuple(replace(choice, number=number) for number, choice in enumerate(choices, 1))
    return replace(step, lines=tuple(lines), choices=numbered, includes=())


def included(place: Place, scripts: Mapping[str, Script]) -> Step | None:
    """The part at a place, or None when there is none; a part takes in nothing itself."""
    script = scripts.get(place.script)
    return next((step for step in script.steps if step.id == place.step), None) if script else None
