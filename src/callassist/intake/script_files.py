"""The scripts' proofs and walks from their files: words.*.yaml for the wording, *.walk.yaml beside each script."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from callassist.dialogue import Fault, library_of
from callassist.dialogue_proofs import Vocabulary, check
from callassist.dialogue_walks import Walked, unvisited, walk
from callassist.dialogue_wording import Words
from callassist.errors import BadInput
from callassist.intake.library import PACKAGE, load_scripts
from callassist.intake.yaml_files import read_yaml
from callassist.outcomes import Outcomes

SCRIPTS = PACKAGE / "scripts"
WALK = ".walk.yaml"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What the proofs came to."""

    steps: int
    faults: tuple[Fault, ...]


class WalkedAll(msgspec.Struct, frozen=True, kw_only=True):
    """What the walks came to; `missed` are the steps that none of them went through."""

    walked: tuple[Walked, ...]
    steps: int
    missed: int


def check_scripts(outcomes: Outcomes, folder: Path = SCRIPTS) -> Checked:
    """Every proof over every path, with the codes that the outcomes table knows."""
    scripts = load_scripts(folder)
    words = tuple(msgspec.convert(read_yaml(path), Words) for path in sorted(folder.glob("words.*.yaml")))
    vocabulary = Vocabulary(outcomes=frozenset(outcomes.by_code))
    return Checked(steps=sum(len(script.steps) for script in scripts), faults=check(scripts, words, vocabulary))


def walk_scripts(paths: Iterable[Path] = (), folder: Path = SCRIPTS) -> WalkedAll:
    """Every walk of some files, or of all beside the scripts. BadInput when a file names no script of ours."""
    scripts = load_scripts(folder)
    library = library_of(scripts)
    walked = []
    for path in tuple(paths) or sorted(folder.glob(f"*{WALK}")):
        script = library.get(path.name.removesuffix(WALK))
        if script is None:
            raise _nameless(path)
        walked += [walk(library, script, plan) for plan in msgspec.convert(read_yaml(path), list[dict[str, object]])]
    missed = len(unvisited(library, walked))
    return WalkedAll(walked=tuple(walked), steps=sum(len(script.steps) for script in scripts), missed=missed)


def _nameless(path: Path) -> BadInput:
    what, remedy = "it is named after no script", f"call it SCRIPT{WALK}"
    return BadInput(what, str(path), remedy)
