"""Invented people to rehearse with, one a file in data/rehearsal/personas; every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from callassist.errors import BadInput
from callassist.intake.library import BadLibrary
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import At, lines_of, where, with_line
from callassist.rehearsing_shapes import (
    DOES,
    HANGS_UP_AT,
    KINDS,
    SELF,
    TELLS,
    Line,
    Pays,
    Persona,
    Question,
    Questions,
)

FOLDER, PERSONAS, EVERYONE, QUESTIONS = "rehearsal", "personas", "everyone", "questions.yaml"
REMEDY: Final = "mend it; docs/rehearsal.md shows whole people"
FACTORS: Final = ("dob", "ssn4", "zip", "house_number")
SPOKEN: Final = {
    "en": {
        "dob": "My birthday is {0}.",
        "ssn4": "The last four are {0}.",
        "zip": "My ZIP is {0}.",
        "house_number": "It is number {0}.",
    },
    "es": {
        "dob": "Nací el {0}.",
        "ssn4": "Los últimos cuatro son {0}.",
        "zip": "Mi código postal es {0}.",
        "house_number": "Es el número {0}.",
    },
}
_FIELD: Final = re.compile(r"\{(\w+)\}")
T = TypeVar("T")
KNOWN_FIELDS: Final = frozenset({"facts", "name", "month", "once"})


class _Pays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What they can bear, in whole dollars."""

    once: int = 0
    month: int = 0


class _Persona(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person as they are written."""

    title: str
    about: str
    who: Mapping[str, object]
    ends: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    knows: Mapping[str, object] = {}
    temper: int = 0
    must_be_heard: bool = False
    speaker: str = SELF
    pays: _Pays = _Pays()
    scripts: tuple[str, ...] = ()
    party: str = ""
    most_minutes: int = 10


class _Everyone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What everybody answers who has no line of their own, in one language."""

    who: Mapping[str, object] = {}
    lines: tuple[Line, ...] = ()


class _Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    duties: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class _Questions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    asked: Mapping[str, _Question]
    kind_words: tuple[str, ...]


def load_questions(root: Path) -> Questions:
    """How questions are known. BadInput."""
    written = _read(root / FOLDER / QUESTIONS, _Questions)
    asked = tuple(
        Question(name=name, duties=each.duties, fields=each.fields, words=_low(each.words), at=each.at)
        for name, each in written.asked.items()
    )
    return Questions(asked=asked, kind_words=_low(written.kind_words))


def _low(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.lower() for each in words)


def load_personas(root: Path) -> tuple[Persona, ...]:
    """Everybody there is to rehearse with, by name. BadInput, BadLibrary with a sentence for each fault."""
    folder = root / FOLDER
    named = frozenset(question.name for question in load_questions(root).asked)
    everyone = {language: _read(folder / f"{EVERYONE}.{language}.yaml", _Everyone) for language in SPOKEN}
    faults: list[str] = []
    for language in SPOKEN:
        path = folder / f"{EVERYONE}.{language}.yaml"
        faults.extend(_line_faults(path, everyone[language].lines, named))
    people = []
    for path in sorted((folder / PERSONAS).glob("*.yaml")):
        written = _read(path, _Persona)
        faults.extend(_faults(path, written, named))
        people.append((path.stem, written))
    if faults:
        raise BadLibrary(tuple(faults), is_full=True)
    return tuple(_persona(name, written, everyone) for name, written in people)


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(read_yaml(path), kind)
    except msgspec.ValidationError as fault:
        raise with_line(BadInput(str(fault), str(path), REMEDY), path, REMEDY) from fault


def _persona(name: str, written: _Persona, everyone: Mapping[str, _Everyone]) -> Persona:
    language = str(written.who.get("language") or "en")
    common = everyone[language if language in SPOKEN else "en"]
    who = {column: _cell(value) for column, value in {**common.who, **written.who}.items()}
    return Persona(
        id=name,
        title=written.title,
        about=" ".join(written.about.split()),
        who=who,
        knows=_knows(who, written.knows, language),
        ends=written.ends,
        lines=(*written.lines, *common.lines),
        temper=written.temper,
        must_be_heard=written.must_be_heard,
        speaker=written.speaker,
        pays=Pays(once_cents=written.pays.once * 100, month_cents=written.pays.month * 100),
        scripts=written.scripts,
        party=written.party,
        most_seconds=written.most_minutes * 60,
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _knows(who: Mapping[str, str], told: Mapping[str, object], language: str) -> Mapping[str, str]:
    """Their answers by factor: as they are on file where the file does not say otherwise; and each as it is spoken."""
    house = who.get("address", "").split(" ")[0]
    on_file = {"dob": who.get("dob"), "ssn4": who.get("ssn_last4"), "zip": who.get("zip"), "house_number": house}
    known = {factor: str(told.get(factor, on_file[factor]) or "") for factor in FACTORS}
    spoken = SPOKEN.get(language, SPOKEN["en"])
    said = {f"{factor}_said": spoken[factor].format(_aloud(value)) for factor, value in known.items() if value}
    return {**{factor: value for factor, value in known.items() if value}, **said}


def _aloud(value: str) -> str:
    """A day as people say it; anything else as it is."""
    try:
        return f"{date.fromisoformat(value):%m/%d/%Y}"
    except ValueError:
        return value


# ── faults ──


def _faults(path: Path, written: _Persona, named: frozenset[str]) -> Iterator[str]:
    lines = lines_of(path)
    if not 0 <= written.temper < HANGS_UP_AT:
        yield f"{where(str(path), ('temper',), lines)}: the temper is a number from 0 to {HANGS_UP_AT - 1}."
    if not written.ends:
        yield f"{where(str(path), ('ends',), lines)}: name at least one outcome code that is right."
    yield from _line_faults(path, written.lines, named)


def _line_faults(path: Path, written: tuple[Line, ...], named: frozenset[str]) -> Iterator[str]:
    lines = lines_of(path)
    for index, each in enumerate(written):
        for at, what in _faults_of(each, named):
            yield f"{where(str(path), ('lines', index, *at), lines)}: {what}."


def _faults_of(line: Line, named: frozenset[str]) -> Iterator[tuple[At, str]]:
    for name in sorted({*line.asked} - named):
        yield ("asked",), f"{name!r} is no question of {QUESTIONS}"
    for name in sorted({*line.tells, *line.told, *line.untold} - TELLS):
        yield ("tells",), f"{name!r} is nothing that can be told; write one of {', '.join(sorted(TELLS))}"
    if line.kind and line.kind not in KINDS:
        yield ("kind",), f"{line.kind!r} is no kind; write one of {', '.join(sorted(KINDS))}"
    if line.does not in DOES:
        yield ("does",), f"{line.does!r} is nothing they do; write {' or '.join(sorted(DOES - {''}))}"
    if line.offer not in {"", "yes", "no"}:
        yield ("offer",), "an offer is answered when it is one of yes and no"
    for text in line.say:
        for field in sorted({*_FIELD.findall(text)} - KNOWN_FIELDS):
            yield ("say",), f"there is no field {field!r}; write one of {', '.join(sorted(KNOWN_FIELDS))}"
