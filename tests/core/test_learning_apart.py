"""What the ear knows is learnt by another process, once; where none can be started it is learnt all the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import time

import pytest

from callassist.intake import intent_files, learning_apart, library
from callassist.intake.library import load_ear
from callassist.intake.script_texts import load_scripts, scripts_in
from callassist.listening import Lesson

SMALL = """
thresholds: {critical: 0.35, normal: 0.45, none: 0.5}
precedence: [deceased]
intents:
  deceased:
    definition: The person has died.
    severity: critical
    reminder: Say that you are sorry.
    guards: [denied]
    phrases: [passed away]
    examples: [he passed away in march, my mother died last year, she is dead]
  none:
    definition: Means nothing.
    severity: none
    reminder: Go on.
    examples: [hello there, how is the weather, hold on a second]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a small data folder, and a cache folder that both processes take for theirs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(library, "_cache_folder", lambda: tmp_path / "callassist")
    place = tmp_path / "data"
    place.mkdir()
    (place / "intents.yaml").write_text(SMALL, encoding="utf-8")
    return place


def _learns_not(_: Path) -> Lesson:
    pytest.fail("it was learnt in this process")


def test_another_process_learns_and_this_one_only_reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intent_files, "_lesson", _learns_not)
    assert [meaning.name for meaning in load_ear(root).meanings] == ["deceased", "none"]


def test_it_is_learnt_once_and_again_when_the_file_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(library, "SETTLED", -1_000_000_000)  # as if it had been a second ago
    monkeypatch.setattr(learning_apart, "_run", lambda _, root: asked.append(root))
    load_ear(root)
    load_ear(root)
    assert asked == [root]
    os.utime(root / "intents.yaml", (time() + 60, time() + 60))
    load_ear(root)
    assert asked == [root, root]


def test_where_no_process_can_be_started_it_is_learnt_here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(subprocess, "run", refused)
    assert [meaning.name for meaning in load_ear(root).meanings] == ["deceased", "none"]


def test_the_scripts_of_each_language_make_up_all_of_them() -> None:
    every = load_scripts()
    english, spanish = scripts_in("en"), scripts_in("es")
    assert {script.language for script in english} == {"en"}
    assert {script.language for script in spanish} == {"es"}
    assert sorted((*english, *spanish), key=lambda each: each.file) == sorted(every, key=lambda each: each.file)


@pytest.mark.parametrize("language", ["", "xx", "..", "../scripts"])
def test_a_language_without_scripts_has_none(language: str) -> None:
    assert scripts_in(language) == ()
