"""What a call script is made of once it is read: steps, words with fields, choices, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Fault(Struct, frozen=True, kw_only=True):
    """What is wrong with a script, where, and on which path (`script#step`, first to last) if on one.

    `sentence` is the one that is wrong, `world` in which case it is: '' for most calls.
    """

    file: str
    line: int
    step: str
    kind: str
    says: str
    path: tuple[str, ...] = ()
    sentence: str = ""
    world: str = ""

    def __str__(self) -> str:
        world = f"\n    when: {self.world}" if self.world else ""
        path = f"\n    path: {' -> '.join(self.path)}" if self.path else ""
        step = f" ({self.step})" if self.step else ""
        return f"{self.file}:{self.line}{step}: {self.says}{world}{path}"


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
    """Words with `{fields}` until rendered; `line` is where the file has them.

    `pieces` are the words cut at the fields, so that filling one in looks for nothing: text, name, text, name, text.
    """

    text: str
    fields: tuple[str, ...]
    line: int
    pieces: tuple[str, ...] = ()


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
    pieces: tuple[str, ...] = ()


class Include(Struct, frozen=True, kw_only=True):
    """`+ [words](common.md#step)`: what that step has, put in after so many lines and choices of this one."""

    target: Place
    after_lines: int
    after_choices: int
    line: int


class Step(Struct, frozen=True, kw_only=True):
    """A heading and what is under it; `depth` 3 (`###`) is a step that a card leads to, not a card."""

    id: str
    title: str
    depth: int
    lines: tuple[Say | Note, ...]
    choices: tuple[Choice, ...]
    line: int
    includes: tuple[Include, ...] = ()
    file: str = ""
    """The file of the variant that it is from; '' when it is in the script's own."""


class Duty(Struct, frozen=True, kw_only=True):
    """The front matter's claim that saying this step meets that duty."""

    name: str
    step: str


class Script(Struct, frozen=True, kw_only=True):
    """One file: a call, a deck of cards that return to where one was, a message, parts, or a call to a payer.

    A variant names the state or the client it is for and holds only the steps that differ there.
    """

    id: str
    title: str
    language: str
    kind: str
    start: str
    says: tuple[Duty, ...]
    steps: tuple[Step, ...]
    file: str
    faults: tuple[Fault, ...]
    state: str = ""
    client: str = ""


class Position(Struct, frozen=True, kw_only=True):
    """Where a call stands, how it came there, and the duties said on the way; kept with the draft."""

    at: Place
    trail: tuple[Place, ...] = ()
    said: tuple[str, ...] = ()


Library = Mapping[str, Script]
"""The scripts that a call may go through, by id."""
