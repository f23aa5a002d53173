"""The small model: pieces of words, learning from vectors, an ear that hears with it and does without it."""

import importlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from callassist.embedding import Listener, NoModel, embedded, is_wanted, loading
from callassist.embedding.learning import Judge, joined, teach
from callassist.embedding.pieces import LONGEST, Pieces
from callassist.intake.intent_files import load_ear
from callassist.listening import Ear, hear

TUESDAY = date(2026, 11, 24)
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
    examples: [he passed away in march, my mother died last year, she is dead, we buried dad on monday,
      my husband passed two weeks ago, she died in the hospital, he is no longer living, we lost him in june]
    unlike: [my phone died, the battery is dead]
  money:
    definition: Has no money.
    severity: normal
    reminder: Ask what they can do.
    examples: [i lost my job, i have no money, i am broke, i can not afford it, i got laid off, i am out of work,
      there is nothing left at the end of the month, money is tight]
  none:
    definition: Means nothing.
    severity: none
    reminder: Go on.
    examples: [hello there, how is the weather, hold on a second, what was your name again, okay thanks, good morning,
      let me turn the radio down, yes i can hear you]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with three intents, so that learning takes a moment."""
    root = tmp_path_factory.mktemp("small")
    (root / "intents.yaml").write_text(SMALL, encoding="utf-8")
    return root


@pytest.fixture
def words(small: Path) -> Ear:
    """Give the ear of that folder, by words alone."""
    return load_ear(small)


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the model on; skip where the extra is not installed."""
    monkeypatch.delenv("CALLASSIST_NLP", raising=False)
    if not is_wanted():
        pytest.skip("needs the extra: pip install -e '.[nlp]'")


def scored(line: str, ear: Ear) -> dict[str, float]:
    """Give the score of each intent that is told of at all."""
    return {each.name: each.score for each in hear(line, ear, TUESDAY).intents}


# ── pieces ──


def test_a_text_is_cut_into_the_longest_pieces_of_the_list() -> None:
    pieces = Pieces()
    # the numbers are those of bert-base-uncased: [CLS] hello world [SEP]; em ##bed ##ding
    assert pieces.of("hello World") == [101, 7592, 2088, 102]
    assert pieces.of("embedding") == [101, 7861, 8270, 4667, 102]
    assert pieces.of("café") == pieces.of("cafe")
    assert pieces.of("日") == [101, 100, 102]
    assert pieces.of("") == [101, 102]


def test_a_long_text_is_cut_off_with_its_end_in_place() -> None:
    numbers = Pieces().of("pay " * 500)
    assert len(numbers) == LONGEST
    assert numbers[-1] == 102


# ── learning ──


def test_what_is_near_the_examples_of_one_thing_is_taken_for_that_thing() -> None:
    chance = np.random.default_rng(6)
    centres = np.eye(384, dtype=np.float32)[:3]
    vectors = np.concatenate([centre + 0.03 * chance.standard_normal((40, 384)) for centre in centres])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    having = [frozenset(has) for has in (("one",), ("two",), ()) for _ in range(40)]
    judge = Judge(teach(vectors, having, ("one", "two")))
    first, second, neither = judge.odds(np.eye(384, dtype=np.float32)[:3])
    assert first[0] > 1 > -1 > first[1]
    assert second[1] > 1 > -1 > second[0]
    assert max(neither) < -1


def test_two_judges_are_heard_as_one_and_neither_alone_is_sure() -> None:
    (both,) = joined([[0.9, 0.9, 0.01]], np.array([[3.0, -9.0, 3.0]]))
    agreed, denied, unheard = both
    assert agreed > 0.9
    assert denied < 0.1
    assert 0.3 < unheard < 0.9


# ── an ear with it ──


@pytest.mark.usefixtures("wanted")
def test_the_ear_hears_what_no_word_foresaw(words: Ear, small: Path) -> None:
    ear = embedded(words, small)
    assert ear is not None
    line = "the breadwinner of this family got fired"
    assert scored(line, ear)["money"] > scored(line, words)["money"]
    assert max(scored(line, ear), key=scored(line, ear).__getitem__) == "money"
    assert hear("sunny with a bit of wind", ear, TUESDAY).shown == ()


@pytest.mark.usefixtures("wanted")
def test_a_guard_around_a_phrase_still_holds(words: Ear, small: Path) -> None:
    ear = embedded(words, small)
    assert ear is not None
    assert [each.name for each in hear("my dad passed away", ear, TUESDAY).shown] == ["deceased"]
    assert hear("my dad did not pass away, he has not passed away", ear, TUESDAY).shown == ()


@pytest.mark.usefixtures("wanted")
def test_a_listener_is_there_at_once_and_better_later(words: Ear, small: Path) -> None:
    listener = Listener(lambda: words, small)
    assert listener().second is None
    assert listener.wait(60)
    assert listener().second is not None
    assert listener.fault == ""


def test_turned_off_or_not_installed_there_is_no_model_and_no_word_of_it(
    words: Ear, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLASSIST_NLP", "0")
    assert embedded(words, small) is None
    monkeypatch.delenv("CALLASSIST_NLP")
    monkeypatch.setattr(loading, "find_spec", lambda _: None)
    assert embedded(words, small) is None
    listener = Listener(lambda: words, small)
    assert listener() is words
    assert not listener.wait(1)
    assert listener.fault == ""


def test_a_broken_model_is_told_in_a_sentence_and_words_go_on(
    words: Ear, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "is_wanted", lambda: True)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(NoModel, match="words alone are heard"):
        embedded(words, small)
    listener = Listener(lambda: words, small)
    assert listener() is words
    assert not listener.wait(10)
    assert "cannot be used" in listener.fault
    assert listener() is words


def test_nothing_of_it_is_imported_before_something_is_heard() -> None:
    importlib.import_module("callassist.embedding")
    asked = "import sys, callassist.embedding; print({'onnxruntime', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
