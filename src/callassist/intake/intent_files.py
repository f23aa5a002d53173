"""What people may mean, read from data/intents.yaml, and what they say, from utterances.tsv; every fault's line.

What was learnt of both is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from callassist.errors import BadInput
from callassist.intake.library import PACKAGE, BadLibrary, kept
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import At, lines_of, where, with_line
from callassist.listening import Ear, Lesson, Meaning
from callassist.listening_guards import GUARDS
from callassist.listening_likeness import learn
from callassist.listening_words import heard
from callassist.phrases import phrase_faults
from callassist.utterances import CRITICAL, NORMAL

NAME: Final = "intents.yaml"
SAID: Final = "utterances.tsv"
REMEDY: Final = "mend it; docs/listening.md shows whole intents"
NOTHING: Final = "none"
SEVERITIES: Final = (CRITICAL, NORMAL, NOTHING)
FEWEST: Final = 3
PUZZLING: Final = frozenset(("ill", "id"))
"""Words whose meaning hangs on those before them."""
CODE: Final = (
    *(
        "listening.py",
        "listening_words.py",
        "listening_guards.py",
        "listening_likeness.py",
        "listening_wishes.py",
        "phrases.py",
    ),
    *("intake/intent_files.py",),
)


class _Intent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An intent as it is written."""

    definition: str
    severity: str
    reminder: str
    source: str = ""
    threshold: float | None = None
    card: str = ""
    outcome: str = ""
    asks: str = ""
    guards: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    but: tuple[str, ...] = msgspec.field(default=(), name="not")
    about: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file: what is shown from which score on, which intents go first, and each intent by name."""

    thresholds: Mapping[str, float]
    alone: Mapping[str, float] = {}
    elsewhere: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    precedence: tuple[str, ...]
    intents: Mapping[str, _Intent]


def load_ear(root: Path, *, fresh: bool = False) -> Ear:
    """The ear of a data folder. BadInput, BadLibrary; `fresh` reads and learns anew whatever was kept."""
    path = root / NAME
    if fresh:
        return Ear.of(_lesson(path))
    said = path.with_name(SAID)
    files = (str(path), *((str(said),) if said.exists() else ()), *(str(PACKAGE / name) for name in CODE))
    return Ear.of(kept("ear", root, files, Lesson, lambda: _lesson(path)))


def _lesson(path: Path) -> Lesson:
    written = read_intents(path)
    meanings = tuple(_meanings(written))
    names = tuple(meaning.name for meaning in meanings)
    learnt = learn(examples(written, read_said(path.with_name(SAID), written)), names)
    return Lesson(meanings=meanings, learnt=learnt, elsewhere=written.elsewhere, here=written.here, trade=written.trade)


def read_intents(path: Path) -> Written:
    """The file as it is written. BadInput when it cannot be read, BadLibrary with a sentence for each fault."""
    raw = read_yaml(path)
    try:
        written = msgspec.convert(raw, Written)
    except msgspec.ValidationError as fault:
        raise with_line(BadInput(str(fault), str(path), REMEDY), path, REMEDY) from fault
    if faults := tuple(_faults(written, path)):
        raise BadLibrary(faults, is_full=True)
    return written


def _meanings(written: Written) -> Iterator[Meaning]:
    rank = {name: place for place, name in enumerate(written.precedence)}
    for name in sorted(written.intents, key=lambda each: rank.get(each, len(rank))):
        each = written.intents[name]
        threshold = written.thresholds[each.severity] if each.threshold is None else each.threshold
        yield Meaning(
            name=name,
            severity=each.severity,
            definition=each.definition,
            reminder=each.reminder,
            source=each.source,
            threshold=threshold,
            alone=max(threshold, written.alone.get(each.severity, threshold)),
            card=each.card,
            outcome=each.outcome,
            asks=each.asks,
            guards=each.guards,
            phrases=each.phrases,
            but=each.but,
            about=each.about,
        )


def read_said(path: Path, written: Written) -> tuple[tuple[str, frozenset[str]], ...]:
    """What people say, with the intents it has; nothing when there is no such file. BadLibrary with every fault."""
    if not path.exists():
        return ()
    said: list[tuple[str, frozenset[str]]] = []
    faults: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        names, _, words = line.partition("\t")
        has = frozenset(names.split(","))
        if unknown := sorted(has - written.intents.keys()):
            faults.append(f"{path} line {number}: {unknown[0]!r} is no intent of {NAME}; write it as it stands there.")
        elif not heard(words).words:
            faults.append(f"{path} line {number}: no words after the intent; write them after a tab.")
        said.append((words, has))
    if faults:
        raise BadLibrary(tuple(faults), is_full=True)
    return tuple(said)


def examples(
    written: Written, said: Iterable[tuple[str, frozenset[str]]] = ()
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Each example once, in the words that are heard, with all the intents under which it stands."""
    having: dict[tuple[str, ...], set[str]] = {}
    for name, each in written.intents.items():
        for example in each.examples:
            having.setdefault(heard(example).texts(), set()).add(name)
        for other in each.unlike:
            having.setdefault(heard(other).texts(), set())
    for text, names in said:
        having.setdefault(heard(text).texts(), set()).update(names)
    for words, has in having.items():
        yield words, frozenset(has)


# ── faults ──


def _faults(written: Written, path: Path) -> Iterator[str]:
    lines = lines_of(path)

    def fault(at: At, what: str) -> str:
        return f"{where(str(path), at, lines)}: {what}."

    for severity in SEVERITIES:
        if not 0 < written.thresholds.get(severity, 0) <= 1:
            yield fault(("thresholds",), f"say from which score between 0 and 1 what is {severity} is shown")
    for place, name in enumerate(written.precedence):
        if name not in written.intents:
            yield fault(("precedence", place), f"{name!r} is no intent of this file; write it as it stands below")
    for name, each in written.intents.items():
        yield from (fault(("intents", name, *at), what) for at, what in _faults_of(name, each))


def _faults_of(name: str, each: _Intent) -> Iterator[tuple[At, str]]:
    if not re.fullmatch(r"[a-z][a-z_]*", name):
        yield (), f"the name {name!r} must be small letters and _"
    if each.severity not in SEVERITIES:
        yield ("severity",), f"{each.severity!r} is no severity; write one of {', '.join(SEVERITIES)}"
    if each.threshold is not None and not 0 < each.threshold <= 1:
        yield ("threshold",), f"the threshold {each.threshold} must be above 0 and at most 1"
    if not each.definition.strip() or not each.reminder.strip():
        yield (), "it needs a definition and a reminder"
    if len(each.examples) < FEWEST:
        yield ("examples",), f"it needs at least {FEWEST} examples to learn from"
    yield from _odd_words(each)


def _odd_words(each: _Intent) -> Iterator[tuple[At, str]]:
    """What is wrong with its card, its guards and its phrases."""
    if each.card and not re.fullmatch(r"[a-z-]+#[a-z0-9-]+", each.card):
        yield ("card",), f"the card {each.card!r} must name a place in a script: objections#already-paid"
    for place, guard in enumerate(each.guards):
        if guard not in GUARDS:
            yield ("guards", place), f"{guard!r} is no guard; write one of {', '.join(GUARDS)}"
    for key, texts in (("phrases", each.phrases), ("not", each.but)):
        for place, text in enumerate(texts):
            yield from (((key, place), fault) for fault in phrase_faults((text,)))
            for word in _unheard(text):
                yield (key, place), f"the phrase {text!r} is never heard so: write {word!r} out, or leave it out"


def _unheard(text: str) -> Iterator[str]:
    """Words of a phrase that never come out of an ear as they are written: contractions, shorthand, fillers."""
    for word in re.findall(r"[a-z][a-z']*(?![a-z'*])", text):
        if word not in PUZZLING and heard(word).texts() != (word,):
            yield word
