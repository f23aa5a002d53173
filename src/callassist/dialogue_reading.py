"""Read the Markdown of a call script (docs/scripts.md).

A `##` heading is a step, `>` is said aloud, a plain paragraph is a note to the collector, a bullet with a link is
a choice, a `+` with a link takes in a part. Reading never raises: a line that makes no sense is a `Fault` beside
the steps that do, so a call goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from callassist.dialogue_names import CALL, ENGLISH, FRONT_KEYS
from callassist.dialogue_shapes import Act, Choice, Duty, Fault, Include, Note, Place, Say, Script, Step

_FIELD = re.compile(r"\{([a-z_]+)\}")

_HEADING = re.compile(r"#{2,3} +\S")
_SLUG = re.compile(r" *\{#(?P<slug>[\w-]+)\}$")
_WORD = re.compile(r"[\w-]+")
_NOT_WORD = re.compile(r"[^\w]+")
_CHOICE = re.compile(r"- +(?P<label>.+?) +-> +\[[^\]]*\]\((?P<target>[^)\s]+)\)(?: +`(?P<guard>[^`]+)`)? *$")
_INCLUDE = re.compile(r"\+ +\[[^\]]*\]\((?P<target>[^)\s]+)\) *$")
_PLACE = re.compile(r"(?:(?P<script>[\w-]+)(?:\.md)?)?(?:#(?P<step>[\w-]+))?$")
_ACT = re.compile(r"#!(?P<name>[\w-]+)(?::(?P<outcome>[\w-]+))?$")
_PAIR = re.compile(r"([\w-]+) *: *(\[[^\]]*\]|[\w-]+)")
_KINDS = (("<!--", "comment"), (">", "say"), ("- ", "choice"), ("+ ", "include"), ("#", "heading"), ("", "note"))
_FOR = frozenset({"state", "client"})

Row = tuple[int, str]


class _Here(Struct, frozen=True, kw_only=True):
    """What a fault needs to name its place, and a link to stay in its own script."""

    file: str
    script: str
    step: str = ""

    def fault(self, line: int, says: str) -> Fault:
        return Fault(file=self.file, line=line, step=self.step, kind="syntax", says=says)


def parse_script(text: str, name: str) -> Script:
    """Read one file. `name` is shown in faults; up to its first dot it is the id, and its folder is the language.

    So `es/first-contact.ma.md` is first-contact in Spanish, unless its front matter says otherwise.
    """
    head, body = _split(text)
    front = {key.strip(): value.strip() for key, _, value in (row.partition(":") for _, row in head)}
    folder, _, own = name.rpartition("/")
    here = _Here(file=name, script=front.get("id", own.partition(".")[0]))
    chapters = tuple(_chapters(body, here))
    steps = tuple(step for step, _ in chapters)
    meant = dict(_PAIR.findall(front.get("for", "")))
    is_variant = bool(meant)
    return Script(
        id=here.script,
        title=front.get("title", "" if is_variant else here.script),
        language=front.get("language", folder or ENGLISH),
        kind=front.get("kind", "" if is_variant else CALL),
        start=front.get("start", steps[0].id if steps and not is_variant else ""),
        says=tuple(_duties(front.get("says", ""))),
        steps=steps,
        file=name,
        faults=(*_front_faults(front, here), *(fault for _, found in chapters for fault in found)),
        state=meant.get("state", ""),
        client=meant.get("client", ""),
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
    meant = dict(_PAIR.findall(front.get("for", "")))
    if "for" in front and not (meant and meant.keys() <= _FOR):
        yield here.fault(1, f"'for: {front['for']}' names no state and no client; write 'for: {{state: MA}}'")


def _chapters(rows: tuple[Row, ...], here: _Here) -> Iterator[tuple[Step, tuple[Fault, ...]]]:
    """Each step with the faults found in it; what stands before the first step is for readers of the file."""
    marks = [index for index, (_, row) in enumerate(rows) if _HEADING.match(row)]
    for start, end in pairwise((*marks, len(rows))):
        yield _chapter(rows[start], rows[start + 1 : end], here)


def _chapter(heading: Row, rows: tuple[Row, ...], here: _Here) -> tuple[Step, tuple[Fault, ...]]:
    hashes, _, words = heading[1].strip().partition(" ")
    title = _SLUG.sub("", words).strip()
    slug = _SLUG.search(words)
    name = slug["slug"] if slug else _NOT_WORD.sub("-", title.lower()).strip("-")
    items = tuple(_items(rows, replace(here, step=name)))
    choices = (item for item in items if isinstance(item, Choice))
    step = Step(
        id=name,
        title=title,
        depth=len(hashes),
        lines=tuple(item for item in items if isinstance(item, Say | Note)),
        choices=tuple(replace(choice, number=number) for number, choice in enumerate(choices, 1)),
        line=heading[0],
        includes=tuple(_placed(items)),
    )
    return step, tuple(item for item in items if isinstance(item, Fault))


def _placed(items: tuple[Say | Note | Choice | Include | Fault, ...]) -> Iterator[Include]:
    """Each include with how many lines and choices of the step stand before it."""
    for index, item in enumerate(items):
        if isinstance(item, Include):
            before = items[:index]
            lines = sum(isinstance(each, Say | Note) for each in before)
            yield replace(item, after_lines=lines, after_choices=sum(isinstance(each, Choice) for each in before))


def _kind(row: Row) -> str:
    """`>` alone parts two things said, as an empty line parts two notes."""
    text = row[1].strip()
    return next(kind for start, kind in _KINDS if text.startswith(start)) if text.strip(">") else "blank"


def _items(rows: tuple[Row, ...], here: _Here) -> Iterator[Say | Note | Choice | Include | Fault]:
    """Neighbouring rows of one kind are one thing said or noted; each choice and each include is its own."""
    for kind, group in groupby(rows, _kind):
        block = tuple(group)
        match kind:
            case "say" | "note":
                yield _line(kind, block)
            case "choice":
                yield from (_choice(row, here) for row in block)
            case "include":
                yield from (_include(row, here) for row in block)
            case "heading":
                yield here.fault(block[0][0], "only ## and ### open a step")


def _line(kind: str, block: tuple[Row, ...]) -> Say | Note:
    text = " ".join(row.strip().removeprefix(">").strip() for _, row in block)
    pieces = pieces_of(text)
    fields = tuple(dict.fromkeys(pieces[1::2]))
    of_its_kind = Say if kind == "say" else Note
    return of_its_kind(text=text, fields=fields, line=block[0][0], pieces=pieces)


def pieces_of(text: str) -> tuple[str, ...]:
    """Words cut at their `{fields}`: text, name of a field, text, and so on; a text begins and ends it."""
    return tuple(_FIELD.split(text))


def _choice(row: Row, here: _Here) -> Choice | Fault:
    line, text = row
    found = _CHOICE.match(text.strip())
    target = _target(found["target"], here.script) if found else None
    if found is None or target is None:
        return here.fault(line, f"{text.strip()!r} is no choice; write '- what happened -> [name](#step)'")
    label = found["label"]
    return Choice(label=label, number=0, target=target, guard=found["guard"], line=line, pieces=pieces_of(label))


def _include(row: Row, here: _Here) -> Include | Fault:
    line, text = row
    found = _INCLUDE.match(text.strip())
    target = _target(found["target"], here.script) if found else None
    if not isinstance(target, Place) or not target.step:
        return here.fault(line, f"{text.strip()!r} takes in nothing; write '+ [words](common.md#step)'")
    return Include(target=target, after_lines=0, after_choices=0, line=line)


def _target(text: str, own: str) -> Place | Act | None:
    """`#step`, `other.md#step`, `other.md`, `#!action` or `#!wrap-up:CODE`."""
    if act := _ACT.match(text):
        return Act(name=act["name"], outcome=act["outcome"])
    if place := _PLACE.match(text):
        return Place(script=place["script"] or own, step=place["step"] or "")
    return None
