"""The scripts' proofs and walks from their files: words.*.yaml for the wording, *.walk.yaml beside each script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from callassist.dialogue import Fault, Library, Script, library_of
from callassist.dialogue_names import ENGLISH, PARTS
from callassist.dialogue_proofs import Vocabulary, check
from callassist.dialogue_variants import is_variant
from callassist.dialogue_walks import Walked, numbered, unvisited, walk
from callassist.dialogue_wording import Words
from callassist.errors import BadInput
from callassist.handbook import Handbook
from callassist.intake.library import PACKAGE, load_scripts
from callassist.intake.script_worlds import script_worlds
from callassist.intake.yaml_files import read_yaml

SCRIPTS = PACKAGE / "scripts"
WALK = ".walk.yaml"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What the proofs came to, and the scripts that they were made of."""

    steps: int
    worlds: int
    faults: tuple[Fault, ...]
    scripts: tuple[Script, ...]

    def library(self, fault: Fault) -> Library:
        """The scripts among which a fault is: of its file's language, state and client."""
        where = next((script for script in self.scripts if script.file == fault.file), None)
        return library_of(self.scripts, where.language, where.state, where.client) if where else {}


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a language's steps some walk went through, and which none did."""

    language: str
    steps: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of one."""
        return 1 - len(self.missed) / self.steps if self.steps else 1.0


class WalkedAll(msgspec.Struct, frozen=True, kw_only=True):
    """What the walks came to, and what they went through in each language."""

    walked: tuple[Walked, ...]
    coverage: tuple[Coverage, ...]


def check_scripts(handbook: Handbook, now: datetime, folder: Path = SCRIPTS) -> Checked:
    """Every proof over every path in every world that the rules make, with the codes of the outcomes table."""
    scripts = load_scripts(folder)
    words = tuple(msgspec.convert(read_yaml(path), Words) for path in sorted(folder.glob("words.*.yaml")))
    vocabulary = Vocabulary(outcomes=frozenset(handbook.outcomes.by_code))
    worlds = script_worlds(handbook, now)
    return Checked(
        steps=sum(len(script.steps) for script in scripts),
        worlds=len(worlds),
        faults=check(scripts, words, vocabulary, worlds),
        scripts=scripts,
    )


class _Set(msgspec.Struct, frozen=True, kw_only=True):
    """All scripts of a folder, and how each of its files is known."""

    folder: Path
    scripts: tuple[Script, ...]

    def library(self, script: Script) -> Library:
        """The scripts among which one is walked: of its language, state and client."""
        return library_of(self.scripts, script.language, script.state, script.client)

    def of_walk(self, path: Path) -> Script:
        """The script whose walks a file holds; BadInput when there is none of that name."""
        inside = path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.name
        wanted = f"{inside.removesuffix(WALK)}.md"
        found = next((script for script in self.scripts if script.file == wanted), None)
        if found is None:
            what, remedy = "it is named after no script", f"call it SCRIPT{WALK}"
            raise BadInput(what, str(path), remedy)
        return found


def walk_scripts(paths: Iterable[Path] = (), folder: Path = SCRIPTS) -> WalkedAll:
    """Every walk of some files, or of all beside the scripts. BadInput when a file names no script of ours.

    A walk of an English script is taken in every other language too, by the numbers of its choices.
    """
    every = _Set(folder=folder, scripts=load_scripts(folder))
    found = tuple(paths) or (*sorted(folder.glob(f"*{WALK}")), *sorted(folder.glob(f"*/*{WALK}")))
    walked: dict[str, list[tuple[Script, Walked]]] = {script.language: [] for script in every.scripts}
    for path in found:
        script = every.of_walk(path)
        for plan in msgspec.convert(read_yaml(path), list[dict[str, object]]):
            for spoken, each in _walks(every, script, plan):
                walked[spoken.language].append((spoken, each))
    coverage = tuple(_coverage(every, language, walks) for language, walks in walked.items())
    return WalkedAll(walked=tuple(each for walks in walked.values() for _, each in walks), coverage=coverage)


def _walks(every: _Set, script: Script, plan: dict[str, object]) -> Iterator[tuple[Script, Walked]]:
    """The walk in its own language, and in every other that has the script."""
    library = every.library(script)
    yield script, walk(library, library[script.id], plan)
    if script.language != ENGLISH:
        return
    by_number = numbered(library, library[script.id], plan)
    for other in every.scripts:
        same = (other.id, other.state, other.client) == (script.id, script.state, script.client)
        if by_number is not None and same and other.language != ENGLISH:
            spoken = every.library(other)
            yield other, walk(spoken, spoken[other.id], by_number)


def _coverage(every: _Set, language: str, walks: list[tuple[Script, Walked]]) -> Coverage:
    """Of the steps that are walked; those of a variant by its own walks. Parts are walked where they are taken in."""
    library = library_of(every.scripts, language)
    missed = [str(place) for place in unvisited(library, (each for _, each in walks))]
    steps = [len(script.steps) for script in library.values() if script.kind != PARTS]
    for variant in every.scripts:
        if variant.language == language and is_variant(variant):
            own = (each for script, each in walks if script.file == variant.file)
            missed += [f"{variant.file}#{place.step}" for place in unvisited({variant.id: variant}, own)]
            steps.append(len(variant.steps))
    return Coverage(language=language, steps=sum(steps), missed=tuple(missed))
