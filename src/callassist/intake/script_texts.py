"""The call scripts from their files, all or those of one language. They ship with the program, not with the data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from callassist.dialogue import Script

SCRIPTS: Final = Path(__file__).parents[1] / "scripts"


def load_scripts(folder: Path = SCRIPTS) -> tuple[Script, ...]:
    """Every call script in every language (a folder each, but English), each with its own faults beside it."""
    return _read(folder, (*folder.glob("*.md"), *folder.glob("*/*.md")))


def scripts_in(language: str) -> tuple[Script, ...]:
    """Those that ship in one language, by its code; none where there are none in it."""
    from callassist.dialogue_names import ENGLISH

    if language == ENGLISH:
        return _read(SCRIPTS, SCRIPTS.glob("*.md"))
    return _read(SCRIPTS, (SCRIPTS / language).glob("*.md")) if language.isalpha() else ()


def _read(folder: Path, paths: Iterable[Path]) -> tuple[Script, ...]:
    from callassist.dialogue_reading import parse_script

    every = ((path, path.relative_to(folder).as_posix()) for path in sorted(paths))
    return tuple(parse_script(path.read_text(encoding="utf-8"), name) for path, name in every)
