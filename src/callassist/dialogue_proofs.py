"""What a library of call scripts must be before anyone reads it aloud: whole, plain, and in the right order.

The proofs search every reachable pair of step and facts, so they hold on every path without listing paths;
one that fails shows the shortest path that breaks it. A fact is gained by a choice that its guard opens
(`is_verified`) or by a step that says a duty. Which words reveal, demand or are never said is data
(scripts/words.<language>.yaml).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from callassist import dialogue as dl
from callassist.dialogue import Act, Fault, Library, Place, Say, Script, Step
from callassist.dialogue_names import (
    CARDS,
    DUTIES,
    KINDS,
    KNOWN_ACTIONS,
    KNOWN_FIELDS,
    KNOWN_GUARDS,
    PARTS,
    PAYER,
    PAYER_FIELDS,
    VERIFIED,
)
from callassist.dialogue_variants import included, is_variant
from callassist.dialogue_wording import Words, fault_at, found_in, sentences, wording_faults

MOST_CHOICES = 9
"""Choices answer to the keys 1 to 9."""

_PROVEN_FACTS = frozenset({VERIFIED, *dl.DUTY_FACTS.values()})
_FIELD = re.compile(r"\{[a-z_]+\}")

Facts = frozenset[str]
State = tuple[Place, Facts]


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The names a script may use; no outcomes means that they are not looked at."""

    fields: frozenset[str] = KNOWN_FIELDS
    guards: frozenset[str] = KNOWN_GUARDS
    actions: frozenset[str] = KNOWN_ACTIONS
    outcomes: frozenset[str] = frozenset()


VOCABULARY = Vocabulary()


def check(scripts: Iterable[Script], words: Iterable[Words], vocabulary: Vocabulary = VOCABULARY) -> tuple[Fault, ...]:
    """Every fault of the scripts, in the order of files and lines; empty means that all proofs hold."""
    every = tuple(scripts)
    lists = {word_list.language: word_list for word_list in words}
    found = [fault for script in every for fault in script.faults]
    for language in sorted({script.language for script in every}):
        spoken = tuple(script for script in every if script.language == language)
        found += _twice(spoken)
        found += _includes(spoken)
        found += _language_faults(dl.library_of(spoken, language), lists.get(language), vocabulary)
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.line, fault.kind)))


def _twice(scripts: tuple[Script, ...]) -> Iterator[Fault]:
    ids = [(script.id, script.state, script.client) for script in scripts]
    for index, script in enumerate(scripts):
        if ids[index] in ids[:index]:
            yield fault_at(script, None, "twice", f"a second script with the id '{script.id}'")


def _includes(scripts: tuple[Script, ...]) -> Iterator[Fault]:
    """What a `+` takes in is a step of a script of parts, and takes in nothing itself."""
    by_id = {script.id: script for script in scripts if not is_variant(script)}
    for script in scripts:
        for step in script.steps:
            for include in step.includes:
                part = included(include.target, by_id)
                if part is None or by_id[include.target.script].kind != PARTS:
                    says = f"takes in {include.target}, which is no step of a script of kind parts"
                    yield fault_at(script, step, "dangling", says, include.line)
                elif part.includes:
                    says = f"takes in {include.target}, which itself takes something in"
                    yield fault_at(script, step, "dangling", says, include.line)


def _language_faults(library: Library, words: Words | None, vocabulary: Vocabulary) -> Iterator[Fault]:
    for script in library.values():
        yield from _names(library, script, vocabulary)
        if words is None:
            yield fault_at(script, None, "words", f"there is no word list for language '{script.language}'")
        else:
            yield from wording_faults(script, words)
    yield from _ways(library)
    if words is not None:
        yield from _proofs(library, words)


# ── names: everything a script refers to exists ──


def _names(library: Library, script: Script, vocabulary: Vocabulary) -> Iterator[Fault]:
    ids = [step.id for step in script.steps]
    if script.kind not in KINDS:
        yield fault_at(script, None, "kind", f"kind '{script.kind}' is none of {', '.join(sorted(KINDS))}")
    if script.steps and script.start not in ids:
        yield fault_at(script, None, "dangling", f"it starts at '{script.start}', which is no step")
    for duty in script.says:
        if duty.step not in ids:
            yield fault_at(script, None, "dangling", f"'{duty.name}' is said at '{duty.step}', which is no step")
        if duty.name not in DUTIES:
            yield fault_at(script, None, "unknown-duty", f"'{duty.name}' is no duty")
    for index, step in enumerate(script.steps):
        if step.id in ids[:index]:
            yield fault_at(script, step, "twice", f"a second step named '{step.id}'")
        yield from _step_names(library, script, step, vocabulary)


def _step_names(library: Library, script: Script, step: Step, vocabulary: Vocabulary) -> Iterator[Fault]:
    known = PAYER_FIELDS if script.kind == PAYER else vocabulary.fields
    for line in _shown(step):
        for field in sorted(set(line.fields) - known):
            whose = " in a call to a payer" if script.kind == PAYER else ""
            yield fault_at(script, step, "unknown-field", f"no field is named {{{field}}}{whose}", line.line)
    if len(step.choices) > MOST_CHOICES:
        yield fault_at(script, step, "choices", f"{len(step.choices)} choices, and keys for {MOST_CHOICES}")
    for choice in step.choices:
        if choice.guard is not None and choice.guard not in vocabulary.guards:
            yield fault_at(script, step, "unknown-guard", f"no guard is named {choice.guard}", choice.line)
        if problem := _target_problem(library, choice, vocabulary):
            yield fault_at(script, step, "dangling", problem, choice.line)


def _target_problem(library: Library, choice: dl.Choice, vocabulary: Vocabulary) -> str:
    match choice.target:
        case Act(name=name) if name not in vocabulary.actions:
            return f"'{choice.label}' asks the screen for '{name}', which it cannot do"
        case Act(outcome=str(code)) if vocabulary.outcomes and code not in vocabulary.outcomes:
            return f"'{choice.label}' proposes the outcome {code}, which is not in the table"
        case Place() as place if dl.find_step(library, place) is None:
            return f"'{choice.label}' leads to {place}, which does not exist"
        case _:
            return ""


def _shown(step: Step) -> Iterator[dl.Line]:
    """Every text of a step that stands on the screen, labels of choices too."""
    yield from step.lines
    for choice in step.choices:
        fields = tuple(name.strip("{}") for name in _FIELD.findall(choice.label))
        yield dl.Note(text=choice.label, fields=fields, line=choice.line)


# ── ways: every step is reached, and leads to an end ──


def _ways(library: Library) -> Iterator[Fault]:
    reached = {place for place, _ in _explore(library)}
    ending = _ending(library)
    for script in library.values():
        for step in script.steps:
            place = Place(script=script.id, step=step.id)
            if script.kind == PARTS and place not in reached:
                continue
            if place not in reached:
                yield fault_at(script, step, "unreachable", "no path leads to this step")
            if place not in ending:
                yield fault_at(script, step, "dead-end", "no path leads from this step to a wrap-up or back")
            elif all(choice.guard for choice in step.choices):
                yield fault_at(script, step, "stuck", "every choice has a guard: with all closed nothing is left")


def _ending(library: Library) -> set[Place]:
    """The places from which a call can come to an end, found backwards from those that end it."""
    places = {Place(script=script.id, step=step.id): step for script in library.values() for step in script.steps}
    ending = {place for place, step in places.items() if any(_ends(choice) for choice in step.choices)}
    grown = True
    while grown:
        more = {place for place, step in places.items() if ending & set(_next_places(library, step))}
        grown = not more <= ending
        ending |= more
    return ending


def _ends(choice: dl.Choice) -> bool:
    return isinstance(choice.target, Act) and choice.target.name in dl.ENDINGS


def _next_places(library: Library, step: Step) -> Iterator[Place]:
    for choice in step.choices:
        if isinstance(choice.target, Place) and (there := dl.find_step(library, choice.target)):
            yield Place(script=choice.target.script, step=there.id)


# ── proofs: what holds on every path ──


def _roots(library: Library) -> Iterator[State]:
    """Where a call may begin knowing nothing. A script that says no recording notice is not asked for one."""
    for script in library.values():
        if script.kind == PARTS:
            continue
        named = any(duty.name == "recording-notice" for duty in script.says)
        facts = frozenset() if named else frozenset({dl.DUTY_FACTS["recording-notice"]})
        entries = dl.cards(script) if script.kind == CARDS else script.steps
        for step in entries:
            if script.kind == CARDS or step.id == script.start:
                yield Place(script=script.id, step=step.id), facts


def _explore(library: Library) -> dict[State, State | None]:
    """Every reachable state with the one before it, nearest to a beginning first."""
    reached: dict[State, State | None] = dict.fromkeys(_roots(library))
    waiting = deque(reached)
    while waiting:
        here = waiting.popleft()
        for there in _onward(library, here):
            if there not in reached:
                reached[there] = here
                waiting.append(there)
    return reached


def _onward(library: Library, state: State) -> Iterator[State]:
    place, facts = state
    step = dl.find_step(library, place)
    said = {dl.DUTY_FACTS[name] for name in _duties_of(library, place) if name in dl.DUTY_FACTS}
    for choice in step.choices if step else ():
        if isinstance(choice.target, Place) and (there := dl.find_step(library, choice.target)):
            gained = _PROVEN_FACTS & {choice.guard or ""}
            yield Place(script=choice.target.script, step=there.id), facts | said | gained


def _duties_of(library: Library, place: Place) -> frozenset[str]:
    return frozenset(duty.name for duty in library[place.script].says if duty.step == place.step)


def _path(reached: Mapping[State, State | None], state: State | None) -> tuple[Place, ...]:
    places: list[Place] = []
    while state is not None:
        places.append(state[0])
        state = reached[state]
    return tuple(reversed(places))


class _Heard(Struct, frozen=True, kw_only=True):
    """One sentence as it falls: what is known by then, and what its step is there to say."""

    sentence: str
    facts: Facts
    duties: frozenset[str]
    words: Words


def _proofs(library: Library, words: Words) -> Iterator[Fault]:
    """The first break of each order on a path: what follows from it is told once that is mended."""
    reached = _explore(library)
    told: set[tuple[Place, str]] = set()
    for state in reached:
        place, facts = state
        step = dl.find_step(library, place) if library[place.script].kind != PAYER else None
        path = _path(reached, state)
        for kind, line, says in _judge(step, facts, _duties_of(library, place), words) if step else ():
            if told.isdisjoint((passed, kind) for passed in path):
                fault = fault_at(library[place.script], step, kind, says, line)
                yield replace(fault, path=tuple(map(str, path)))
            told.add((place, kind))


def _judge(step: Step, facts: Facts, duties: frozenset[str], words: Words) -> Iterator[tuple[str, int, str]]:
    """The broken orders in one step, sentence by sentence: a duty counts from the sentence that says it."""
    for line in _shown(step):
        if "is_verified" not in facts and (fields := dl.SENSITIVE_FIELDS.intersection(line.fields)):
            yield "identity", line.line, f"shows {{{min(fields)}}} before identity is verified"
        if not isinstance(line, Say):
            continue
        for sentence in sentences(line.text):
            facts |= _met(sentence, duties, words)
            heard = _Heard(sentence=sentence, facts=facts, duties=duties, words=words)
            yield from ((kind, line.line, says) for kind, rule in _RULES if (says := rule(heard)))


def _met(sentence: str, duties: frozenset[str], words: Words) -> Facts:
    return frozenset(
        dl.DUTY_FACTS[name]
        for name in duties & dl.DUTY_FACTS.keys()
        if found_in(words.evidence.get(name, ()), sentence)
    )


def _reveals(heard: _Heard) -> str:
    found = found_in(heard.words.sensitive, _FIELD.sub("…", heard.sentence))
    return f"says '{found}' before identity is verified" if found and "is_verified" not in heard.facts else ""


def _names_agency(heard: _Heard) -> str:
    """15 USC 1692b(1): the employer is named only when asked; a right party who is verified may hear it."""
    free = "is_verified" in heard.facts or "agency-if-asked" in heard.duties
    return "" if free or "{agency}" not in heard.sentence else "names {agency} unasked before identity is verified"


def _asks_unrecorded(heard: _Heard) -> str:
    early = heard.sentence.endswith("?") and "is_notified" not in heard.facts
    return "asks something before the recording notice is said" if early else ""


def _asks_money(heard: _Heard) -> str:
    return found_in(heard.words.asks_money, heard.sentence) if heard.sentence.endswith("?") else ""


def _speaks_of_money(heard: _Heard) -> str:
    """A step that answers "how much is it?" may say so, and still may not ask for it."""
    answers = "amount-if-asked" in heard.duties
    return _asks_money(heard) or ("" if answers else found_in(heard.words.states_money, heard.sentence))


def _demands(heard: _Heard, fact: str) -> str:
    money = "" if fact in heard.facts else _speaks_of_money(heard)
    return f"speaks of money ('{money}') before {_FIRST[fact]}" if money else ""


_FIRST = {
    "is_disclosed": "the collector's disclosure is said",
    "has_coverage_answer": "coverage on the date of service is asked",
}
_RULES: tuple[tuple[str, Callable[[_Heard], str]], ...] = (
    ("identity", _reveals),
    ("agency", _names_agency),
    ("recording", _asks_unrecorded),
    ("disclosure", lambda heard: _demands(heard, "is_disclosed")),
    ("coverage", lambda heard: _demands(heard, "has_coverage_answer")),
)
