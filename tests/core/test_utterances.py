"""data/utterances.tsv: every intent is known and has enough to learn from, nothing stands twice, and it is learnt."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from callassist.intake.intent_files import NOTHING, SAID, load_ear, read_intents, read_said
from callassist.intake.library import BadLibrary, data_root
from callassist.listening_words import heard

FEWEST = 60
OF_NOTHING = 900


def written() -> Path:
    return data_root() / "intents.yaml"


def test_every_intent_has_enough_to_learn_from() -> None:
    intents = read_intents(written())
    counts = Counter(name for _, has in read_said(data_root() / SAID, intents) for name in has)
    assert set(counts) == set(intents.intents)
    assert {name: count for name, count in counts.items() if count < FEWEST} == {}
    assert counts[NOTHING] >= OF_NOTHING


def test_nothing_is_said_twice() -> None:
    intents = read_intents(written())
    said = [text.casefold() for text, _ in read_said(data_root() / SAID, intents)]
    assert [text for text, count in Counter(said).items() if count > 1] == []
    theirs = {text.casefold() for each in intents.intents.values() for text in (*each.examples, *each.unlike)}
    assert sorted(theirs.intersection(said)) == []


def test_what_means_nothing_means_nothing_else() -> None:
    said = read_said(data_root() / SAID, read_intents(written()))
    assert [text for text, has in said if NOTHING in has and len(has) > 1] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("decesed\tshe is gone", "line 2: 'decesed' is no intent"),
        ("deceased\t", "line 2: no words"),
        ("deceased", "line 2: no words"),
        ("deceased\tum", "line 2: no words"),
    ],
)
def test_a_fault_has_its_line_and_what_to_do(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / SAID
    path.write_text(f"# said\n{line}\n", encoding="utf-8")
    with pytest.raises(BadLibrary) as fault:
        read_said(path, read_intents(written()))
    assert words in str(fault.value)


def test_without_the_file_there_is_nothing_said(tmp_path: Path) -> None:
    assert read_said(tmp_path / SAID, read_intents(written())) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the lady you want had this number before me", "wrong_number"),
        ("a crate fell on me at the warehouse and my boss's insurance has it", "accident_or_work_injury"),
        ("I only get a little check from the government each month", "protected_income"),
        ("the tape, is it running while we talk", "recording_question"),
    ],
)
def test_likeness_is_learnt_from_what_is_said(text: str, name: str) -> None:
    likeness = load_ear(data_root()).likeness
    chances = dict(zip(likeness.names, likeness.chances(heard(text).texts()), strict=True))
    assert max(chances, key=chances.__getitem__) == name
