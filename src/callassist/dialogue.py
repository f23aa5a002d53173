"""Call scripts: read the Markdown, fill a step with fields, walk from step to step.

A script is Markdown that people who are not programmers edit (docs/scripts.md): a `##` heading is a step, `>`
is said aloud, a plain paragraph is a note to the collector, a bullet with a link is a choice. Reading never
raises: a line that makes no sense is a `Fault` beside the steps that do, so a call goes on; `dialogue_proofs`
judges the whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from callassist.errors import BadInput

SENSITIVE_FIELDS = frozenset({"balance", "creditor", "facility", "service_date", "letter_reference"})
"""Never before identity: the debt, the care, and what is itself an answer that verifies."""
KNOWN_FIELDS = SENSITIVE_FIELDS | {
    *("collector", "agency", "voicemail_name", "callback_number"),
    *("consumer", "consumer_full", "local_time", "two_facts"),
}
DUTY_FACTS = {
    "recording-notice": "is_notified",
    "collector-disclosure": "is_disclosed",
    "coverage-question": "has_coverage_answer",
}
"""A duty a step meets by being said, and the fact that is then true for guards."""
KNOWN_GUARDS = frozenset({"is_verified", *DUTY_FACTS.values()}) | {
    *("may_place_call", "may_voicemail", "may_speak", "may_disclose", "may_demand", "may_offer"),
    *("may_take_payment", "may_text", "may_email", "may_letter", "may_third_party", "may_furnish"),
}
ENDINGS = frozenset({"wrap-up", "back"})
"""The screen actions that leave a step: the call is over, or back to where a card or side script began."""
FRONT_KEYS = frozenset({"id", "title", "language", "kind", "start", "says"})

_FIELD = re.compile(r"\{([a-z_]+)\}")
_HEADING = re.compile(r"#{2,3} +\S")
_WORD = re.compile(r"[\w-]+")
_NOT_WORD = re.compile(r"[^\w]+")
_CHOICE = re.compile(r"- +(?P<label>.+?) +-> +\[[^\]]*\]\((?P<target>[^)\s]+)\)(?: +`(?P<guard>[^`]+)`)? *$")
_PLACE = re.compile(r"(?:(?P<script>[\w-]+)(?:\.md)?)?(?:#(?P<step>[\w-]+))?$")
_ACT = re.compile(r"#!(?P<name>[\w-]+)(?::(?P<outcome>[\w-]+))?$")
_PAIR = re.compile(r"([\w-]+) *: *(\[[^\]]*\]|[\w-]+)")
_KINDS = (("<!--", "comment"), (">", "say"), ("- ", "choice"), ("#", "heading"), ("", "note"))

Row = tuple[int, str]


class Fault(Struct, frozen=True, kw_only=True):
    """What is wrong with a script, where, and on which path (`script#step`, first to last) if on one."""

    file: str
    line: int
    step: str
    kind: str
    says: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        path = f"\n    path: {' -> '.join(self.path)}" if self.path else ""
        step = f" ({self.step})" if self.step else ""
        return f"{self.file}:{self.line}{step}: {self.says}{path}"


class Place(Struct, frozen=True, kw_only=True):
    """A step of a script; an empty step means the script's first."""

    script: str
    step: str = ""

    def __str__(self) -> str:
        return f"{self.script}#{self.step}"


class Act(Struct, frozen=True, kw_only=True):
    """Something the screen does instead of going to a step; a wrap-up may propose an outcome code."""

    name: str
    outcome: str | None = None


class Line(Struct, frozen=True, kw_only=True):
    """Words with `{fields}` until rendered; `line` is where the file has them."""

    text: str
    fields: tuple[str, ...]
    line: int


class Say(Line, frozen=True, kw_only=True):
    """Said aloud."""


class Note(Line, frozen=True, kw_only=True):
    """For the collector's eyes only."""


class Choice(Struct, frozen=True, kw_only=True):
    """A numbered way on; without its guard (`may_<action>`, `is_…`, `has_…`) among the facts it is closed."""

    label: str
    number: int
    target: Place | Act
    guard: str | None
    line: int


class Step(Struct, frozen=True, kw_only=True):
    """A heading and what is under it; `depth` 3 (`###`) is a step that a card leads to, not a card."""

    id: str
    title: str
    depth: int
    lines: tuple[Say | Note, ...]
    choices: tuple[Choice, ...]
    line: int


class Duty(Struct, frozen=True, kw_only=True):
    """The front matter's claim that saying this step meets that duty."""

    name: str
    step: str


class Script(Struct, frozen=True, kw_only=True):
    """One file: a call, a deck of cards that return to where one was, or a message to leave."""

    id: str
    title: str
    language: str
    kind: str
    start: str
    says: tuple[Duty, ...]
    steps: tuple[Step, ...]
    file: str
    faults: tuple[Fault, ...]


class Position(Struct, frozen=True, kw_only=True):
    """Where a call stands, how it came there, and the duties said on the way; kept with the draft."""

    at: Place
    trail: tuple[Place, ...] = ()
    said: tuple[str, ...] = ()


Library = Mapping[str, Script]


# ── reading ──


class _Here(Struct, frozen=True, kw_only=True):
    """What a fault needs to name its place, and a link to stay in its own script."""

    file: str
    script: str
    step: str = ""

    def fault(self, line: int, says: str) -> Fault:
        return Fault(file=self.file, line=line, step=self.step, kind="syntax", says=says)


def parse_script(text: str, name: str) -> Script:
    """Read one file. `name`, its file name, is shown in faults and, less its suffix, is the id by default."""
    head, body = _split(text)
    front = {key.strip(): value.strip() for key, _, value in (row.partition(":") for _, row in head)}
    here = _Here(file=name, script=front.get("id", name.removesuffix(".md")))
    chapters = tuple(_chapters(body, here))
    steps = tuple(step for step, _ in chapters)
    return Script(
        id=here.script,
        title=front.get("title", here.script),
        language=front.get("language", "en"),
        kind=front.get("kind", "call"),
        start=front.get("start", steps[0].id if steps else ""),
        says=tuple(_duties(front.get("says", ""))),
        steps=steps,
        file=name,
        faults=(*_front_faults(front, here), *(fault for _, found in chapters for fault in found)),
    )


def _split(text: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Front matter and body as numbered rows; without a front matter the first is empty."""
    rows = tuple(enumerate(text.removeprefix("\ufeff").splitlines(), 1))
    fences = [index for index, (_, row) in enumerate(rows) if row.rstrip() == "---"]
    if not rows or fences[:1] != [0] or fences[1:] == []:
        return (), rows
    return tuple(row for row in rows[1 : fences[1]] if row[1].strip()), rows[fences[1] + 1 :]


def _duties(value: str) -> Iterator[Duty]:
    """`{duty: step, duty: [step, step]}`."""
    for name, steps in _PAIR.findall(value):
        for step in _WORD.findall(steps):
            yield Duty(name=name, step=step)


def _front_faults(front: Mapping[str, str], here: _Here) -> Iterator[Fault]:
    if not front:
        yield here.fault(1, "no front matter: the file opens with a block between two lines of ---")
    for key in sorted(front.keys() - FRONT_KEYS):
        yield here.fault(1, f"'{key}' is not a front-matter key; known are {', '.join(sorted(FRONT_KEYS))}")


def _chapters(rows: tuple[Row, ...], here: _Here) -> Iterator[tuple[Step, tuple[Fault, ...]]]:
    """Each step with the faults found in it; what stands before the first step is for readers of the file."""
    marks = [index for index, (_, row) in enumerate(rows) if _HEADING.match(row)]
    for start, end in pairwise((*marks, len(rows))):
        line, heading = rows[start]
        hashes, _, title = heading.strip().partition(" ")
        name = _NOT_WORD.sub("-", title.lower()).strip("-")
        items = tuple(_items(rows[start + 1 : end], replace(here, step=name)))
        choices = (item for item in items if isinstance(item, Choice))
        step = Step(
            id=name,
            title=title.strip(),
            depth=len(hashes),
            lines=tuple(item for item in items if isinstance(item, Say | Note)),
            choices=tuple(replace(choice, number=number) for number, choice in enumerate(choices, 1)),
            line=line,
        )
        yield step, tuple(item for item in items if isinstance(item, Fault))


def _kind(row: Row) -> str:
    """`>` alone parts two things said, as an empty line parts two notes."""
    text = row[1].strip()
    return next(kind for start, kind in _KINDS if text.startswith(start)) if text.strip(">") else "blank"


def _items(rows: tuple[Row, ...], here: _Here) -> Iterator[Say | Note | Choice | Fault]:
    """Neighbouring rows of one kind are one thing said or noted; each choice is its own."""
    for kind, group in groupby(rows, _kind):
        block = tuple(group)
        text = " ".join(row.strip().removeprefix(">").strip() for _, row in block)
        fields = tuple(dict.fromkeys(_FIELD.findall(text)))
        match kind:
            case "say":
                yield Say(text=text, fields=fields, line=block[0][0])
            case "note":
                yield Note(text=text, fields=fields, line=block[0][0])
            case "choice":
                yield from (_choice(row, here) for row in block)
            case "heading":
                yield here.fault(block[0][0], "only ## and ### open a step")


def _choice(row: Row, here: _Here) -> Choice | Fault:
    line, text = row
    found = _CHOICE.match(text.strip())
    target = _target(found["target"], here.script) if found else None
    if found is None or target is None:
        return here.fault(line, f"{text.strip()!r} is no choice; write '- what happened -> [name](#step)'")
    return Choice(label=found["label"], number=0, target=target, guard=found["guard"], line=line)


def _target(text: str, own: str) -> Place | Act | None:
    """`#step`, `other.md#step`, `other.md`, `#!action` or `#!wrap-up:CODE`."""
    if act := _ACT.match(text):
        return Act(name=act["name"], outcome=act["outcome"])
    if place := _PLACE.match(text):
        return Place(script=place["script"] or own, step=place["step"] or "")
    return None


def render(step: Step, fields: Mapping[str, str]) -> Step:
    """The step with its fields filled in, as plain text; one absent or empty stays visible as «field»."""
    return replace(
        step,
        lines=tuple(replace(line, text=_fill(line.text, fields)) for line in step.lines),
        choices=tuple(replace(choice, label=_fill(choice.label, fields)) for choice in step.choices),
    )


def _fill(text: str, fields: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: fields.get(found[1]) or f"«{found[1]}»", text)


def cards(deck: Script) -> tuple[Step, ...]:
    """The cards of a deck in the order they are listed and numbered; their `###` steps are not cards."""
    return tuple(step for step in deck.steps if step.depth == 2)  # noqa: PLR2004 - `##`


# ── walking ──


def library_of(scripts: Iterable[Script], language: str = "en") -> Library:
    """The scripts of one language by id."""
    return {script.id: script for script in scripts if script.language == language}


def find_step(library: Library, place: Place) -> Step | None:
    """The step at a place, or None when the script or the step is not there."""
    script = library.get(place.script)
    wanted = place.step or (script.start if script else "")
    return next((step for step in script.steps if step.id == wanted), None) if script else None


def begin(library: Library, script: str) -> Position:
    """The script's first step, with nothing said yet: also for a new speaker, who must not walk back."""
    if script not in library:
        raise _absent(Place(script=script))
    return Position(at=Place(script=script, step=library[script].start))


def resume(library: Library, saved: Position, fallback: str) -> Position:
    """The saved position, or the nearest step behind it that still exists, or `fallback`'s first."""
    trail = tuple(place for place in (*saved.trail, saved.at) if find_step(library, place))
    if not trail:
        return begin(library, fallback)
    return Position(at=trail[-1], trail=trail[:-1], said=saved.said)


def step_at(library: Library, position: Position) -> Step:
    """The step to show; `resume` makes sure that a saved position has one."""
    step = find_step(library, position.at)
    if step is None:
        raise _absent(position.at)
    return step


def _absent(place: Place) -> BadInput:
    return BadInput(f"there is no {place}", "call scripts", "name one that is in the folder")


def facts_with(position: Position, facts: Collection[str]) -> frozenset[str]:
    """The desk's facts (`may_…`, `is_…`, `has_…` that are true) and those that follow from what was said."""
    return frozenset(facts).union(DUTY_FACTS[name] for name in position.said if name in DUTY_FACTS)


def is_open(choice: Choice, facts: Collection[str]) -> bool:
    """Whether its guard, if it has one, is among the facts (as `facts_with` gives them)."""
    return choice.guard is None or choice.guard in facts


def choice_at(library: Library, position: Position, number: int) -> Choice | None:
    """The choice under a key; the screen does its `Act`, and `choose` moves."""
    return next((choice for choice in step_at(library, position).choices if choice.number == number), None)


def choose(library: Library, position: Position, number: int, facts: Collection[str]) -> Position:
    """Take a numbered choice. Closed, absent, or a screen action that ends nothing: the position stays."""
    choice = choice_at(library, position, number)
    if choice is None or not is_open(choice, facts_with(leave(library, position), facts)):
        return position
    gone = leave(library, position)
    match choice.target:
        case Place() as place:
            return go(library, gone, place)
        case Act(name="back"):
            return _return(gone)
        case Act(name=name):
            return gone if name in ENDINGS else position


def advance(library: Library, position: Position, facts: Collection[str]) -> Position:
    """Take the usual way on: the first choice, and no other when that one is closed."""
    return choose(library, position, 1, facts)


def follow(library: Library, position: Position, fact: str, facts: Collection[str]) -> Position:
    """A fact became true: take the first choice that waits for it, else stay."""
    waiting = (choice.number for choice in step_at(library, position).choices if choice.guard == fact)
    return choose(library, position, next(waiting, 0), {*facts, fact})


def go(library: Library, position: Position, place: Place) -> Position:
    """Jump to a place (a card, another script), remembering where one was; an unknown one changes nothing."""
    step = find_step(library, place)
    there = Place(script=place.script, step=step.id) if step else position.at
    if there == position.at:
        return position
    return replace(position, at=there, trail=(*position.trail, position.at))


def back(position: Position) -> Position:
    """The step before. What was said stays said."""
    return replace(position, at=position.trail[-1], trail=position.trail[:-1]) if position.trail else position


def _return(position: Position) -> Position:
    """Out of a card or a side script, to the step it was entered from."""
    for index in reversed(range(len(position.trail))):
        if position.trail[index].script != position.at.script:
            return replace(position, at=position.trail[index], trail=position.trail[:index])
    return position


def leave(library: Library, position: Position) -> Position:
    """The same place with the duties of its step counted as said: going on is the collector's word for it."""
    script = library[position.at.script]
    said = (duty.name for duty in script.says if duty.step == position.at.step)
    return replace(position, said=tuple(dict.fromkeys((*position.said, *said))))
